// Health, readiness and draining, as a load balancer and its clients see them.

import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { serviceActor } from '../../src/changes/actor.ts';
import { readConfig } from '../../src/config.ts';
import { createOwner, issueToken } from '../../src/features/identity/commands.ts';
import { createWorkspace } from '../../src/features/workspaces/commands.ts';
import { captureLog } from '../support/captured-log.ts';
import { connectBeside } from '../support/open-postgres.ts';
import { startProxy } from '../support/postgres-proxy.ts';
import { cloneDatabase } from '../support/server.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let beside: pg.Client;
let token: string;
const endings: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  database = await cloneDatabase();
  beside = await connectBeside(database.url);
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
afterAll(async () => {
  await beside.end();
  await database.drop();
});

const start = async (
  url = database.url,
  settings: Record<string, string> = {},
): Promise<{ app: App; origin: string }> => {
  const config = readConfig({ NODE_ENV: 'test', PORT: '0', DRAIN_SECONDS: '5', ...settings });
  const app = createApp({ config, databaseUrl: url, log: captureLog().log });
  endings.push(() => app.close());
  const { origin } = await app.listen();
  return { app, origin };
};
beforeAll(async () => {
  const { app } = await start();
  const { id } = await createWorkspace(app.internals.postgres, { slug: 'drain', name: 'Drain' });
  await createOwner(serviceActor(app.internals.postgres, id), id, {
    handle: 'owner',
    name: 'Owner',
    email: null,
    password: null,
  });
  token = await issueToken(serviceActor(app.internals.postgres, id), 'owner', { name: 'test', days: null });
});

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: { data?: unknown; errors?: unknown; status?: string };
}
/** A request on a connection that is kept alive, as browsers and balancers do. */
function ask(origin: string, agent: Agent, path: string, query?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = httpRequest(`${origin}${path}`, { agent, headers, method: query ? 'POST' : 'GET' }, (res) => {
      let text = '';
      res.on('data', (chunk) => {
        text += chunk;
      });
      res.on('end', () => resolve({ status: res.statusCode!, headers: res.headers, body: JSON.parse(text) }));
    });
    sent.on('error', reject);
    sent.end(query && JSON.stringify({ query }));
  });
}
const keepAlive = () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  endings.push(async () => agent.destroy());
  return agent;
};
/** Holds back every query that reads workspaces until released. */
async function hold(): Promise<{ waiting(count: number): Promise<unknown>; release(): Promise<unknown> }> {
  await beside.query('begin; lock table workspaces in access exclusive mode');
  let held = true;
  const release = async () => {
    if (held) await beside.query('rollback');
    held = false;
  };
  endings.push(release);
  const waiting = (count: number) =>
    vi.waitFor(async () => {
      const { rowCount } = await beside.query(
        `select from pg_locks where relation = 'workspaces'::regclass and not granted`,
      );
      expect(rowCount).toBe(count);
    });
  return { waiting, release };
}
const refused = (origin: string) =>
  new Promise<boolean>((resolve) => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    socket.on('connect', () => resolve(false)).on('error', () => resolve(true));
    socket.on('connect', () => socket.destroy());
  });
const named = '{ workspace { name } }';
const answered = { status: 200, body: { data: { workspace: { name: 'Drain' } } } };

describe('health', () => {
  it('is live and ready while the database responds', async () => {
    const { origin } = await start();
    for (const [path, status] of [
      ['/healthz', 'ok'],
      ['/readyz', 'ready'],
    ]) {
      const response = await fetch(`${origin}${path}`);
      expect([response.status, await response.json()]).toEqual([200, { status }]);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('is not ready while the database is unreachable, stays live, and is ready again by itself', async () => {
    const proxy = await startProxy(database.url);
    endings.push(() => proxy.close());
    const { origin } = await start(proxy.url);
    proxy.freeze();
    const sent = performance.now();
    const away = await fetch(`${origin}/readyz`);
    expect([away.status, await away.json()]).toEqual([503, { status: 'database unreachable' }]);
    expect(performance.now() - sent).toBeLessThan(4_000);
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    proxy.thaw();
    await vi.waitFor(async () => expect((await fetch(`${origin}/readyz`)).status).toBe(200));
  });

  it('a request while the database is unreachable is UNAVAILABLE and says when to retry', async () => {
    const proxy = await startProxy(database.url);
    const { origin } = await start(proxy.url);
    await proxy.close();
    const { body } = await ask(origin, keepAlive(), '/graphql', named);
    expect(body.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE', retryAfter: 1 } }]);
  });
});

describe('draining', () => {
  it('completes running requests, refuses new connections, closes those kept alive, and waits no longer', async () => {
    const { app, origin } = await start();
    const [busy, idle] = [keepAlive(), keepAlive()];
    await ask(origin, idle, '/healthz');
    const { waiting, release } = await hold();
    const running = ask(origin, busy, '/graphql', named);
    await waiting(1);

    const began = performance.now();
    let closed = false;
    const closing = app.close().then(() => {
      closed = true;
    });
    await vi.waitFor(async () => expect(await refused(origin)).toBe(true));
    expect(closed).toBe(false);
    await release();
    expect(await running).toMatchObject(answered);
    await closing;
    expect(performance.now() - began).toBeLessThan(3_000);
    await expect(ask(origin, idle, '/healthz')).rejects.toThrow(/ECONNREFUSED|ECONNRESET|hang up/);
  });

  it('reports on open connections that it is not ready, and asks their clients to close them', async () => {
    const { app, origin } = await start();
    const { waiting, release } = await hold();
    // Two requests on one connection: the second is read while the first runs.
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    endings.push(async () => socket.destroy());
    let received = '';
    const ended = new Promise((resolve) => socket.on('close', resolve));
    socket.on('data', (chunk) => {
      received += chunk;
    });
    const body = JSON.stringify({ query: named });
    const head = `Host: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
    socket.write(`POST /graphql HTTP/1.1\r\n${head}Content-Length: ${body.length}\r\n\r\n${body}`);
    await waiting(1);
    const closing = app.close();
    socket.write('GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n');
    await vi.waitFor(async () => expect(await refused(origin)).toBe(true));
    await release();
    await ended;
    await closing;
    expect(received).toContain('"name":"Drain"');
    const second = received.slice(received.indexOf('HTTP/1.1 503'));
    expect(second).toContain('{"status":"draining"}');
    expect(second).toMatch(/^connection: close\r$/im);
  });

  it('does not wait for a connection that was opened and never used', async () => {
    const { app, origin } = await start();
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    const ended = new Promise((resolve) => socket.on('close', resolve));
    await new Promise((resolve) => socket.once('connect', resolve));
    await fetch(`${origin}/healthz`); // by now the server knows of the other one
    const began = performance.now();
    await app.close();
    await ended;
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('interrupts requests that run longer than DRAIN_SECONDS', async () => {
    const { app, origin } = await start(database.url, { DRAIN_SECONDS: '1' });
    const { waiting } = await hold();
    const running = ask(origin, keepAlive(), '/graphql', named);
    const cut = running.catch((error: Error) => error.message);
    await waiting(1);
    const began = performance.now();
    await app.close();
    expect(performance.now() - began).toBeGreaterThanOrEqual(950);
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(await cut).toMatch(/hang up|ECONNRESET/);
  });

  it('closes sockets too, and does not wait for one that does not respond', async () => {
    const { app, origin } = await start(database.url, { DRAIN_SECONDS: '1' });
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    endings.push(async () => socket.destroy());
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    const ended = new Promise((resolve) => socket.on('close', resolve));
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';
    const more = 'Sec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    socket.write(`GET /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\n${upgrade}${more}`);
    await vi.waitFor(() => expect(received).toContain('101 Switching Protocols'));
    const began = performance.now();
    await app.close();
    await ended;
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(received).toContain('\x03\xf4'); // 1012, service restart
  });

  it('twice is the same as once', async () => {
    const { app } = await start();
    await Promise.all([app.close(), app.close()]);
    await app.close();
  });
});
