// @envelop/response-cache in the running server: what it decides about a response holds when Yoga executes, and
// whatever fails or hangs in the pipeline delays only the request itself.

import type { UseResponseCacheParameter } from '@envelop/response-cache';
import { parse } from 'graphql';
import type { Plugin, YogaServerOptions } from 'graphql-yoga';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CacheResult } from '../../src/cache/response-cache.ts';
import { OperationRequest } from '../../src/execution/prepared-operation.ts';
import type { Viewer } from '../../src/graphql/context.ts';
import { busy } from '../../src/resilience/concurrency-limiter.ts';
import type { PipelineCache } from '../../src/transport/pipeline-cache.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

const hooks = vi.hoisted(() => ({
  /** What a hook does when it is called next, by its place and name. */
  armed: null as { at: string; act: () => unknown } | null,
  /** Places between the server's plugins. */
  places: 0,
  /** What the plugin is configured with beside the server's options. */
  ttl: { 'Workspace.slug': 1_000 },
  scope: { 'Workspace.createdAt': 'PRIVATE' as const },
  /** Where nothing hangs, nothing may need the deadline. */
  deadlineMs: 60_000,
  /** The keys that it looked up in its store. */
  calls: [] as unknown[],
}));

function meet(at: string): unknown {
  if (hooks.armed?.at !== at) return undefined;
  const { act } = hooks.armed;
  hooks.armed = null;
  return act();
}

/** A plugin with every hook, of which one can be armed. */
function trouble(place: number): Plugin {
  const hook = (name: string) => meet(`${place} ${name}`);
  return {
    onRequest: () => hook('onRequest') as undefined,
    onRequestParse: () =>
      (hook('onRequestParse') as undefined) ?? { onRequestParseDone: () => hook('onRequestParseDone') as undefined },
    onParams: () => hook('onParams') as undefined,
    onParse: () => (hook('onParse') as undefined) ?? (() => void hook('onParseDone')),
    onValidate: () => (hook('onValidate') as undefined) ?? (() => void hook('onValidateDone')),
    onContextBuilding: () =>
      (hook('onContextBuilding') as undefined) ?? (() => hook('onContextBuildingDone') as undefined),
    onExecute: ({ executeFn, setExecuteFn }) => {
      if (hooks.armed?.at === `${place} before execute` || hooks.armed?.at === `${place} after execute`) {
        setExecuteFn(async (args) => {
          await hook('before execute');
          const result = await executeFn(args);
          await hook('after execute');
          return result;
        });
      }
      return (hook('onExecute') as undefined) ?? { onExecuteDone: () => hook('onExecuteDone') as undefined };
    },
    onExecutionResult: () => hook('onExecutionResult') as undefined,
    onResultProcess: ({ resultProcessor, setResultProcessor, acceptableMediaTypes }) => {
      if (resultProcessor && hooks.armed?.at === `${place} result processor`) {
        setResultProcessor(async (...expectedIn) => {
          await hook('result processor');
          return resultProcessor(...expectedIn);
        }, acceptableMediaTypes[0] ?? 'application/json');
      }
      return hook('onResultProcess') as undefined;
    },
    onResponse: () => hook('onResponse') as undefined,
  };
}

vi.mock('graphql-yoga', async (original) => {
  const real = await original<typeof import('graphql-yoga')>();
  const createYoga = (options: YogaServerOptions<object, object>) => {
    const own = options.plugins ?? [];
    hooks.places = own.length + 1;
    const plugins = [trouble(0), ...own.flatMap((plugin, i) => [plugin, trouble(i + 1)])];
    return real.createYoga({ ...options, plugins });
  };
  return { ...real, createYoga };
});

vi.mock('../../src/transport/pipeline-cache.ts', async (original) => {
  const real = await original<typeof import('../../src/transport/pipeline-cache.ts')>();
  class PipelineCache extends real.PipelineCache {
    constructor() {
      super(hooks.deadlineMs);
    }
  }
  return { ...real, PipelineCache };
});

vi.mock('@envelop/response-cache', async (original) => {
  const real = await original<typeof import('@envelop/response-cache')>();
  const useResponseCache = (options: UseResponseCacheParameter) => {
    const cacheOf = options.cache as (context: object) => PipelineCache;
    return real.useResponseCache({
      ...options,
      ttlPerSchemaCoordinate: { ...options.ttlPerSchemaCoordinate, ...hooks.ttl },
      scopePerSchemaCoordinate: { ...options.scopePerSchemaCoordinate, ...hooks.scope },
      cache: (context) => {
        const cache = cacheOf(context);
        return {
          get: () => {
            hooks.calls.push('get');
            return cache.get();
          },
          set: (key, result, entities, ttlMs) => {
            hooks.calls.push(['set', ttlMs]);
            cache.set(key, result, entities, ttlMs);
          },
          invalidate: () => cache.invalidate(),
        };
      },
    });
  };
  return { ...real, useResponseCache };
});

let server: TestServer;
let owner: Client;
let viewer: Viewer;
let count = 0;

beforeAll(async () => {
  server = await startServer({ FAST_PATH: 'off', LIMITS: 'off' });
  owner = (await server.workspace()).owner;
  viewer = (await server.app.internals.viewers.of(owner.token!))!;
  await owner.data('{ workspace { name } }');
});

afterAll(async () => {
  await server?.close();
});

beforeEach(() => {
  Object.assign(hooks, { armed: null, calls: [], deadlineMs: 60_000 });
});

afterEach(() => vi.restoreAllMocks());

async function post(
  query: string,
  init: RequestInit = {},
): Promise<{ status: number; cache: string | null; body: Json }> {
  const response = await fetch(`${server.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}` },
    body: JSON.stringify({ query }),
    ...init,
  });
  const text = await response.text();
  return {
    status: response.status,
    cache: response.headers.get('x-cache'),
    body: text.startsWith('{') ? JSON.parse(text) : text,
  };
}

const cacheOf = async (query: string) => (await post(query)).cache;

/** A query that has not been sent before. */
const fresh = () => `{ workspace { n${++count}: name } }`;

/** Looks up the key of a request that the pipeline is executing, as a request over any other transport does. */
function join(query: string): Promise<CacheResult> {
  const { cache, prepared } = server.app.internals;
  const request = new OperationRequest(prepared.of(parse(query))!, undefined);
  return cache.respond(request, viewer, async () => '{"data":"of its own"}');
}

/** Responses are correct again and cached again, and nothing hangs. */
async function expectOrder(query: string): Promise<void> {
  const again = await post(query);
  expect([again.status, Object.values(again.body.data.workspace)[0]]).toEqual([
    200,
    expect.stringMatching(/^Workspace /),
  ]);
  expect(await cacheOf(query)).toBe('HIT');
  expect([server.app.internals.cache.filling, server.app.internals.queryLimiter.use()]).toEqual([
    0,
    { running: 0, waiting: 0 },
  ]);
}

describe('through Yoga', () => {
  it('the plugin looks a response up and stores it, for as long as @cacheControl says', async () => {
    const query = fresh();
    expect(await cacheOf(query)).toBe('MISS');
    expect(hooks.calls).toEqual(['get', ['set', 300_000]]);
    expect(await cacheOf(query)).toBe('HIT');
    expect(hooks.calls).toEqual(['get', ['set', 300_000], 'get']);
  });

  it.each(['{ __schema { queryType { name } } }', '{ __type(name: "Query") { name } }'])(
    'the plugin keeps %s',
    async (query) => {
      expect([await cacheOf(query), await cacheOf(query)]).toEqual(['MISS', 'HIT']);
      expect(hooks.calls).toEqual(['get', ['set', 300_000], 'get']);
    },
  );

  it('a response is kept no longer than the plugin says', async () => {
    const query = `query A${++count} { workspace { alias: slug } }`;
    expect([await cacheOf(query), await cacheOf(query)]).toEqual(['MISS', 'HIT']);
    server.clock.now += 1_000;
    // It has expired, but for the 60 s in which it may be served while revalidating.
    hooks.calls = [];
    expect(await cacheOf(query)).toBe('STALE');
    // It is revalidated in the background, which the request does not wait for.
    expect(hooks.calls).toEqual(['get']);
    await vi.waitFor(() => expect(server.app.internals.cache.filling).toBe(0));
    server.clock.now += 61_000;
    expect(await cacheOf(query)).toBe('HIT');
    server.clock.now += 361_000;
    expect(await cacheOf(query)).toBe('MISS');
  });

  it('what the plugin finds private is not shared, whatever its alias', async () => {
    const query = `query A${++count} { workspace { alias: createdAt } }`;
    expect([await cacheOf(query), await cacheOf(query)]).toEqual(['MISS', 'MISS']);
    expect(hooks.calls).toEqual(['get', 'get']);
    const own = `query A${++count} { viewer { user { email } } workspace { createdAt } }`;
    expect([await cacheOf(own), await cacheOf(own)]).toEqual(['MISS', 'HIT']);
  });

  it('one operation of a document is cached by its own fields', async () => {
    const query = `query A${++count} { workspace { name } } query B { viewer { scopes } }`;
    const ask = async (operationName: string) =>
      (await post('', { body: JSON.stringify({ query, operationName }) })).cache;
    expect([await ask(`A${count}`), await ask(`A${count}`)]).toEqual(['MISS', 'HIT']);
    expect([await ask('B'), await ask('B')]).toEqual(['BYPASS', 'BYPASS']);
  });

  it('mutations and uncacheable queries bypass the plugin', async () => {
    expect(await cacheOf('{ viewer { scopes } }')).toBe('BYPASS');
    expect(await cacheOf('mutation { heartbeat(input: {}) { __typename } }')).toBe('BYPASS');
    expect(await cacheOf('{ __typename }')).toBe('BYPASS');
    expect(hooks.calls).toEqual([]);
  });
});

/** The hooks, and after how many of the server's plugins each is called. */
const before = ['onRequest', 'onRequestParse', 'onRequestParseDone', 'onParams', 'onParse', 'onParseDone'];
const atFirst = [...before, 'onValidate', 'onValidateDone', 'onContextBuilding', 'onContextBuildingDone'];
const atLast = ['onExecutionResult', 'onResultProcess', 'onResponse'];
const [execution, cache, delivery] = [4, 5, 6];
const places: Record<string, number> = {
  ...Object.fromEntries([...atFirst, 'onExecute', 'onExecuteDone', ...atLast].map((name) => [name, 0])),
  ...{ 'before execute': execution, 'after execute': execution, 'result processor': delivery },
};

/** The response of a request that joins in a hook. */
function expectedIn(name: string, place: number): string {
  if (atFirst.includes(name) || (name === 'onExecute' && place < cache)) return 'what they execute';
  const isKept = name === 'onExecuteDone' ? place >= cache : !/execute$/i.test(name);
  return isKept ? 'what was kept' : 'nothing';
}

describe.each(Object.entries(places))('where %s throws', (name, first) => {
  it('the request is answered, and so are those that joined it, and the next one', async () => {
    for (let place = first; place < hooks.places; place++) {
      const query = fresh();
      let joined: Promise<CacheResult> | undefined;
      hooks.armed = {
        at: `${place} ${name}`,
        act: () => {
          joined = join(query);
          throw new Error('trouble');
        },
      };
      const { status } = await post(query);
      expect([name, place, status, await givenTo(joined)]).toEqual([name, place, status, expectedIn(name, place)]);
      if (expectedIn(name, place) !== 'what they execute') await expectOrder(query);
    }
    expect(server.app.internals.cache.filling).toBe(0);
  });
});

async function givenTo(joined: Promise<CacheResult> | undefined): Promise<string> {
  if (!joined) return 'not met';
  const { entry } = await joined;
  if (!entry) return 'nothing';
  return `${entry.bytes}`.includes('of its own') ? 'what they execute' : 'what was kept';
}

describe('requests that joined another are answered', () => {
  it('wherever the pipeline stands still', async () => {
    hooks.deadlineMs = 50;
    const leaving = new AbortController();
    const sent: Promise<unknown>[] = [];
    const answered: Promise<CacheResult>[] = [];
    for (const name of ['onExecute', 'before execute', 'after execute', 'onExecuteDone', 'onExecutionResult']) {
      for (let place = execution; place < hooks.places; place++) {
        const query = fresh();
        await new Promise<void>((resolve) => {
          const act = () => {
            answered.push(join(query));
            resolve();
            return new Promise(() => undefined);
          };
          hooks.armed = { at: `${place} ${name}`, act };
          sent.push(post(query, { signal: leaving.signal }).catch(() => 'left'));
        });
      }
    }
    const kinds = await Promise.all(answered.map(givenTo));
    expect(new Set(kinds)).toEqual(new Set(['what they execute', 'nothing', 'what was kept']));
    expect(server.app.internals.cache.filling).toBe(0);
    leaving.abort();
    expect(new Set(await Promise.all(sent))).toEqual(new Set(['left']));
  });

  it('the request’s client leaves', async () => {
    const query = fresh();
    const leaving = new AbortController();
    const { executor } = server.app.internals;
    const execute = executor.execute.bind(executor);
    let joined!: Promise<CacheResult>;
    vi.spyOn(executor, 'execute').mockImplementationOnce(async (...args) => {
      joined = join(query);
      leaving.abort();
      await sent;
      return execute(...args);
    });
    const sent = post(query, { signal: leaving.signal }).catch(() => 'left');
    expect(await sent).toBe('left');
    const { status, entry } = await joined;
    expect([status, `${entry?.bytes}`]).toEqual(['MISS', expect.stringContaining('Workspace ')]);
    await expectOrder(query);
  });
});

describe('the request is refused as over every other transport, and so are the requests that joined it', () => {
  it.each<[what: string, error: Error, status: number, body: string]>([
    ['the execution fails', new Error('trouble'), 200, 'INTERNAL_SERVER_ERROR'],
    ['the server is busy', busy, 503, 'The server is busy.'],
  ])('where %s', async (_, error, status, body) => {
    const query = fresh();
    let joined!: Promise<unknown>;
    vi.spyOn(server.app.internals.queryLimiter, 'run').mockImplementationOnce(async () => {
      joined = join(query).catch((failed: unknown) => failed);
      throw error;
    });
    const answer = await post(query);
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([status, expect.stringContaining(body)]);
    expect(await joined).toBe(error);
    await expectOrder(query);
  });

  it('where variables do not match their types', async () => {
    const query = `query ($id: ID!) { channel(id: $id) { n${++count}: name } }`;
    const body = JSON.stringify({ query, variables: { id: null } });
    expect((await post('', { body })).body.errors[0].message).toContain('$id');
    expect(server.app.internals.cache.filling).toBe(0);
  });
});
