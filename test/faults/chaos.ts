// Random faults: which, where and for how long follows from the seed. Two lanes, one for instances and one for the
// stores, each with one fault at a time; everything works again when it stops.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/cli/demo/random.ts';
import type { World } from './world.ts';

type Fault = readonly [name: string, weight: number, act: (random: Random, world: World) => Promise<void>];

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[random.int(0, items.length - 1)]!;

const instanceFaults: Fault[] = [
  [
    'kill -9 of an instance',
    7,
    async (random, { instances }) => {
      const instance = pick(random, instances);
      await instance.kill();
      await sleep(random.int(0, 1_000));
      await instance.start();
    },
  ],
  [
    'SIGTERM to an instance',
    1,
    async (random, { instances }) => {
      const instance = pick(random, instances);
      await instance.stop();
      await instance.start();
    },
  ],
  [
    'freeze of an instance',
    3,
    async (random, { instances }) => {
      const instance = pick(random, instances);
      instance.freeze();
      await sleep(random.int(300, 6_000));
      instance.thaw();
    },
  ],
];

const storeFaults: Fault[] = [
  ['termination of every connection', 2, async (_, { postgres }) => void (await postgres.terminate(1))],
  ['termination of some connections', 4, async (_, { postgres }) => void (await postgres.terminate(0.3))],
  ['crash and restart of Postgres', 1, async (_, { postgres }) => void (await postgres.crash())],
];

const redisFaults: Fault[] = [
  ['FLUSHALL of Redis', 2, async (_, { redis }) => redis!.flush()],
  [
    'kill -9 of Redis',
    2,
    async (random, { redis }) => {
      await redis!.kill();
      await sleep(random.int(100, 3_000));
      await redis!.start();
    },
  ],
  [
    'freeze of Redis',
    2,
    async (random, { redis }) => {
      redis!.freeze();
      await sleep(random.int(300, 4_000));
      redis!.thaw();
    },
  ],
];

export class Chaos {
  /** How often each was done. */
  readonly done = new Map<string, number>();
  readonly #world: World;
  readonly #lanes: { random: Random; faults: Fault[]; pause: number }[];
  #running: Promise<void>[] = [];
  #stop = new AbortController();
  #say: (text: string) => void;

  constructor(world: World, seeds: [Random, Random], say: (text: string) => void) {
    this.#world = world;
    this.#say = say;
    this.#lanes = [
      { random: seeds[0], faults: instanceFaults, pause: 3_000 },
      { random: seeds[1], faults: [...storeFaults, ...(world.redis ? redisFaults : [])], pause: 3_000 },
    ];
  }

  start(): void {
    this.#stop = new AbortController();
    this.#running = this.#lanes.map((lane) => this.#run(lane));
  }

  /** Ends the running fault, and leaves everything working. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #run({ random, faults, pause }: { random: Random; faults: Fault[]; pause: number }): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await sleep(random.int(200, pause), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const [name, , act] = this.#draw(random, faults);
      this.#say(name);
      this.done.set(name, (this.done.get(name) ?? 0) + 1);
      await act(random, this.#world);
    }
  }

  #draw(random: Random, faults: Fault[]): Fault {
    let at = random.next() * faults.reduce((sum, [, weight]) => sum + weight, 0);
    for (const fault of faults) {
      at -= fault[1];
      if (at < 0) return fault;
    }
    return faults[0]!;
  }
}
