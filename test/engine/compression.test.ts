// How Accept-Encoding is parsed, and that a cached response is compressed once, however many requests come at a time.
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FreshCache } from '../../src/cache/fresh-cache.ts';
import type { Entry, ResponseCache } from '../../src/cache/response-cache.ts';
import type { SerializedResponse } from '../../src/execution/operation-runner.ts';
import { Compressor, readAcceptEncoding } from '../../src/transport/compression.ts';

it.each<[string | undefined, string | null, boolean]>([
  [undefined, null, true],
  ['', null, true],
  ['br, gzip, deflate', 'br', true],
  ['gzip, deflate, br, zstd', 'br', true],
  ['gzip', 'gzip', true],
  ['x-gzip', 'gzip', true],
  ['GZIP;Q=0.5', 'gzip', true],
  ['deflate', null, true],
  ['identity', null, true],
  ['*', 'br', true],
  ['*;q=0', null, false],
  ['br;q=0', null, true],
  ['br;q=0, *', 'gzip', true],
  ['br;q=0.2, gzip;q=0.9', 'gzip', true],
  ['br;q=0.9, gzip;q=0.9', 'br', true],
  ['gzip;q=0.9, br;q=0.9', 'br', true],
  ['gzip;q=0.5, identity', null, true],
  ['gzip;q=0.5, identity;q=0.5', 'gzip', true],
  ['identity;q=0', null, false],
  ['identity;q=0, gzip;q=0.1', 'gzip', false],
  ['gzip, *;q=0', 'gzip', false],
  ['identity;q=0.1, *;q=0', null, true],
  ['gzip ; q=0.8 , br ; q=0.1', 'gzip', true],
  ['gzip;q=x', null, true],
  ['gzip, br;q=2', 'br', true],
  [',;=,q', null, true],
])('%s selects %s', (header, encoding, plain) => {
  expect(readAcceptEncoding(header)).toEqual({ encoding, plain });
});

const text = JSON.stringify({ data: Array.from({ length: 200 }, (_, n) => ({ id: `Message_${n * 7919}`, n })) });
const entryOf = (bytes: Buffer): Entry => ({
  ...{ key: 'key', bytes, encodings: new Map(), shared: true },
  ...{ filledAt: 0, freshUntil: 1, staleUntil: 1, position: null },
});
const answerOf = (body: string | Buffer, entry: Entry | null): SerializedResponse => ({
  body,
  content: body,
  isQuery: true,
  cacheResult: { status: 'HIT', reason: '', entry, ageMs: 0, policy: null },
});

/** A compressor over a cache that holds one entry and counts the bytes that are added. */
function make(enabled = true) {
  const kept: [string, number][] = [];
  const cache = {
    addEncoding(entry: Entry, encoding: string, bytes: Buffer) {
      entry.encodings.set(encoding, bytes);
      kept.push([encoding, bytes.length]);
    },
  } as ResponseCache;
  return { compressor: new Compressor({ enabled, cache }), kept };
}

describe('a cached response', () => {
  it('is compressed once in each encoding, and never again', async () => {
    const { compressor, kept } = make();
    const entry = entryOf(Buffer.from(text));
    const ask = async (header: string) => compressor.encode(answerOf(entry.bytes, entry), header);
    const [first, ...others] = await Promise.all(Array.from({ length: 50 }, () => ask('br')));
    expect(brotliDecompressSync(first!.body as Buffer).toString()).toBe(text);
    expect(new Set(others.map(({ body }) => body))).toEqual(new Set([first!.body]));
    const zipped = await ask('gzip');
    expect(gunzipSync(zipped.body as Buffer).toString()).toBe(text);
    expect((await ask('gzip, br')).body).toBe(first!.body);
    expect((await ask('gzip')).body).toBe(zipped.body);
    expect(compressor.compressions).toBe(2);
    expect(kept.map(([encoding]) => encoding)).toEqual(['br', 'gzip']);
  });

  it('is this request’s own with extensions: its compressed form is not kept', async () => {
    const { compressor, kept } = make();
    const entry = entryOf(Buffer.from(text));
    const own = `${text.slice(0, -1)},"extensions":{}}`;
    const { body } = await compressor.encode(answerOf(own, entry), 'br');
    expect(brotliDecompressSync(body as Buffer).toString()).toBe(own);
    expect(kept).toEqual([]);
  });
});

it('stays plain when short, unless the client refuses plain bytes', async () => {
  const { compressor } = make();
  const short = answerOf('{"data":{}}', null);
  expect(await compressor.encode(short, 'br')).toEqual({ body: short.body, encoding: null });
  const { body, encoding } = await compressor.encode(short, 'gzip, identity;q=0');
  expect([encoding, gunzipSync(body as Buffer).toString()]).toEqual(['gzip', short.body]);
});

it('no more than two are compressed at a time: the others are sent plain', async () => {
  const { compressor } = make();
  const packed = await Promise.all(Array.from({ length: 10 }, () => compressor.encode(answerOf(text, null), 'br')));
  expect(packed.map(({ encoding }) => encoding)).toEqual(['br', 'br', ...Array(8).fill(null)]);
  expect((await compressor.encode(answerOf(text, null), 'br')).encoding).toBe('br');
});

it('nothing is compressed when it is off', async () => {
  const { compressor } = make(false);
  expect(await compressor.encode(answerOf(text, null), 'br')).toEqual({ body: text, encoding: null });
});

it('compressed forms count towards the size of the cache, and other entries are evicted for them', async () => {
  const cache = new FreshCache<{ size: number }>({ max: 100, sizeOf: ({ value }) => value.size, fresh: () => true });
  const fill = async (key: string, size: number) => {
    const value = { size };
    await cache.read(key, async () => ({ value, tags: ['all', key] }));
    return value;
  };
  await fill('a', 40);
  const b = await fill('b', 40);
  expect(cache.size).toBe(2);
  b.size = 70;
  cache.recount('b', b);
  expect([cache.peek('a'), cache.peek('b')]).toEqual([undefined, b]);
  // It is still indexed by its tags, and an evicted entry does not come back.
  cache.drop('b');
  cache.recount('b', b);
  expect(cache.size).toBe(0);
  const c = await fill('c', 10);
  c.size = 1_000;
  cache.recount('c', c);
  expect(cache.size).toBe(0);
});
