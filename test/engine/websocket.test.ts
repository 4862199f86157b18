// GraphQL over WebSocket: the same credentials, the same errors and the same origins as over HTTP.
import { type ClientOptions, createClient, type Client as SocketClient } from 'graphql-ws';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Client, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: Client;
let url: string;
beforeAll(async () => {
  server = await startServer({ ALLOWED_ORIGINS: 'https://app.example.com' });
  ({ owner } = await server.workspace());
  url = `${server.origin.replace('http', 'ws')}/graphql`;
});
afterAll(() => server.close());

const open: SocketClient[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.dispose()));
});

/** A client that shares one socket among its operations, opened with these headers. */
function connect(connectionParams: ClientOptions['connectionParams'], headers: Record<string, string> = {}) {
  class WithHeaders extends WebSocket {
    constructor(address: string, protocol: string) {
      super(address, protocol, { headers });
    }
  }
  const options = { url, webSocketImpl: WithHeaders, retryAttempts: 0, lazyCloseTimeout: 5_000, connectionParams };
  const client = createClient(options);
  open.push(client);
  return client;
}

/**
 * The single result of a query or mutation; errors before the execution are its errors. Throws what closed the socket.
 */
async function ask(client: SocketClient, query: string, variables: Record<string, unknown> = {}) {
  const answers = client.iterate<Record<string, unknown>>({ query, variables });
  try {
    for await (const answer of answers) return answer;
  } catch (error) {
    if (Array.isArray(error)) return { errors: error, data: null };
    throw error;
  }
  throw new Error('There was no answer.');
}

const code = ({ errors }: { errors?: readonly { extensions?: Record<string, unknown> }[] }) =>
  errors?.[0]?.extensions?.code;
const role = '{ viewer { role } }';

describe('credentials', () => {
  it.each(['authorization', 'Authorization'])('come as the bearer token in %s of the first message', async (name) => {
    const client = connect({ [name]: `Bearer ${owner.token}` });
    expect(await ask(client, role)).toEqual({ data: { viewer: { role: 'OWNER' } } });
  });

  it('come as the cookie of a page on this origin', async () => {
    const headers = { cookie: `switchboard_session=${owner.token}`, origin: server.origin };
    expect(await ask(connect({}, headers), role)).toEqual({ data: { viewer: { role: 'OWNER' } } });
  });

  it('are not needed for what is public', async () => {
    const client = connect({});
    expect(await ask(client, role)).toEqual({ data: { viewer: null } });
    expect(code(await ask(client, '{ workspace { id } }'))).toBe('UNAUTHENTICATED');
  });

  it.each(['Bearer swb_unknown', 'Bearer ', 'Basic b3duZXI6'])(
    'that are not valid (%s) close the socket',
    async (bad) => {
      await expect(ask(connect({ authorization: bad }), role)).rejects.toMatchObject({ code: 4401 });
    },
  );

  it('that are revoked close the open socket', async () => {
    const created = await owner.data('mutation { createToken(input: { name: "short" }) { token accessToken { id } } }');
    const client = connect({ authorization: `Bearer ${created.createToken.token}` });
    expect(code(await ask(client, role))).toBeUndefined();
    const { id } = created.createToken.accessToken;
    await owner.data('mutation ($id: ID!) { revokeToken(input: { tokenId: $id }) { accessToken { id } } }', { id });
    await expect(ask(client, role)).rejects.toMatchObject({ code: 4401 });
  });
});

describe('operations', () => {
  it('run with variables, mutations too', async () => {
    const client = connect({ authorization: `Bearer ${owner.token}` });
    const create = 'mutation ($name: String!) { createChannel(input: { name: $name }) { channel { id } } }';
    const { data } = await ask(client, create, { name: 'by-socket' });
    const { id } = (data!.createChannel as { channel: { id: string } }).channel;
    expect(await owner.data('query ($id: ID!) { channel(id: $id) { name } }', { id })).toEqual({
      channel: { name: 'by-socket' },
    });
  });

  it('that are invalid get an error, and the socket stays', async () => {
    const client = connect({ authorization: `Bearer ${owner.token}` });
    expect(code(await ask(client, '{'))).toBe('GRAPHQL_PARSE_FAILED');
    expect(code(await ask(client, '{ nothing }'))).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(code(await ask(client, 'query ($id: ID!) { channel(id: $id) { id } }'))).toBe('BAD_USER_INPUT');
    expect(code(await ask(client, '{ channel(id: "Channel_x") { id } }'))).toBe('BAD_USER_INPUT');
    expect(code(await ask(client, role))).toBeUndefined();
  });

  it('that fail internally show no details', async () => {
    const admin = new pg.Client({ connectionString: server.databaseUrl });
    await admin.connect();
    await admin.query('alter table channels rename to channels_elsewhere');
    try {
      const client = connect({ authorization: `Bearer ${owner.token}` });
      const answer = await ask(client, '{ channels { nodes { id purpose } } }');
      expect(answer.data).toBeNull();
      expect(answer.errors).toEqual([
        expect.objectContaining({
          message: 'Internal server error. Details are logged on the server under this errorId.',
          extensions: { code: 'INTERNAL_SERVER_ERROR', errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        }),
      ]);
      expect(JSON.stringify(answer)).not.toMatch(/relation|select/);
    } finally {
      await admin.query('alter table channels_elsewhere rename to channels');
      await admin.end();
    }
  });
});

describe('a socket', () => {
  /** The status that refuses a socket; 101 when it is accepted. */
  const upgrade = (headers: Record<string, string>, path = '/graphql') =>
    new Promise<number>((resolve, reject) => {
      const socket = new WebSocket(url.replace('/graphql', path), 'graphql-transport-ws', { headers });
      socket.on('open', () => {
        socket.terminate();
        resolve(101);
      });
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode!));
      socket.on('error', reject);
    });

  it('is for pages of this origin and of the allowed ones, and for programs', async () => {
    expect(await upgrade({})).toBe(101);
    expect(await upgrade({ origin: server.origin })).toBe(101);
    expect(await upgrade({ origin: 'https://app.example.com' })).toBe(101);
  });

  it.each([
    'https://evil.example',
    'null',
    'http://127.0.0.1:1',
    'https://app.example.com.evil.example',
    'app.example.com',
  ])('is refused to a page of %s, whatever its credentials', async (origin) => {
    expect(await upgrade({ origin })).toBe(403);
    expect(await upgrade({ origin, cookie: `switchboard_session=${owner.token}` })).toBe(403);
  });

  it('is refused at any other path', async () => {
    expect(await upgrade({}, '/elsewhere')).toBe(404);
  });

  it('that sends a frame past 256 KiB is closed', async () => {
    const client = connect({ authorization: `Bearer ${owner.token}` });
    await expect(ask(client, `{ viewer { role } } # ${'x'.repeat(300_000)}`)).rejects.toMatchObject({ code: 1009 });
  });
});
