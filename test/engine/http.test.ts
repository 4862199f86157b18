// GraphQL over HTTP: which requests are accepted, how the others are rejected, and what pages of other origins may do.
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

const allowed = 'https://app.example.com';
let server: TestServer;
let owner: Client;
let workspaceName: string;
beforeAll(async () => {
  server = await startServer({ ALLOWED_ORIGINS: `${allowed},http://localhost:3000` });
  const workspace = await server.workspace();
  owner = workspace.owner;
  workspaceName = `Workspace ${workspace.slug}`;
});
afterAll(() => server.close());

const json = { 'content-type': 'application/json' };
const bearer = () => ({ authorization: `Bearer ${owner.token}` });
const graphql = (init: RequestInit, query = '') => fetch(`${server.origin}/graphql${query}`, init);
const post = (body: string, headers: Record<string, string> = {}) =>
  graphql({ method: 'POST', headers: { ...json, ...bearer(), ...headers }, body });
const named = '{ workspace { name } }';

/** A response that rejects a request: its status, code and message, with no internal details. */
async function refusal(response: Response): Promise<{ status: number; code: string; message: string }> {
  const text = await response.text();
  expect(text).not.toMatch(/\bat .*:\d+:\d+|node_modules|\.ts\b|select |insert /);
  expect(response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
  const { errors, data } = JSON.parse(text) as Json;
  expect(data).toBeUndefined();
  return { status: response.status, code: errors[0].extensions.code, message: errors[0].message };
}

describe('a query', () => {
  it.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    ['text/html, application/json;q=0.5', 'application/json; charset=utf-8'],
  ])('by POST that accepts %s is answered in %s', async (accept, type) => {
    const response = await post(JSON.stringify({ query: named }), { accept });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.json()).toEqual({ data: { workspace: { name: workspaceName } } });
  });

  it('by GET is executed, with variables and an operation name', async () => {
    const parameters = new URLSearchParams({
      query:
        'query A($with: Boolean!) { workspace { name @include(if: $with) id @skip(if: $with) } } query B { workspace { slug } }',
      variables: '{"with": true}',
      operationName: 'A',
    });
    const response = await graphql({ headers: bearer() }, `?${parameters}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: { workspace: { name: workspaceName } } });
  });

  it('with an unknown bearer token is UNAUTHENTICATED with status 401, whatever it selects', async () => {
    for (const authorization of ['Bearer swb_nobody', 'Bearer', 'Basic b3duZXI6cGFzcw==', `Bearer ${owner.token}x`]) {
      expect(await refusal(await post('{"query":"{ __typename }"}', { authorization }))).toEqual({
        status: 401,
        code: 'UNAUTHENTICATED',
        message: 'The bearer token is unknown, expired or revoked. Sign in again.',
      });
    }
  });

  it('without credentials is executed as far as it needs none', async () => {
    const response = await graphql({
      method: 'POST',
      headers: json,
      body: '{"query":"{ __typename viewer { role } }"}',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: { __typename: 'Query', viewer: null } });
  });

  it('that fails in a field keeps its data, its status, and the path of the failure', async () => {
    const response = await post(JSON.stringify({ query: '{ workspace { name } node(id: "nonsense") { id } }' }));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      data: { workspace: { name: workspaceName }, node: null },
      errors: [{ path: ['node'], extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });
});

describe('a request that is rejected', () => {
  it.each([
    ['application/x-www-form-urlencoded', `query=${encodeURIComponent(named)}`],
    ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{}\r\n--x--'],
    ['text/plain', JSON.stringify({ query: named })],
    ['application/graphql', named],
    ['application/jsonp', JSON.stringify({ query: named })],
    ['', JSON.stringify({ query: named })],
  ])('its content type is "%s"', async (type, body) => {
    const headers = { ...bearer(), 'content-type': type };
    const sent = type ? body : new Blob([body]);
    const response = await graphql({ method: 'POST', headers: type ? headers : bearer(), body: sent });
    expect(await refusal(response)).toEqual({
      status: 415,
      code: 'BAD_USER_INPUT',
      message: 'Send the request as application/json.',
    });
  });

  it('when its body is over 1 MB, declared or not', async () => {
    const query = `{ workspace { name } } # ${'x'.repeat(1_000_000)}`;
    const tooLarge = { status: 413, code: 'BAD_USER_INPUT', message: 'Request body too large' };
    expect(await refusal(await post(JSON.stringify({ query })))).toEqual(tooLarge);
    const stream = new Blob([JSON.stringify({ query })]).stream();
    const chunked = { method: 'POST', headers: { ...json, ...bearer() }, body: stream, duplex: 'half' };
    expect(await refusal(await graphql(chunked as RequestInit))).toEqual(tooLarge);
    const fits = `{ workspace { name } } # ${'x'.repeat(900_000)}`;
    expect((await post(JSON.stringify({ query: fits }))).status).toBe(200);
  });

  it.each([
    ['cut', '{"query": "{ workspace'],
    ['no JSON', 'workspace'],
    ['empty', ''],
    ['a number', '7'],
    ['a text', '"{ workspace { name } }"'],
    ['null', 'null'],
  ])('its body is %s', async (_, body) => {
    expect(await refusal(await post(body))).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  it.each([
    ['no query', {}],
    ['a query that is no text', { query: { a: 1 } }],
    ['variables that are no object', { query: named, variables: 'x' }],
    ['variables that are a list', { query: named, variables: [1] }],
    ['extensions that are no object', { query: named, extensions: 'x' }],
    ['an operation that is not there', { query: 'query A { __typename }', operationName: 'B' }],
    ['an unknown parameter', { query: named, qurey: 'x' }],
  ])('it has %s', async (_, body) => {
    expect(await refusal(await post(JSON.stringify(body)))).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  it('when it is a list of operations', async () => {
    const response = await post(JSON.stringify([{ query: named }, { query: named }]));
    expect(await refusal(response)).toMatchObject({
      status: 400,
      code: 'BAD_USER_INPUT',
      message: 'Batching is not supported.',
    });
  });

  it.each([
    ['does not parse', '{ workspace { name }', 'GRAPHQL_PARSE_FAILED'],
    ['does not fit the schema', '{ workspace { nonsense } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('its document %s', async (_, query, code) => {
    const accept = 'application/graphql-response+json';
    expect(await refusal(await post(JSON.stringify({ query }), { accept }))).toMatchObject({ status: 400, code });
  });

  it('when its variables do not match their types', async () => {
    const query = 'query ($id: ID!) { node(id: $id) { id } }';
    const accept = 'application/graphql-response+json';
    const response = await post(JSON.stringify({ query, variables: { id: { secret: 'value' } } }), { accept });
    expect(await refusal(response)).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  it('when it is a mutation by GET', async () => {
    const parameters = new URLSearchParams({ query: 'mutation { signOut { ended } }' });
    const response = await graphql({ headers: bearer() }, `?${parameters}`);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await refusal(response)).toMatchObject({ status: 405, code: 'BAD_USER_INPUT' });
    expect(await owner.data(named)).toEqual({ workspace: { name: workspaceName } });
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('its method is %s', async (method) => {
    const response = await graphql({
      method,
      headers: { ...json, ...bearer() },
      body: JSON.stringify({ query: named }),
    });
    expect(response.headers.get('allow')).toBe('GET, POST');
    expect(await refusal(response)).toMatchObject({ status: 405, code: 'BAD_USER_INPUT' });
  });
});

describe('a page of another origin', () => {
  const cors = (response: Response) =>
    Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-')));
  const preflight = (origin: string) =>
    graphql({
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-ledger',
      },
    });

  it.each([allowed, 'http://localhost:3000'])('that is allowed may call: %s', async (origin) => {
    const before = await preflight(origin);
    expect(before.status).toBe(204);
    expect(cors(before)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': expect.stringContaining('POST'),
      'access-control-allow-headers': expect.stringContaining('authorization'),
    });
    const response = await post(JSON.stringify({ query: named }), { origin });
    expect(await response.json()).toEqual({ data: { workspace: { name: workspaceName } } });
    expect(cors(response)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
    });
    expect(response.headers.get('vary')).toMatch(/\bOrigin\b/i);
  });

  it.each(['https://evil.example.com', 'null', `${allowed}.evil.example.com`, 'http://app.example.com'])(
    'that is not gets no header that would let it read: %s',
    async (origin) => {
      expect(cors(await preflight(origin))).toEqual({});
      expect(cors(await post(JSON.stringify({ query: named }), { origin }))).toEqual({});
    },
  );

  it('gets no CORS headers where no origin is allowed', async () => {
    const closed = await startServer();
    try {
      const response = await fetch(`${closed.origin}/graphql`, {
        method: 'POST',
        headers: { ...json, origin: allowed },
        body: '{"query":"{ __typename }"}',
      });
      expect(response.status).toBe(200);
      expect(cors(response)).toEqual({});
      const options = await fetch(`${closed.origin}/graphql`, { method: 'OPTIONS', headers: { origin: allowed } });
      expect(cors(options)).toEqual({});
    } finally {
      await closed.close();
    }
  });

  it('cannot use the session of one of our pages', async () => {
    const headers = { ...json, cookie: `switchboard_session=${owner.token}` };
    const ask = (more: Record<string, string>) =>
      graphql({ method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify({ query: named }) });
    expect(await (await ask({ origin: server.origin })).json()).toEqual({
      data: { workspace: { name: workspaceName } },
    });
    expect(await (await ask({ origin: allowed })).json()).toEqual({ data: { workspace: { name: workspaceName } } });
    for (const origin of ['https://evil.example.com', 'null']) {
      expect(await refusal(await ask({ origin }))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    }
  });
});

describe('the ledger', () => {
  const ledger = async (token: string | null, headers: object = { 'x-ledger': '1' }) => {
    const response = await graphql({
      method: 'POST',
      headers: { ...json, ...(token && { authorization: `Bearer ${token}` }), ...headers },
      body: JSON.stringify({ query: '{ viewer { role user { name } } }' }),
    });
    return ((await response.json()) as Json).extensions?.ledger;
  };

  it('is sent to owners who request it, and to no other viewer', async () => {
    expect(await ledger(owner.token)).toMatchObject({
      summary: expect.stringMatching(/^\d+ statements? · \d+ without batching · \d+ ms$/),
    });
    expect(await ledger(owner.token, {})).toBeUndefined();
    expect(await ledger(owner.token, { 'x-ledger': '0' })).toBeUndefined();
    const admin = await server.user(owner, 'admin', { role: 'ADMIN' });
    const member = await server.user(owner, 'member', { role: 'MEMBER' });
    expect(await ledger(admin.token)).toBeUndefined();
    expect(await ledger(member.token)).toBeUndefined();
    expect(await ledger(null)).toBeUndefined();
  });
});

describe('other addresses', () => {
  it('/ redirects to the endpoint', async () => {
    const response = await fetch(`${server.origin}/`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/graphql']);
  });

  it.each(['/nothing', '/graphql/nothing', '/graphqlx', '/healthz/x', '//', '/%00', '/..%2f'])(
    'there is nothing at %s',
    async (path) => {
      const response = await new Promise<{ status?: number; text: string }>((resolve, reject) => {
        const { port } = new URL(server.origin);
        const upgrade = httpRequest({ host: '127.0.0.1', port, path }, (res) => {
          let text = '';
          res.on('data', (chunk) => {
            text += chunk;
          });
          res.on('end', () => resolve({ status: res.statusCode, text }));
        });
        upgrade.on('error', reject).end();
      });
      expect(response.status).toBe(404);
      expect(JSON.parse(response.text).errors[0].message).toBe('Not found. The GraphQL endpoint is /graphql.');
    },
  );

  it('the server survives any other request', async () => {
    const { port } = new URL(server.origin);
    const upgrade = 'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    for (const bytes of [
      'nonsense\r\n\r\n',
      'GET // HTTP/1.1\r\nHost: x\r\n\r\n',
      `GET // HTTP/1.1\r\n${upgrade}${key}`,
      `GET http://[ HTTP/1.1\r\n${upgrade}${key}`,
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{',
      'GET /graphql?query=%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /graphql?variables={ HTTP/1.1\r\nHost: x\r\n\r\n',
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => socket.end(bytes));
        socket.on('error', () => resolve()).on('close', () => resolve());
        socket.resume();
      });
    }
    // The client of a rejected upgrade may reset the connection at any moment.
    for (let pause = 0; pause < 10; pause++) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => {
          socket.write(`GET /nothing HTTP/1.1\r\n${upgrade}${key}`, () =>
            setTimeout(() => socket.resetAndDestroy(), pause % 3),
          );
        });
        socket.on('error', () => resolve()).on('close', () => resolve());
      });
    }
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
  });
});
