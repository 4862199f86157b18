// Which bodies are accepted, and how responses are encoded: media types, charsets, encodings and weights, on the fast
// path and by Yoga.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

describe.each(['on', 'off'])('with the fast path %s', (FAST_PATH) => {
  let server: TestServer;
  let owner: Client;
  let channelId: string;
  beforeAll(async () => {
    server = await startServer({ FAST_PATH });
    ({
      owner,
      channels: { talk: channelId },
    } = await seed(server, { channels: { talk: {} } }));
  });
  afterAll(() => server.close());

  const send = `mutation ($id: ID!, $body: String!) {
    sendMessage(input: { channelId: $id, body: $body }) { message { body } }
  }`;
  const json = (body: string) => JSON.stringify({ query: send, variables: { id: channelId, body } });
  const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
    const response = await fetch(`${server.origin}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json', ...headers },
      body,
    });
    const text = await response.text();
    expect(text).not.toContain('\ufffd');
    return { status: response.status, headers: response.headers, text };
  };
  const count = async () =>
    (await owner.data('query ($id: ID!) { channel(id: $id) { messageCount } }', { id: channelId })).channel
      .messageCount;
  /** Each of these is refused with the status, and nothing is executed. */
  const refused = async (
    status: number,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ) => {
    const before = await count();
    const answer = await post(body, headers);
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining('"code":"BAD_USER_INPUT"')]);
    expect(JSON.parse(answer.text).data).toBeUndefined();
    expect(await count()).toBe(before);
    return answer;
  };

  it.each([
    'application/json',
    'APPLICATION/JSON',
    'application/json;charset=utf-8',
    'application/json; charset=UTF-8',
    'application/json ; charset=utf8',
    'application/json; charset="Utf-8"',
    'application/json; profile=x; charset=utf-8',
    'application/json;',
    'application/graphql+json',
  ])('a body is accepted that is %s', async (type) => {
    const { status, text } = await post(json('Grüße 🔥'), { 'content-type': type });
    expect([status, JSON.parse(text)]).toEqual([200, { data: { sendMessage: { message: { body: 'Grüße 🔥' } } } }]);
  });

  it.each(['iso-8859-1', 'latin1', 'windows-1252', 'us-ascii', 'utf-16', 'utf-16le', 'utf-7', 'x', '"'])(
    'a body is refused whose charset is %s',
    async (charset) => {
      const body = Buffer.from(json('Grüße'), charset.startsWith('utf-16') ? 'utf16le' : 'latin1');
      const { headers } = await refused(415, body, { 'content-type': `application/json; charset=${charset}` });
      expect(headers.get('accept')).toBe('application/json');
    },
  );

  it.each<[string, number[]]>([
    ['latin1', [0xfc]],
    ['a character that is cut', [0xe2, 0x82]],
    ['a character of too many bytes', [0xc0, 0xaf]],
    ['a lone surrogate', [0xed, 0xa0, 0x80]],
    ['what is past the last character', [0xf5, 0x80, 0x80, 0x80]],
    ['a byte of nothing', [0xff]],
  ])('a body is refused that contains %s', async (_, bytes) => {
    const [head = '', tail = ''] = json('Gr§e').split('§');
    const body = Buffer.concat([Buffer.from(head), Buffer.from(bytes), Buffer.from(tail)]);
    expect((await refused(400, body)).text).toContain('The body is not valid UTF-8.');
    await refused(400, body, { accept: 'text/event-stream' });
  });

  it('a body is decoded correctly whatever chunks split its characters', async () => {
    const bytes = Buffer.from(json('é'.repeat(500)));
    const body = new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.subarray(at, at + 7));
        controller.close();
      },
    });
    const response = await fetch(`${server.origin}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(await response.json()).toEqual({ data: { sendMessage: { message: { body: 'é'.repeat(500) } } } });
  });

  it('a compressed body is refused, with what is accepted instead', async () => {
    const [text, body] = ['packed', json('packed')];
    for (const [encoding, packed] of [
      ['gzip', gzipSync(body)],
      ['x-gzip', gzipSync(body)],
      ['deflate', deflateSync(body)],
      ['br', brotliCompressSync(body)],
      ['gzip, br', body],
      ['zstd', body],
    ] as const) {
      const { headers } = await refused(415, packed, { 'content-encoding': encoding });
      expect(headers.get('accept-encoding')).toBe('identity');
    }
    expect((await post(body, { 'content-encoding': 'identity' })).text).toContain(text);
  });

  it.each<[string, string | null]>([
    ['application/json', 'application/json'],
    ['application/json;q=0.1', 'application/json'],
    ['application/graphql-response+json', 'application/graphql-response+json'],
    ['application/graphql-response+json;q=0.5, application/json', 'application/json'],
    ['application/json;q=0.5, application/graphql-response+json', 'application/graphql-response+json'],
    ['application/graphql-response+json, application/json', 'application/graphql-response+json'],
    ['application/json;q=0, */*', 'application/graphql-response+json'],
    ['application/json; q=0, application/graphql-response+json; q=0.001', 'application/graphql-response+json'],
    ['text/html, application/json;q=0.5', 'application/json'],
    ['application/json; charset=utf-8', 'application/json'],
    ['APPLICATION/JSON', 'application/json'],
    ['application/*', 'application/json'],
    ['application/*;q=0.2, text/event-stream;q=0.1', 'application/json'],
    ['text/event-stream', 'text/event-stream'],
    ['text/event-stream, application/json;q=0.5', 'text/event-stream'],
    ['text/event-stream, */*;q=0.1', 'text/event-stream'],
    ['text/event-stream;q=0, */*', 'application/json'],
    ['application/json, text/event-stream', 'application/json'],
    [`application/json${', a/b'.repeat(400)}`, 'application/json'],
    ['application/json;q=0', null],
    ['application/json;q=0.000, application/graphql-response+json;q=0', null],
    ['*/*;q=0', null],
    ['application/*;q=0', null],
    ['application/json; charset=latin1', null],
    ['image/png', null],
    ['text/html', null],
    ['multipart/mixed', null],
    [';,=', null],
  ])('a request that accepts %s is answered in %s', async (accept, type) => {
    if (type === null) {
      const { text } = await refused(406, json('not to be sent'), { accept });
      expect(text).toContain('Accept application/json, application/graphql-response+json or text/event-stream.');
      return;
    }
    const { status, headers } = await post('{"query":"{ __typename }"}', { accept });
    expect([status, headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`]);
  });

  it.each<[string, string | null]>([
    ['text/html', 'text/html'],
    ['text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8', 'text/html'],
    ['text/html;q=0, */*', 'application/json'],
    ['text/html;q=0.4, application/json;q=0.5', 'application/json'],
    ['application/json;q=0, text/html;q=0.1', 'text/html'],
    ['application/json;q=0, text/html;q=0', null],
  ])('a GET that accepts %s is answered in %s', async (accept, type) => {
    const response = await fetch(`${server.origin}/graphql?query={__typename}`, { headers: { accept } });
    const expected = type === null ? [406, 'application/json'] : [200, type];
    expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual(expected);
  });
});
