// Responses are compressed alike on the fast path and by Yoga, are the same in every encoding, and have a Vary header.
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { startFilledServer } from '../support/filled-database.ts';
import type { Client, TestServer } from '../support/server.ts';

const page = 'https://app.example.com';
let server: TestServer & { owner: Client };
let yoga: ReturnType<typeof createApp>;
let plain: ReturnType<typeof createApp>;
let origins: { fast: string; yoga: string; plain: string };

beforeAll(async () => {
  server = await startFilledServer('small');
  const start = async (settings: Record<string, string>) => {
    const common = { NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'silent', DRAIN_SECONDS: '1', ALLOWED_ORIGINS: page };
    const config = readConfig({ ...common, ...settings });
    const app = createApp({ config, databaseUrl: server.databaseUrl, log: createLog('silent') });
    return [app, (await app.listen()).origin] as const;
  };
  const started = await Promise.all([start({ FAST_PATH: 'off' }), start({ COMPRESSION: 'off' })]);
  [yoga, plain] = [started[0][0], started[1][0]];
  origins = { fast: server.origin, yoga: started[0][1], plain: started[1][1] };
});

afterAll(async () => {
  await Promise.all([yoga?.close(), plain?.close()]);
  await server?.close();
});

interface Got {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** The response as it came over the wire; nothing is decompressed. */
function send(url: string, headers: Record<string, string>, body?: object): Promise<Got> {
  return new Promise((resolve, reject) => {
    const bytes = body && Buffer.from(JSON.stringify(body));
    const entity = bytes && { 'content-type': 'application/json', 'content-length': bytes.length };
    const allHeaders = { authorization: `Bearer ${server.owner.token}`, ...entity, ...headers };
    const sent = request(url, { method: bytes ? 'POST' : 'GET', headers: allHeaders });
    sent.on('error', reject);
    sent.on('response', async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) });
    });
    sent.end(bytes);
  });
}

const post = (origin: string, acceptEncoding: string | null, query: string, more: Record<string, string> = {}) =>
  send(
    `${origin}/graphql`,
    { ...(acceptEncoding !== null && { 'accept-encoding': acceptEncoding }), ...more },
    { query },
  );
const get = (origin: string, acceptEncoding: string, query: string, more: Record<string, string> = {}) => {
  const parameters = new URLSearchParams({ query });
  const headers = { accept: 'application/json', 'accept-encoding': acceptEncoding, ...more };
  return send(`${origin}/graphql?${parameters}`, headers);
};

const unpack = ({ headers, body }: Got): string => {
  const encoding = headers['content-encoding'];
  if (encoding === 'br') return brotliDecompressSync(body).toString();
  return encoding === 'gzip' ? gunzipSync(body).toString() : body.toString();
};
const pick = ({ status, headers }: Got) => ({
  status,
  type: headers['content-type'],
  encoding: headers['content-encoding'],
  length: headers['content-length'],
  vary: headers.vary,
  cache: headers['x-cache'],
});

const long = '{ channels(first: 10) { nodes { id name messages(last: 10) { nodes { id seq body createdAt } } } } }';

describe('a long response', () => {
  it.each([
    ['br, gzip, deflate', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, *', 'gzip'],
    [null, undefined],
    ['identity', undefined],
    ['deflate', undefined],
  ])('to %s is sent as %s, on both paths alike', async (acceptEncoding, encoding) => {
    const uncompressed = await post(origins.plain, acceptEncoding, long);
    expect([uncompressed.headers['content-encoding'], uncompressed.headers.vary]).toEqual([undefined, undefined]);
    for (const _ of ['MISS or HIT', 'HIT']) {
      const before = server.app.internals.fastPath.served;
      const [fast, slow] = [
        await post(origins.fast, acceptEncoding, long),
        await post(origins.yoga, acceptEncoding, long),
      ];
      expect(server.app.internals.fastPath.served).toBe(before + 1);
      expect(pick(fast)).toEqual(pick(slow));
      expect(fast.body.equals(slow.body)).toBe(true);
      expect(pick(fast)).toMatchObject({
        status: 200,
        encoding,
        vary: 'Accept-Encoding',
        length: `${fast.body.length}`,
      });
      expect(unpack(fast)).toBe(uncompressed.body.toString());
      if (encoding) expect(fast.body.length).toBeLessThan(uncompressed.body.length / 2);
    }
  });

  it('that is cached is not compressed again', async () => {
    const { fastPath } = server.app.internals;
    const query = `query Once ${long}`;
    const first = await post(origins.fast, 'br', query);
    const made = server.app.internals.compressor.compressions;
    const answered = fastPath.served;
    const others = await Promise.all(Array.from({ length: 20 }, () => post(origins.fast, 'br', query)));
    expect([server.app.internals.compressor.compressions, fastPath.served - answered]).toEqual([made, 20]);
    for (const other of others) {
      expect(other.headers['x-cache']).toBe('HIT');
      expect(other.body.equals(first.body)).toBe(true);
    }
  });

  it('with errors, or with its own ledger, is compressed separately', async () => {
    const failing = long.replace('channels', 'node(id: "nonsense") { id } channels');
    for (const [query, headers] of [
      [failing, {}],
      [long, { 'x-ledger': '1' }],
    ] as const) {
      const [fast, slow] = [
        await post(origins.fast, 'gzip', query, headers),
        await post(origins.yoga, 'gzip', query, headers),
      ];
      expect([fast.headers['content-encoding'], slow.headers['content-encoding']]).toEqual(['gzip', 'gzip']);
      expect(Object.keys(JSON.parse(unpack(fast)))).toEqual(Object.keys(JSON.parse(unpack(slow))));
      expect(Object.keys(JSON.parse(unpack(fast)))).toHaveLength(2);
    }
  });
});

it('a short response is plain, and its Vary header names Accept-Encoding', async () => {
  for (const origin of [origins.fast, origins.yoga]) {
    const answer = await post(origin, 'br', '{ workspace { name } }');
    expect(pick(answer)).toMatchObject({ status: 200, encoding: undefined, vary: 'Accept-Encoding' });
    expect(answer.headers['content-length']).toBe(`${answer.body.length}`);
  }
});

it('the response of a mutation stays plain however long it is', async () => {
  const names = Array.from({ length: 90 }, (_, n) => `a${n}: name`).join(' ');
  const query = `mutation { createChannel(input: { name: "nr" }) { channel { ${names} } } }`;
  for (const [n, origin] of [origins.fast, origins.yoga].entries()) {
    const answer = await post(origin, 'br, gzip', query.replace('nr', `nr-${n}`));
    expect(pick(answer)).toMatchObject({ status: 200, encoding: undefined, vary: undefined });
    expect(answer.body.length).toBeGreaterThan(1_024);
  }
});

describe('by GET', () => {
  it('a response has the same tag in every encoding, and 304 has no body', async () => {
    const answers = await Promise.all(['br', 'gzip', 'identity'].map((encoding) => get(origins.fast, encoding, long)));
    const [tag, ...tags] = answers.map(({ headers }) => headers.etag as string);
    expect(tag).toMatch(/^W\/"[\w-]+"$/);
    expect(tags).toEqual([tag, tag]);
    expect(new Set(answers.map(unpack)).size).toBe(1);
    for (const encoding of ['br', 'gzip', 'identity']) {
      const again = await get(origins.fast, encoding, long, { 'if-none-match': tag! });
      expect([again.status, again.body.length, again.headers.vary]).toEqual([304, 0, 'Accept-Encoding']);
      expect(again.headers['content-encoding']).toBeUndefined();
    }
  });

  it('what shared caches may store names in Vary all that it depends on, for pages of other origins too', async () => {
    const query = '{ __schema { types { name description fields { name description } } } }';
    const own = await get(origins.yoga, 'br', query);
    expect(own.headers['cache-control']).toMatch(/^public/);
    expect(own.headers.vary).toBe('Accept, Accept-Encoding, Origin, X-Cost, X-Ledger');
    const foreign = await get(origins.yoga, 'br', query, { origin: page });
    expect(foreign.headers['access-control-allow-origin']).toBe(page);
    expect(foreign.headers.vary).toBe(own.headers.vary);
    const post_ = await post(origins.yoga, 'br', long, { origin: page });
    expect([post_.headers.vary, post_.headers['content-encoding']]).toEqual(['Accept-Encoding, Origin', 'br']);
  });
});

describe('what is no GraphQL response', () => {
  const browser = { accept: 'text/html', 'accept-encoding': 'gzip, br' };

  it.each(['/graphql', '/live', '/live/page.js'])('the page %s is compressed', async (path) => {
    const answer = await send(`${origins.fast}${path}`, browser);
    expect([answer.status, answer.headers['content-encoding']]).toEqual([200, 'br']);
    expect(answer.headers.vary).toMatch(/\bAccept-Encoding\b/);
    const uncompressed = await send(`${origins.plain}${path}`, browser);
    expect(uncompressed.headers['content-encoding']).toBeUndefined();
    // The page of GraphiQL has contents specific to each server.
    if (path !== '/graphql') expect(unpack(answer)).toBe(uncompressed.body.toString());
    expect(answer.body.length).toBeLessThan(uncompressed.body.length / 2);
  });

  it('GraphiQL’s files are compressed once', async () => {
    const html = unpack(await send(`${origins.fast}/graphql`, browser));
    const path = /src="([^"]+graphiql\.js)"/.exec(html)![1];
    const { headers, body } = await send(`${origins.fast}${path}`, browser);
    expect([headers['content-encoding'], headers['content-length']]).toEqual(['gzip', `${body.length}`]);
    expect(gunzipSync(body).length).toBeGreaterThan(1_000_000);
  });

  it('an event stream is not delayed', async () => {
    const query = encodeURIComponent('subscription { inboxEvents { __typename } }');
    const headers = {
      accept: 'text/event-stream',
      'accept-encoding': 'br, gzip',
      authorization: `Bearer ${server.owner.token}`,
    };
    await new Promise<void>((resolve, reject) => {
      const sent = request(`${origins.fast}/graphql?query=${query}`, { headers }, (response) => {
        expect(response.headers['content-encoding']).toBeUndefined();
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          if (!text.includes('Started')) return;
          sent.destroy();
          resolve();
        });
      });
      sent.on('error', reject);
      sent.end();
    });
  });
});
