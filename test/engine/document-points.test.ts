// Reading a new document takes points, whether it is valid or not: from the token, or a tenth as much
// from the address of callers who are not signed in; over every transport. Stored and known documents are free.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Documents } from '../../src/operations/documents.ts';
import { schema } from '../../src/schema.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { openTransports, type Transport } from '../support/transports.ts';

const repeat = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');
const fields = 'id handle name role kind title email createdAt lastActiveAt avatarUrl deactivatedAt __typename';
/** A document of 24 fragments of 12 fields, like no other. */
let documentCount = 0;
const expensive = (field = '') =>
  `query Q${documentCount++} { viewer { user { ${repeat(24, (i) => `...F${i}`)} } } } ${repeat(24, (i) => `fragment F${i} on User { ${fields} ${field} }`)}`;

describe('points of a document', () => {
  const taken = (text: string, documents = new Documents({ schema, limits: true, hideSuggestions: false })) => {
    let sum = 0;
    try {
      documents.read(text, (points) => {
        sum += points;
      });
    } catch {
      // What is wrong with it does not matter here.
    }
    return sum;
  };

  it('follow its characters, its tokens, and its fields with fragments spread', () => {
    expect(taken('{ __typename }')).toBe(1 + 1);
    expect(taken(`{ __typename } #${'x'.repeat(10_000)}`)).toBe(21 + 1);
    expect(taken(`{ ${repeat(25, () => '__typename')} }`)).toBe(1 + 11);
    // 25 fragments' fields count where they are defined and where they are spread.
    expect(taken(expensive())).toBe(7 + 214);
  });

  it('are the same for invalid documents, and fewer for those refused before validation', () => {
    expect(taken('{ nothing }')).toBe(2);
    expect(taken('{ viewer')).toBe(1);
    expect(taken(`{ ${repeat(60, (i) => `a${i}: __typename`)} }`)).toBe(2 + 37);
    expect(taken('x'.repeat(500_000))).toBe(0);
  });

  it('are taken once: a known document is free, valid or not', () => {
    const documents = new Documents({ schema, limits: true, hideSuggestions: false });
    for (const text of ['{ __typename }', '{ nothing }', '{ viewer', '{ ...A } fragment A on Query { ...A }', '']) {
      expect([text, taken(text, documents) > 0, taken(text, documents)]).toEqual([text, true, 0]);
    }
  });

  it('that are missing stop the work before it is done', () => {
    const documents = new Documents({ schema, limits: true, hideSuggestions: false });
    const refusal = new Error('not enough');
    const text = expensive();
    const read = (points: number) => () =>
      documents.read(text, (needed) => {
        if (needed > points) throw refusal;
      });
    for (const points of [0, 10, 100]) expect(read(points)).toThrow(refusal);
    expect(documents.isKnown(text)).toBe(false);
    expect(read(1_000)().errors).toEqual([]);
  });
});

describe('over every transport', () => {
  let server: TestServer;
  let owner: Client;
  let transports: ReturnType<typeof openTransports>;
  beforeAll(async () => {
    server = await startServer();
    ({ owner } = await server.workspace());
    transports = openTransports(server);
  });
  afterAll(async () => {
    await transports.close();
    await server.close();
  });

  /** Reads new documents until one is refused; returns how many were read, and the refusal. */
  const readAll = async (transport: Transport, token: string | null, maximum: number, field?: string) => {
    for (let read = 0; read < maximum; read++) {
      const { errors } = await transport.ask(token, expensive(field));
      if (errors[0]?.extensions.code === 'RATE_LIMITED') return { read, refusal: errors[0].extensions as Json };
    }
    return { read: maximum, refusal: null };
  };

  it('callers who are not signed in read a few new documents, valid or not; then they wait, without delaying others', async () => {
    for (const transport of transports.all) {
      for (const field of ['', 'nothing']) {
        server.clock.now += 3_600_000;
        const { read, refusal } = await readAll(transport, null, 20, field);
        // A bucket of 2,000 points, 221 to 230 for each.
        expect([transport.name, field, read]).toEqual([
          transport.name,
          field,
          expect.toSatisfy((count) => count === 8 || count === 9),
        ]);
        expect(refusal).toEqual({
          code: 'RATE_LIMITED',
          retryAfter: expect.any(Number),
          requested: expect.any(Number),
        });
        expect(await readAll(transport, owner.token, 12, field)).toMatchObject({ read: 12 });
        const known = Object.keys(JSON.parse(readFileSync('schema/persisted.json', 'utf8')) as object)[0]!;
        expect((await transport.stored(null, known, {})).errors[0]?.extensions.code).not.toBe('RATE_LIMITED');
        // The total is unknown before it is parsed: callers may have to wait once more.
        let isRead = false;
        let wait = refusal!.retryAfter;
        for (let times = 0; times < 2; times++) {
          server.clock.now += wait * 1_000;
          const again = await readAll(transport, null, 1, field);
          isRead = again.read === 1;
          if (!again.refusal) break;
          expect([times, again.refusal.requested]).toEqual([0, expect.toSatisfy((points) => points > 200)]);
          wait = again.refusal.retryAfter;
        }
        expect([transport.name, isRead]).toEqual([transport.name, true]);
      }
    }
  });

  it('a token reads ten times as many', { timeout: 60_000 }, async () => {
    const { token } = await server.user(owner, 'reader');
    const { read, refusal } = await readAll(transports.all[0]!, token, 120);
    expect([read, refusal?.code]).toEqual([expect.toSatisfy((count) => count > 80 && count < 100), 'RATE_LIMITED']);
    expect(await readAll(transports.all[0]!, owner.token, 3)).toMatchObject({ read: 3 });
  });

  it('a refusal over HTTP is 429 with Retry-After, and reads nothing', async () => {
    const send = () =>
      fetch(`${server.origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: expensive('nothing') }),
      });
    let answer = await send();
    for (let i = 0; i < 20 && answer.status !== 429; i++) answer = await send();
    expect([answer.status, Number(answer.headers.get('retry-after'))]).toEqual([429, expect.toSatisfy((n) => n >= 1)]);
  });
});
