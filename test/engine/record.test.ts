// The log of changes with many concurrent writers: the numbers of each stream are dense and in commit order, no writer
// deadlocks, and no change is recorded twice or for a transaction that was rolled back.
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ChangeKind } from '../../src/changes/catalogue.ts';
import { write } from '../../src/changes/record.ts';
import type { Change, CommittedChanges } from '../../src/lib/changes.ts';
import { uuid } from '../../src/lib/ids.ts';
import { serverStatement } from '../../src/postgres/statement.ts';
import { connectBeside, openPostgres } from '../support/open-postgres.ts';
import { type Loss, startProxy } from '../support/postgres-proxy.ts';
import { cloneDatabase } from '../support/server.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let beside: pg.Client;
let workspaceId: string;
beforeAll(async () => {
  database = await cloneDatabase();
  beside = await connectBeside(database.url);
  await beside.query('create table items (id int primary key, key text unique)');
});
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  await beside.query('truncate items');
});
afterAll(async () => {
  await beside.end();
  await database.drop();
});

const begun = new ChangeKind('channels.created');
const noted = new ChangeKind<{ seed?: unknown; i?: number; runs?: number }>('test.noted');

/** An instance of the server, as far as writes go: a pool of its own, and the changes that it published. */
const instance = (url = database.url) => {
  const opened = openPostgres(url, { max: 8, connectMs: 1_000, answerMs: 15_000 });
  endings.push(() => opened.pool.end());
  const committed: (readonly Change[])[] = [];
  return {
    db: opened.postgres.scoped(workspaceId),
    actorId: null as string | null,
    now: Date.now,
    committed: ({ changes }: CommittedChanges) => void committed.push([...changes]),
    announced: committed,
  };
};
/** A workspace with these streams, each started by one change. */
const begin = async (count: number): Promise<string[]> => {
  workspaceId = uuid();
  await beside.query(`insert into workspaces values ($1, $2, 'Name', now())`, [workspaceId, workspaceId]);
  const streams = Array.from({ length: count }, () => `channel:${uuid()}`);
  await write(instance(), [], async (tx) => {
    for (const stream of streams) tx.record(stream, begun, {});
  });
  return streams;
};
interface Row {
  stream: string;
  number: number;
  kind: string;
  data: Record<string, unknown>;
}
const log = async (): Promise<Row[]> =>
  (
    await beside.query<Row>(
      'select stream, number::int, kind, data from changes where workspace_id = $1 order by stream, number',
      [workspaceId],
    )
  ).rows;
/** The numbers of each stream, as recorded in the log. */
const numbers = async (): Promise<Map<string, number[]>> => {
  const found = new Map<string, number[]>();
  for (const { stream, number } of await log()) found.set(stream, [...(found.get(stream) ?? []), number]);
  return found;
};
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const now = serverStatement('test.now', 'select now() as now');
const endMyself = serverStatement('test.endMyself', 'select pg_terminate_backend(pg_backend_pid())');
const insert = serverStatement('test.insert', 'insert into items (id, key) values ($1, $2)');
const claim = serverStatement<{ id: number }>(
  'test.claim',
  'insert into items (id, key) values ($1, $2) on conflict (key) do nothing returning id',
);

/** Random numbers below a bound, the same for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
const pick = (streams: readonly string[], roll: (below: number) => number): string[] => {
  const size = 1 + roll(5);
  const chosen = new Set<string>();
  while (chosen.size < size) chosen.add(streams[roll(streams.length)]!);
  return [...chosen];
};

/**
 * Two instances, 16 writers; each write goes to 1 to 5 streams, one in eight is rolled back, and one in `making` starts
 * a stream that all writers use from then on. Returns how often bodies ran, and how many changes each stream got.
 */
async function hammer(streams: string[], writes: number, making = Number.POSITIVE_INFINITY) {
  const expected = new Map<string, number>(streams.map((stream) => [stream, 1]));
  let runs = 0;
  const instances = [instance(), instance()];
  const writer = async (seed: number) => {
    const roll = dice(seed);
    for (let i = 1; i <= writes; i++) {
      const locked = pick(streams, roll);
      const created = i % making === 0 ? [`user:${uuid()}`] : [];
      const fails = created.length === 0 && roll(8) === 0;
      const written = [...created, ...locked];
      const writing = write(instances[seed % 2]!, locked, async (tx) => {
        runs++;
        for (const stream of written) tx.record(stream, noted, { seed, i });
        if (fails) throw await tx.run(now).then(() => new Error('rolled back'));
      });
      if (fails) {
        await expect(writing).rejects.toThrow('rolled back');
        continue;
      }
      await writing;
      for (const stream of written) expected.set(stream, (expected.get(stream) ?? 0) + 1);
      streams.push(...created);
    }
  };
  await Promise.all(upTo(16).map(writer));
  return { runs, expected: new Map([...expected].map(([stream, count]) => [stream, upTo(count)])) };
}

/** Reads the log in one snapshot after the other until stopped: each snapshot must show every stream without a gap. */
function watch(): { stop(): Promise<{ looks: number; gaps: unknown[] }> } {
  let stopped = false;
  let looks = 0;
  const gaps: unknown[] = [];
  const looking = (async () => {
    const client = await connectBeside(database.url);
    while (!stopped) {
      const { rows } = await client.query(
        `select c.stream, count(*) as seen, max(c.number) as last, min(c.number) as first, s.head
         from changes c join streams s on s.key = c.stream where c.workspace_id = $1 group by c.stream, s.head
         having count(*) <> max(c.number) or min(c.number) <> 1 or s.head <> max(c.number)`,
        [workspaceId],
      );
      gaps.push(...rows);
      looks++;
    }
    await client.end();
  })();
  return {
    async stop() {
      stopped = true;
      await looking;
      return { looks, gaps };
    },
  };
}

describe('many writers', () => {
  it('get dense numbers in commit order, and no transaction runs twice', async () => {
    const streams = await begin(12);
    const watching = watch();
    const { runs, expected } = await hammer(streams, 25);
    const { looks, gaps } = await watching.stop();
    expect(gaps).toEqual([]);
    expect(looks).toBeGreaterThan(5);
    expect(runs).toBe(16 * 25);
    expect(await numbers()).toEqual(expected);
  });

  it('do so while streams are created and used', async () => {
    const streams = await begin(6);
    const watching = watch();
    const { runs, expected } = await hammer(streams, 16, 4);
    expect((await watching.stop()).gaps).toEqual([]);
    expect(runs).toBe(16 * 16);
    expect(streams).toHaveLength(6 + 16 * 4);
    expect(await numbers()).toEqual(expected);
  });

  it('of one stream take turns: each sees what the one before has written', async () => {
    const streams = await begin(1);
    const read = serverStatement<{ n: number }>('test.count', 'select count(*)::int as n from items');
    const seen = await Promise.all(
      upTo(20).map((id) =>
        write(instance(), streams, async (tx) => {
          const [{ n } = { n: -1 }] = await tx.run(read);
          await tx.run(insert, [id, null]);
          return n;
        }),
      ),
    );
    expect(seen.sort((a, b) => a - b)).toEqual(upTo(20).map((count) => count - 1));
  });
});

describe('one write', () => {
  it('records its changes in its order, with their subjects and data, and publishes them after the commit', async () => {
    const [a, b] = (await begin(2)) as [string, string];
    const me = { ...instance(), actorId: uuid() };
    let visible = -1;
    const announced: (readonly Change[])[] = [];
    const committed = async ({ changes }: CommittedChanges) => {
      announced.push([...changes]);
      visible = (await log()).length;
    };
    const result = await write({ ...me, committed }, [b, a], async (tx) => {
      tx.record(a, new ChangeKind<{ n: number }>('test.first'), { n: 1 });
      tx.record(b, new ChangeKind<{ text: string }>('test.second'), { text: 'ü "quoted" \\ $1' });
      tx.record(a, new ChangeKind('test.third'), {});
      return 'result';
    });
    expect(result).toBe('result');
    expect(visible).toBe(5);
    expect(announced).toEqual([
      [
        { stream: a, kind: 'test.first', data: { n: 1 } },
        { stream: b, kind: 'test.second', data: { text: 'ü "quoted" \\ $1' } },
        { stream: a, kind: 'test.third', data: {} },
      ],
    ]);
    const { rows } = await beside.query(
      `select stream, number::int, kind, data, actor_id, at <= clock_timestamp() as past, txid::text, id
       from changes where workspace_id = $1 and kind like 'test.%' order by stream = $2, number`,
      [workspaceId, b],
    );
    expect(rows).toMatchObject([
      { stream: a, number: 2, kind: 'test.first', data: { n: 1 }, actor_id: me.actorId, past: true },
      { stream: a, number: 3, kind: 'test.third', data: {}, actor_id: me.actorId, past: true },
      { stream: b, number: 2, kind: 'test.second', data: { text: 'ü "quoted" \\ $1' }, actor_id: me.actorId },
    ]);
    expect(new Set(rows.map((row) => row.txid)).size).toBe(1);
    expect(new Set(rows.map((row) => row.id)).size).toBe(3);
  });

  it('that fails records nothing and publishes nothing', async () => {
    const [a] = (await begin(1)) as [string];
    const me = instance();
    const failing = write(me, [a], async (tx) => {
      tx.record(a, noted, {});
      tx.record(`user:${uuid()}`, noted, {});
      await tx.run(insert, [1, null]);
      await tx.run(insert, [1, null]);
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(me.announced).toEqual([]);
    expect(await log()).toHaveLength(1);
    expect((await beside.query('select from items')).rowCount).toBe(0);
    const { rows } = await beside.query('select head::int from streams where workspace_id = $1', [workspaceId]);
    expect(rows).toEqual([{ head: 1 }]);
  });

  it('that records nothing leaves the numbers unchanged', async () => {
    const [a] = (await begin(1)) as [string];
    expect(await write(instance(), [a], async (tx) => (await tx.run(now)).length)).toBe(1);
    expect(await log()).toHaveLength(1);
  });
});

describe('a write that loses its connection', () => {
  it.each<Loss>(['before', 'after'])('at the locks (%s) is run again and notes its changes once', async (loss) => {
    const [a] = (await begin(1)) as [string];
    const proxy = await startProxy(database.url);
    endings.push(() => proxy.close());
    const lost = proxy.loseAt(/^P.*changes\.lock/s, loss);
    const me = instance(proxy.url);
    let runs = 0;
    await write(me, [a], async (tx) => {
      runs++;
      tx.record(a, noted, { runs });
      await tx.run(insert, [1, null]);
    });
    await lost;
    const change = { stream: a, kind: 'test.noted', data: { runs } };
    expect(me.announced).toEqual([[change]]);
    expect((await log()).slice(1)).toEqual([{ ...change, number: 2 }]);
    expect(runs).toBe(2);
  });

  it.each<Loss>(['before', 'after'])(
    'at its changes (%s), with which COMMIT travels, says that it does not know',
    async (loss) => {
      const [a] = (await begin(1)) as [string];
      const proxy = await startProxy(database.url);
      endings.push(() => proxy.close());
      void proxy.loseAt(/^P.*changes\.record/s, loss);
      let runs = 0;
      const writing = write(instance(proxy.url), [a], async (tx) => tx.record(a, noted, { runs: ++runs }));
      await expect(writing).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        message: expect.stringContaining('may or may not have been made'),
      });
      expect(runs).toBe(1);
    },
  );

  it('that the server ends before COMMIT is run again: nothing can have been committed', async () => {
    const [a] = (await begin(1)) as [string];
    const me = instance();
    let runs = 0;
    // Closing with unread bytes resets the connection, which may lose the last response: the outcome is unknown.
    await vi.waitFor(
      () => {
        runs = 0;
        return write(me, [a], async (tx) => {
          tx.record(a, noted, {});
          if (runs++ === 0) void tx.run(endMyself).catch(() => {});
        });
      },
      { timeout: 10_000 },
    );
    expect(runs).toBe(2);
    expect(await log()).toHaveLength(2);
  });

  it.each<[Loss, number]>([
    ['before', 2],
    ['after', 1],
  ])('at COMMIT (%s) is done once under a claimed key', async (loss, expectedRuns) => {
    const [a] = (await begin(1)) as [string];
    const proxy = await startProxy(database.url);
    endings.push(() => proxy.close());
    const lost = proxy.loseAt(/^Q....commit/s, loss);
    const me = instance(proxy.url);
    let runs = 0;
    const result = await write(
      me,
      [a],
      async (tx) => {
        tx.record(a, noted, {});
        return `run ${++runs}`;
      },
      {
        idempotent: true,
        claim: async (tx) => ((await tx.run(claim, [1, 'key'])).length ? undefined : 'claimed before'),
      },
    );
    await lost;
    expect(runs).toBe(expectedRuns);
    expect(result).toBe(loss === 'before' ? 'run 2' : 'claimed before');
    expect((await log()).map((row) => row.number)).toEqual([1, 2]);
    expect((await beside.query('select from items')).rowCount).toBe(1);
  });

  it('at COMMIT without a key is not run again, and the error says that the outcome is unknown', async () => {
    const [a] = (await begin(1)) as [string];
    const proxy = await startProxy(database.url);
    endings.push(() => proxy.close());
    void proxy.loseAt(/^Q....commit/s, 'after');
    const me = instance(proxy.url);
    const writing = write(me, [a], async (tx) => tx.record(a, noted, {}));
    await expect(writing).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('may or may not have been made'),
    });
    expect((await log()).map((row) => row.number)).toEqual([1, 2]);
  });
});

it('a key used by two concurrent writes is executed once, and both get the first result', async () => {
  const [a] = (await begin(1)) as [string];
  let runs = 0;
  let id = 0;
  // Each writer uses its own id, so only the key conflicts.
  const send = () =>
    write(
      instance(),
      [a],
      async (tx) => {
        runs++;
        tx.record(a, noted, {});
        return 'worked';
      },
      { idempotent: true, claim: async (tx) => ((await tx.run(claim, [++id, 'key'])).length ? undefined : 'claimed') },
    );
  const results = await Promise.all([send(), send(), send(), send()]);
  expect(results.sort()).toEqual(['claimed', 'claimed', 'claimed', 'worked']);
  expect(runs).toBe(1);
  expect(await log()).toHaveLength(2);
});
