// A run of the checker: writers and subscribers work in rounds while things break. After each round all faults end, the
// writers pause, and every subscriber must reach the head of its channel: what is lost at the tail shows there.
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../src/cli/demo/random.ts';
import { Balancer } from './calls.ts';
import { Chaos } from './chaos.ts';
import { Ledger, percentile, type Report } from './ledger.ts';
import { Subscriber } from './subscriber.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';
import { recent, Writer, type WriterOptions } from './writer.ts';

export interface RunOptions {
  seed: string;
  seconds: number;
  subscribers: number;
  writers: number;
  channels: number;
  /** How many writes all writers together make in a second. */
  perSecond: number;
  root?: string;
  instances?: number;
  /** False runs without faults, except for responses that are not awaited. */
  chaos?: boolean;
  mix?: WriterOptions['mix'];
  abandon?: number;
  /** What the database needs besides its migrations. */
  prepare?: WorldOptions['prepare'];
  say?: (text: string) => void;
}

export interface RunResult extends Report {
  events: number;
  deliveries: number;
  kills: number;
  faults: Record<string, number>;
  connects: number;
  resyncs: number;
  surprises: string[];
  requests: Ledger['requests'];
  failures: Record<string, number>;
  /** How long a write took until it was acknowledged, in milliseconds. */
  wait: Spread;
  /** The longest that subscribers took to have everything once all faults and writes had ended, in milliseconds. */
  slowestSettle: number;
  /** From the change to its arrival, in milliseconds. */
  delay: Spread;
}

interface Spread {
  p50: number;
  p95: number;
  max: number;
}

const spread = (numbers: number[]): Spread => ({
  p50: percentile(numbers, 0.5),
  p95: percentile(numbers, 0.95),
  max: percentile(numbers, 1),
});

const roundMs = 15_000;
const settleMs = 45_000;

export async function run(options: RunOptions): Promise<RunResult> {
  const { seed, say = () => {} } = options;
  const world = await createWorld({
    people: options.writers,
    channels: options.channels,
    ...(options.root && { root: options.root }),
    ...(options.prepare && { prepare: options.prepare }),
    ...(options.instances && { instances: options.instances }),
  });
  const ledger = new Ledger();
  recent.length = 0;
  const subscribers: Subscriber[] = [];
  try {
    const { origins, people, channels, archived } = world;
    for (let number = 0; number < options.subscribers; number++) {
      const channelId = channels[number % channels.length]!;
      const { token } = people[number % people.length]!;
      const name = `subscriber ${number + 1}`;
      const random = new Random(`${seed} ${name}`);
      const kind = { sse: random.chance(0.25), own: random.chance(0.3) };
      subscribers.push(new Subscriber({ name, channelId, token, origins, ledger, random, ...kind }));
    }
    for (let begun = 0; begun < subscribers.length; begun += 10) {
      await Promise.all(subscribers.slice(begun, begun + 10).map((subscriber) => subscriber.start()));
    }
    const balancer = new Balancer(origins);
    const writers = people.map(({ handle: name, id: userId, token }) => {
      const random = new Random(`${seed} ${name}`);
      const { mix, abandon } = options;
      const overrides = { ...(mix && { mix }), ...(abandon !== undefined && { abandon }) };
      return new Writer({ name, userId, token, channels, archived, balancer, ledger, random, ...overrides });
    });
    const chaos = new Chaos(world, [new Random(`${seed} instances`), new Random(`${seed} stores`)], say);
    let slowestSettle = 0;
    const trains = new Random(`${seed} trains`);
    const end = Date.now() + options.seconds * 1_000;
    for (let round = 1; Date.now() < end; round++) {
      const until = Math.min(end, Date.now() + roundMs);
      if (options.chaos !== false) chaos.start();
      const cutting = setInterval(() => {
        const one = subscribers[trains.int(0, subscribers.length - 1)]!;
        if (trains.chance(0.2)) one.forget();
        else one.cut();
      }, 500);
      await Promise.all(writers.map((writer) => writeUntil(writer, until, writers.length / options.perSecond)));
      clearInterval(cutting);
      await chaos.stop();
      const wholeAt = Date.now();
      const behind = await settle(world, subscribers, settleMs);
      slowestSettle = Math.max(slowestSettle, Date.now() - wholeAt);
      const failures = JSON.stringify(Object.fromEntries(ledger.failures));
      say(
        `round ${round}: ${ledger.attempts.size} attempts, ${behind.length} subscribers behind, failures ${failures}`,
      );
      if (behind.length) {
        ledger.surprise(`round ${round}: ${behind.slice(0, 5).join('; ')}`);
        break;
      }
    }
    for (const { deaths, errors } of world.instances) {
      for (const text of [...deaths, ...errors]) ledger.surprise(text.slice(0, 2_000));
    }
    return { ...(await conclude(world, ledger, subscribers, chaos)), slowestSettle };
  } finally {
    for (const subscriber of subscribers) subscriber.stop();
    await world.close();
  }
}

async function writeUntil(writer: Writer, until: number, everySeconds: number): Promise<void> {
  for (let next = Date.now(); Date.now() < until; ) {
    await writer.write();
    next = Math.max(next + everySeconds * 1_000, Date.now() - 1_000);
    await sleep(Math.max(0, next - Date.now()));
  }
}

/** Waits until all subscribers are up to date; returns those that are not in time, in words. */
export async function settle({ postgres }: World, subscribers: readonly Subscriber[], ms: number): Promise<string[]> {
  const rows = await postgres.query<{ stream: string; number: string }>(
    `select stream, max(number) as number from changes where stream like 'channel:%' group by stream`,
  );
  const heads = new Map(rows.map(({ stream, number }) => [stream.slice('channel:'.length), Number(number)]));
  const headOf = ({ view }: Subscriber) => heads.get(view.channelId.slice('Channel_'.length))!;
  const behind = () => subscribers.filter((one) => one.view.last < headOf(one));
  for (const deadline = Date.now() + ms; behind().length && Date.now() < deadline; ) await sleep(50);
  return behind().map((one) => `${one.state}, is at ${one.view.last} of ${headOf(one)}`);
}

async function conclude(
  world: World,
  ledger: Ledger,
  subscribers: Subscriber[],
  chaos: Chaos,
): Promise<Omit<RunResult, 'slowestSettle'>> {
  const stored = await world.postgres.query<{ id: string; body: string; channelId: string }>(
    `select id, body, channel_id as "channelId" from messages`,
  );
  const [changes] = await world.postgres.query<{ count: string }>(
    `select count(*) from changes where stream like 'channel:%'`,
  );
  const sum = (of: (subscriber: Subscriber) => number) => subscribers.reduce((total, one) => total + of(one), 0);
  return {
    ...ledger.judge(stored),
    events: Number(changes!.count),
    deliveries: sum(({ view }) => view.events),
    kills: [...chaos.done].reduce((total, [name, count]) => total + (/kill|crash/.test(name) ? count : 0), 0),
    faults: Object.fromEntries(chaos.done),
    connects: sum(({ connects }) => connects),
    resyncs: sum(({ resyncs }) => resyncs),
    surprises: ledger.surprises,
    requests: ledger.requests,
    failures: Object.fromEntries(ledger.failures),
    wait: spread(ledger.waits),
    delay: spread(ledger.views.flatMap((view) => view.delays)),
  };
}
