// Request lines and headers that are odd or broken: which of them are valid and work, how the others are refused, and
// that each refusal leaves the connection usable or says that it closes.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureLog } from '../support/captured-log.ts';
import { connectBeside } from '../support/open-postgres.ts';
import { exchange } from '../support/raw-exchange.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

const captured = captureLog('warn');
let server: TestServer;
let beside: pg.Client;
let owner: Client;
beforeAll(async () => {
  server = await startServer({ NODE_ENV: 'production' }, undefined, captured.log);
  beside = await connectBeside(server.databaseUrl);
  owner = (await server.workspace()).owner;
});
afterAll(async () => {
  await beside.end();
  await server.close();
});

const typename = '/graphql?query={__typename}';
const answered = '{"data":{"__typename":"Query"}}';
/** The first response to a GET with these headers beside Connection: close. */
const get = async (target: string, headers = 'Host: x:4000', version = 'HTTP/1.1') => {
  const bytes = `GET ${target} ${version}\r\n${headers && `${headers}\r\n`}Connection: close\r\n\r\n`;
  const { answers, text } = await exchange(server.origin, bytes, { silentMs: 10_000 });
  expect(text).not.toMatch(/\bat .*:\d+:\d+|node_modules/);
  return answers[0]!;
};

describe('a request is refused with 400', () => {
  it.each(['a^b', 'a b', '[', '[::1', 'a:99999', 'a:b', '%', 'a/b', 'user@a', 'a?b', 'a#b', '<x>', '1.2.3.4.5'])(
    'whose Host is %s',
    async (host) => {
      const { status, body } = await get(typename, `Host: ${host}`);
      expect([status, JSON.parse(body)]).toEqual([
        400,
        { errors: [{ message: 'The Host header is not valid.', extensions: { code: 'BAD_USER_INPUT' } }] },
      ]);
    },
  );

  it.each(['http://a^b/graphql', 'http://[/graphql', 'http://a:99999/graphql', 'http:///graphql', 'ftp://x/graphql'])(
    'whose target is %s',
    async (target) => expect((await get(target)).status).toBe(400),
  );

  it.each([
    ['two Hosts', 'Host: x\r\nhost: x'],
    ['no Host', ''],
  ])('with %s', async (_, headers) => expect((await get(typename, headers)).status).toBe(400));

  it.each([
    ['a percent sign that begins nothing', '/graphql?query={__typename}%23%zz'],
    ['a cut character', '/graphql?query={__typename}%23%E0%A4'],
    ['a lone surrogate', '/graphql?query={__typename}%23%ED%A0%80'],
    ['latin1', '/graphql?query={__typename}%23%E9'],
  ])('whose query has %s', async (_, target) => {
    const { status, body } = await get(target);
    expect([status, JSON.parse(body).errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  it('whose query is not ASCII', async () => {
    expect((await get('/graphql?query={__typename}%23\u00c3\u00a9')).status).toBe(400);
  });

  it('also for an upgrade', async () => {
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';
    const bytes = `GET /graphql HTTP/1.1\r\nHost: a^b\r\n${upgrade}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
    const { answers, closed } = await exchange(server.origin, bytes);
    expect([answers[0]!.status, closed]).toEqual([400, true]);
    expect(answers[0]!.body).toContain('The Host header is not valid.');
  });
});

describe('a request is accepted', () => {
  it.each(['x', 'LOCALHOST:4000', '[::1]:4000', '127.0.0.1', 'a_b.example', 'xn--bcher-kva.example', ''])(
    'whose Host is "%s"',
    async (host) => expect((await get(typename, `Host: ${host}`)).body).toBe(answered),
  );

  it.each(['http://x', 'HTTP://other.example:8080', 'https://[::1]:443'])(
    'whose target is absolute: %s',
    async (origin) => {
      expect((await get(`${origin}${typename}`)).body).toBe(answered);
      expect((await get(`${origin}/healthz`)).body).toBe('{"status":"ok"}');
      expect((await get(origin)).headers.location).toBe('/graphql');
      expect((await get(`${origin}?x`)).headers.location).toBe('/graphql');
    },
  );

  it('with the host of an absolute target in place of Host: it decides whose page may use a session', async () => {
    const session = `Cookie: switchboard_session=${owner.token}`;
    const ask = async (origin: string) =>
      (
        await get(
          'http://here.example/graphql?query={viewer{role}}',
          `Host: x\r\nOrigin: http://${origin}\r\n${session}`,
        )
      ).status;
    expect([await ask('here.example'), await ask('x')]).toEqual([200, 403]);
  });

  it('of HTTP/1.0 without a Host', async () => {
    expect((await get(typename, '', 'HTTP/1.0')).body).toBe(answered);
  });

  it('by its path alone: two slashes name no host', async () => {
    for (const target of [`/${typename}`, `//x${typename}`, `/\\x${typename}`]) {
      expect((await get(target)).status).toBe(404);
    }
  });
});

const json = '{"query":"{ __typename }"}';
const post = (headers: string, body = json) =>
  `POST /graphql HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
const type = 'Content-Type: application/json\r\n';
const large = `"${'x'.repeat(1_100_000)}"`;
const chunked = `${type}Transfer-Encoding: chunked\r\n\r\n${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;

describe('after a refusal the connection is usable, or the response says that it closes', () => {
  it.each<[number, string, string]>([
    [200, 'nothing to refuse', post(type)],
    [400, 'an invalid Host', `GET /graphql HTTP/1.1\r\nHost: a^b\r\n\r\n`],
    [400, 'an invalid Host of a POST', `POST /graphql HTTP/1.1\r\nHost: [\r\nContent-Length: 5\r\n\r\nabcde`],
    [400, 'a body that is no JSON', post(type, '{"query":')],
    [400, 'a body that is not UTF-8', post(type, '{"query":"\u00ff"}')],
    [400, 'nonsense', 'nonsense\r\n\r\n'],
    [400, 'broken chunks', `POST /graphql HTTP/1.1\r\nHost: x\r\n${type}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    [404, 'another path', `POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: ${large.length}\r\n\r\n${large}`],
    [405, 'another method', `PUT /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde`],
    [405, 'a tunnel', 'CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n'],
    [406, 'a type that there is not', post(`${type}Accept: image/png\r\n`)],
    [406, 'a type that there is not, of a large body', post(`${type}Accept: image/png\r\n`, large)],
    [413, 'a large body', post(type, large)],
    [413, 'a large body for an event stream', post(`${type}Accept: text/event-stream\r\n`, large)],
    [413, 'a large body in chunks', `POST /graphql HTTP/1.1\r\nHost: x\r\n${chunked}`],
    [415, 'text', post('Content-Type: text/plain\r\n')],
    [415, 'another charset', post('Content-Type: application/json; charset=latin1\r\n')],
    [415, 'a large body that is packed', post(`${type}Content-Encoding: gzip\r\n`, large)],
    [417, 'another expectation', post(`${type}Expect: 200-ok\r\n`)],
    [431, 'a long header', `GET /graphql HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
    [431, 'a long URL', `GET /graphql?query=${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ])('%i: %s', async (status, _, bytes) => {
    const latin1 = Buffer.from(bytes, 'latin1');
    const next = Buffer.from(post(type));
    const { answers, closed } = await exchange(server.origin, Buffer.concat([latin1, next]), {
      count: 2,
      silentMs: 5_000,
    });
    expect(answers[0]!.status).toBe(status);
    const ends = answers[0]!.headers.connection === 'close';
    if (ends) expect([answers.length, closed]).toEqual([1, true]);
    else expect(answers[1]).toMatchObject({ status: 200, body: answered });
    // A correctly framed request does not cost its connection.
    expect(ends).toBe([431].includes(status) || /nonsense|zz|CONNECT/.test(bytes));
  });
});

it('an unexpected error outside GraphQL is a 500 with an id, and the log has the cause', async () => {
  // The page for browsers looks up the viewer, and what it shows.
  await beside.query('alter table users rename to gone');
  try {
    const { status, body, headers } = await get(
      '/graphql',
      `Host: x\r\nAccept: text/html\r\nCookie: switchboard_session=swb_unknown`,
    );
    const { errors } = JSON.parse(body);
    expect([status, headers['content-type']]).toEqual([500, 'application/json; charset=utf-8']);
    expect(errors).toEqual([
      {
        message: 'Internal server error. Details are logged on the server under this errorId.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    ]);
    expect(captured.lines('unexpected error').map(({ errorId }) => errorId)).toEqual([errors[0].extensions.errorId]);
  } finally {
    await beside.query('alter table gone rename to users');
  }
});
