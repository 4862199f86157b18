// Which writes share a transaction: fair to workspaces and authors, in order for each author, never two transactions
// that need the same stream at once, and no write delayed by a stream that it does not need.
import { expect, it } from 'vitest';
import { type CombinedWrite, CombinedWrites, type Outcome } from '../../src/changes/combined-writes.ts';

interface Write extends CombinedWrite {
  readonly name: string;
}

const write = (name: string, authorId: string, streams: string[], workspaceId = 'w'): Write => {
  return { name, workspaceId, authorId, streams: [...streams, authorId] };
};
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** Combined writes whose transactions end when the test ends them. */
function stage(options: { max?: number; concurrency?: number } = {}) {
  const running: {
    names: string[];
    wait: boolean;
    end: (outcomes?: Outcome<string>[]) => Promise<void>;
    fail: () => Promise<void>;
  }[] = [];
  const writes = new CombinedWrites<Write, string>({
    ...options,
    run: (taken, wait) => {
      const { promise, resolve, reject } = deferred<Outcome<string>[]>();
      const entry = {
        names: taken.map(({ name }) => name),
        wait,
        end: async (outcomes: Outcome<string>[] = taken.map(({ name }) => ({ result: name }))) => {
          running.splice(running.indexOf(entry), 1);
          resolve(outcomes);
          await turn();
        },
        fail: async () => {
          running.splice(running.indexOf(entry), 1);
          reject(new Error('lost'));
          await turn();
        },
      };
      running.push(entry);
      return promise;
    },
  });
  return { writes, running, names: () => running.map(({ names }) => names.join(' ')) };
}

function deferred<Value>() {
  let resolve!: (value: Value) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<Value>((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
}

it('combines what arrived in one turn, and what arrived meanwhile in the next transaction', async () => {
  const { writes, running, names } = stage();
  const results = ['1', '2', '3'].map((name) => writes.add(write(name, `author ${name}`, ['channel'])));
  await turn();
  expect(names()).toEqual(['1 2 3']);
  results.push(writes.add(write('4', 'author 4', ['channel'])), writes.add(write('5', 'author 1', ['channel'])));
  await turn();
  expect(names()).toEqual(['1 2 3']);
  await running[0]!.end();
  expect(names()).toEqual(['4 5']);
  await running[0]!.end();
  expect(await Promise.all(results)).toEqual(['1', '2', '3', '4', '5']);
});

it('runs writes that share no stream at the same time, two transactions at most', async () => {
  const { writes, running, names } = stage();
  for (const [name, channel] of Object.entries({ a: 'one', b: 'two', c: 'three' })) {
    void writes.add(write(name, `author ${name}`, [channel]));
    await turn();
  }
  expect(names()).toEqual(['a', 'b']);
  await running[1]!.end();
  expect(names()).toEqual(['a', 'c']);
});

it('keeps the order of one author across channels, while others overtake', async () => {
  const { writes, running, names } = stage();
  void writes.add(write('first', 'ada', ['one']));
  await turn();
  void writes.add(write('second', 'ada', ['two']));
  void writes.add(write('other', 'bob', ['two']));
  void writes.add(write('third', 'ada', ['two']));
  await turn();
  expect(names()).toEqual(['first', 'other']);
  await running[0]!.end();
  await running[0]!.end();
  expect(names()).toEqual(['second third']);
});

it('takes from every author in turn, so that a flood of one does not delay the others', async () => {
  const { writes, running, names } = stage({ max: 4, concurrency: 1 });
  for (let n = 0; n < 100; n++) void writes.add(write(`flood${n}`, 'flooder', ['channel']));
  await turn();
  void writes.add(write('bob', 'bob', ['channel']));
  void writes.add(write('eve', 'eve', ['channel']));
  await turn();
  expect(names()).toEqual(['flood0 flood1 flood2 flood3']);
  await running[0]!.end();
  expect(names()[0]!.split(' ').sort()).toEqual(['bob', 'eve', 'flood4', 'flood5']);
});

it('takes from every workspace in turn', async () => {
  const { writes, running, names } = stage({ max: 2, concurrency: 1 });
  for (let n = 0; n < 10; n++) void writes.add(write(`flood${n}`, `author ${n}`, ['channel']));
  for (const name of ['x', 'y']) void writes.add(write(name, name, ['other channel'], 'another workspace'));
  await turn();
  const order: string[] = [];
  while (running.length && order.length < 3) {
    order.push(...names());
    await running[0]!.end();
  }
  expect(order).toEqual(['flood0 flood1', 'x y', 'flood2 flood3']);
});

it('waits for a stream that is locked elsewhere with the writes that need it, and continues with the rest', async () => {
  const { writes, running, names } = stage();
  const held = [writes.add(write('held', 'ada', ['one'])), writes.add(write('also', 'bob', ['one']))];
  const free = writes.add(write('free', 'eve', ['two']));
  await turn();
  expect(running[0]).toMatchObject({ names: ['held', 'also', 'free'], wait: false });
  await running[0]!.end(['held elsewhere', 'held elsewhere', { result: 'free' }]);
  expect(await free).toBe('free');
  // One transaction waits for the stream; writes that need it later wait for that, and all others do not.
  void writes.add(write('later', 'zoe', ['one']));
  void writes.add(write('elsewhere', 'eve', ['two']));
  await turn();
  expect(running.map(({ names, wait }) => [names.join(' '), wait])).toEqual([
    ['held also', true],
    ['elsewhere', false],
  ]);
  await running[0]!.end();
  expect(await Promise.all(held)).toEqual(['held', 'also']);
  expect(names()).toEqual(['elsewhere', 'later']);
});

it('waits for at most four streams at once', async () => {
  const { writes, running } = stage();
  for (let n = 0; n < 6; n++) void writes.add(write(`${n}`, `author ${n}`, [`channel ${n}`]));
  await turn();
  await running[0]!.end(Array.from({ length: 6 }, () => 'held elsewhere' as const));
  expect(running.map(({ names }) => names[0])).toEqual(['0', '1', '2', '3']);
  await running[0]!.end();
  expect(running.map(({ names }) => names[0])).toEqual(['1', '2', '3', '4']);
});

it('returns null for what was refused, and for what waited too long', async () => {
  const { writes, running } = stage();
  const refused = writes.add(write('refused', 'ada', ['one']));
  const vain = writes.add(write('vain', 'bob', ['two']));
  await turn();
  await running[0]!.end(['refused', 'held elsewhere']);
  expect(await refused).toBeNull();
  await running[0]!.end(['held elsewhere']);
  expect(await vain).toBeNull();
});

it('rejects all writes of a transaction that failed, and none after it', async () => {
  const { writes, running } = stage();
  const lost = ['1', '2'].map((name) => writes.add(write(name, name, ['channel'])));
  const settled = Promise.allSettled(lost);
  await turn();
  const next = writes.add(write('3', '1', ['channel']));
  await running[0]!.fail();
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await running[0]!.end();
  expect(await next).toBe('3');
});

it('keeps no memory of what has ended', async () => {
  const { writes, running } = stage();
  for (let n = 0; n < 50; n++) {
    const done = writes.add(write('x', `author ${n}`, [`channel ${n}`], `workspace ${n}`));
    await turn();
    await running[0]!.end();
    await done;
  }
  expect(writes.size).toBe(0);
});
