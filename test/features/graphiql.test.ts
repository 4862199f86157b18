// GraphiQL as a browser gets it: who is signed in by which credential, what the tabs contain, and what may be cached.

import { once } from 'node:events';
import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { serviceActor } from '../../src/changes/actor.ts';
import { createOwner } from '../../src/features/identity/commands.ts';
import { createWorkspace } from '../../src/features/workspaces/commands.ts';
import { countedCalls } from '../support/golden.ts';
import { createChannel, sendMessage } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8';

/** The tabs of a viewer who may write and has everything. */
const names = [
  ...['Welcome', 'Sidebar', 'RecentMessages', 'Channel', 'Thread', 'People', 'ByIds'],
  ...['FollowChannel', 'SendMessage'],
];

interface Tab {
  title: string;
  query: string;
  variables: string | null;
  headers: string | null;
}
interface Settings {
  viewer: string | null;
  version: string;
  tabs: Tab[];
}

let server: TestServer;
let owner: Client;
let slug: string;
let workspaceId: string;
beforeAll(async () => {
  server = await startServer();
  ({ id: workspaceId, slug, owner } = await server.workspace());
});
afterAll(() => server.close());

const cookieOf = (token: string | null) => `switchboard_session=${token}`;

/** What a browser gets at this path; redirects are not followed. */
function visit(path: string, headers: Record<string, string> = {}, origin = server.origin) {
  return new Promise<{ status: number; headers: Record<string, string>; body: Buffer; text: string }>(
    (resolve, reject) => {
      get(`${origin}${path}`, { headers: { accept, ...headers } }, async (res) => {
        const chunks: Buffer[] = [];
        for await (const chunk of res) chunks.push(chunk);
        const body = Buffer.concat(chunks);
        resolve({
          status: res.statusCode!,
          headers: res.headers as Record<string, string>,
          body,
          text: body.toString(),
        });
      }).on('error', reject);
    },
  );
}

function settingsIn(page: string): Settings {
  return JSON.parse(/<script type="application\/json" id="settings">(.*?)<\/script>/s.exec(page)![1]!);
}

const pageOf = async (token: string | null) => settingsIn((await visit('/graphql', { cookie: cookieOf(token) })).text);
const titles = (tabs: readonly Tab[]) => tabs.map(({ title }) => title);

function send(by: Client, { channelId, body, parentId }: { channelId: string; body: string; parentId?: string }) {
  server.clock.now += 1_000;
  return sendMessage(by, channelId, body, { parentId });
}

describe('the tabs of a viewer who is signed in', () => {
  let channelId: string;
  let threadId: string;
  let member: Client & { id: string };
  beforeAll(async () => {
    member = await server.user(owner, 'member');
    channelId = await createChannel(owner, { name: 'lively' });
    threadId = await send(owner, { channelId, body: 'A question' });
    await send(owner, { channelId, body: 'An answer', parentId: threadId });
    await send(owner, { channelId, body: 'Something else' });
    await send(owner, {
      channelId: await createChannel(owner, { name: 'quiet' }),
      body: 'No replies here, but the newest',
    });
    const archived = await createChannel(owner, { name: 'archived' });
    await send(owner, {
      channelId: archived,
      parentId: await send(owner, { channelId: archived, body: 'Old' }),
      body: 'Older',
    });
    await owner.data('mutation ($id: ID!) { archiveChannel(input: { channelId: $id }) { channel { id } } }', {
      id: archived,
    });
  });

  it('are a welcome and the stored operations, each of which runs unchanged, within its budget', async () => {
    const { tabs, viewer } = await pageOf(owner.token);
    const { id } = (await owner.data('{ viewer { user { id } } }')).viewer.user;
    expect(viewer).toBe(`${workspaceId}:${id.slice('User_'.length)}`);
    expect(titles(tabs)).toEqual(names);
    const answers: Record<string, Json> = {};
    for (const { title, query, variables, headers } of tabs) {
      if (title === 'FollowChannel') continue;
      const body = JSON.stringify({ query, variables: JSON.parse(variables ?? '{}') });
      const sent = { ...JSON.parse(headers!), 'content-type': 'application/json', cookie: cookieOf(owner.token) };
      const response = await fetch(`${server.origin}/graphql`, { method: 'POST', headers: sent, body });
      const answer = (await response.json()) as Json;
      expect(answer.errors, title).toBeUndefined();
      const budget = Number(/^# Its budget: at most (\d+) statements\.$/m.exec(query)?.[1] ?? 3);
      expect(countedCalls(answer.extensions.ledger), title).toBeLessThanOrEqual(budget);
      answers[title] = answer.data;
    }
    expect(answers.Channel.channel).toMatchObject({ id: channelId, name: 'lively' });
    expect(answers.Thread.message).toMatchObject({ id: threadId, replies: { totalCount: 1 } });
    expect(answers.ByIds.nodes.map((node: Json) => node?.__typename)).toEqual([
      'User',
      'Channel',
      'Message',
      'Workspace',
    ]);
    expect(answers.SendMessage.sendMessage.message.author.name).toBe('Owner');
  });

  it('write another message at each press of SendMessage, which RecentMessages then shows', async () => {
    const { tabs } = await pageOf(owner.token);
    const press = async (name: string): Promise<Json> => {
      const { query, variables, headers } = tabs.find(({ title }) => title === name)!;
      const response = await fetch(`${server.origin}/graphql`, {
        method: 'POST',
        headers: { ...JSON.parse(headers!), 'content-type': 'application/json', cookie: cookieOf(owner.token) },
        body: JSON.stringify({ query, variables: JSON.parse(variables!) }),
      });
      return response.json();
    };
    const cacheOf = async () => (await press('RecentMessages')).extensions.ledger.cache;
    await cacheOf();
    expect(await cacheOf()).toMatch(/^HIT/);
    const sent = [];
    for (let presses = 0; presses < 2; presses++) {
      sent.push((await press('SendMessage')).data.sendMessage.message.id);
      expect(await cacheOf()).toMatch(/^MISS/);
      expect(await cacheOf()).toMatch(/^HIT/);
    }
    expect(new Set(sent).size).toBe(2);
    expect(JSON.stringify((await press('RecentMessages')).data)).toContain(sent[1]);
  });

  it('contain a subscription that the page follows by its cookie, with the cost of each event', async () => {
    const { query, variables, headers } = (await pageOf(owner.token)).tabs.find(
      ({ title }) => title === 'FollowChannel',
    )!;
    const headersOfPage = { cookie: cookieOf(owner.token), origin: server.origin };
    const socket = new WebSocket(`${server.origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: headersOfPage,
    });
    const received: Json[] = [];
    socket.on('message', (data) => received.push(JSON.parse(String(data))));
    const send = (message: object) => socket.send(JSON.stringify(message));
    await once(socket, 'open');
    send({ type: 'connection_init', payload: JSON.parse(headers!) });
    await expect.poll(() => received.at(-1)?.type).toBe('connection_ack');
    send({ id: '1', type: 'subscribe', payload: { query, variables: JSON.parse(variables!) } });
    await expect.poll(() => received.at(-1)?.type).toBe('next');
    expect(received.at(-1).payload).toMatchObject({
      data: { channelEvents: { __typename: 'Started' } },
      extensions: { ledger: { statements: [] } },
    });
    socket.close();
  });

  it('begin with comments in lines that fit the editor', async () => {
    for (const { title, query } of (await pageOf(owner.token)).tabs) {
      const comment = query.split('\n').filter((line) => line.startsWith('#'));
      expect(comment.length, title).toBeGreaterThan(0);
      for (const line of comment) expect(line.length, line).toBeLessThanOrEqual(58);
      expect(query).not.toContain('# budget:');
    }
  });

  it('contain nothing that the viewer may not see, and the ledger is for owners alone', async () => {
    const secret = await createChannel(owner, { name: 'secret', privacy: 'PRIVATE' });
    await send(owner, {
      channelId: secret,
      parentId: await send(owner, { channelId: secret, body: 'Psst' }),
      body: 'Yes?',
    });
    expect(JSON.stringify((await pageOf(owner.token)).tabs)).toContain(secret);
    const { tabs } = await pageOf(member.token);
    expect(JSON.stringify(tabs)).not.toContain(secret);
    expect(titles(tabs)).toEqual(names.filter((name) => name !== 'SendMessage'));
    expect(tabs.find(({ title }) => title === 'Channel')!.variables).toContain(channelId);
    expect(tabs.every(({ headers }) => headers === null)).toBe(true);
  });

  it('are fewer in an empty workspace, where the welcome says what to do', async () => {
    const { owner: alone } = await server.workspace();
    const { tabs } = await pageOf(alone.token);
    expect(titles(tabs)).toEqual(['Welcome', 'Sidebar', 'RecentMessages', 'People', 'ByIds']);
    expect(tabs[0]!.query).toContain('createChannel');
  });

  it('survive names that try to break out of the page', async () => {
    const name = '</script><script>alert(1)</script><!-- "quoted" \\ {{ & \u2028';
    const hostile = await createWorkspace(server.app.internals.postgres, { slug: 'hostile', name });
    await createOwner(serviceActor(server.app.internals.postgres, hostile.id), hostile.id, {
      handle: 'eve',
      name,
      email: null,
      password: null,
    });
    const link = (await server.app.graphiqlLinks('')).find((path) => path.includes('=hostile&'))!;
    const cookie = (await visit(link)).headers['set-cookie']![0]!.split(';')[0]!;
    const { text } = await visit('/graphql', { cookie });
    expect(text.match(/<\/script/g)).toHaveLength(3);
    expect(text).not.toContain('<!--');
    const [welcome] = settingsIn(text).tabs;
    expect(welcome!.query.replace(/\n# /g, ' ')).toContain('</script><script>alert(1)</script>');
    expect(welcome!.query.split('\n').filter((line) => /alert|quoted/.test(line) && !line.startsWith('#'))).toEqual([]);
  });
});

describe('a visitor who is not signed in', () => {
  it('gets one tab, whose mutation signs the page in', async () => {
    await server.user(owner, 'ada', { password: 'correct horse battery' });
    const page = await visit('/graphql');
    expect(page.headers['set-cookie']).toBeUndefined();
    const { viewer, tabs } = settingsIn(page.text);
    expect(viewer).toBeNull();
    expect(titles(tabs)).toEqual(['SignIn']);
    expect(tabs[0]!.query).toContain('"Authorization": "Bearer');
    const variables = JSON.parse(tabs[0]!.variables!);
    expect(Object.keys(variables)).toEqual(['workspace', 'login', 'password']);
    const response = await fetch(`${server.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin },
      body: JSON.stringify({
        query: tabs[0]!.query,
        variables: { workspace: slug, login: 'ada', password: 'correct horse battery' },
      }),
    });
    expect(((await response.json()) as Json).data.signIn.viewer.user.handle).toBe('ada');
    const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
    expect(settingsIn((await visit('/graphql', { cookie })).text).tabs[0]!.query).toContain('as @ada.');
  });

  it('gets the same with an invalid cookie', async () => {
    expect((await pageOf('swb_unknown')).viewer).toBeNull();
  });
});

describe('the printed link', () => {
  const link = async () => (await server.app.graphiqlLinks('')).find((path) => path.includes(`=${slug}&`))!;
  const local = () => `127.0.0.1:${new URL(server.origin).port}`;

  it('starts a session of the owner and removes the key from the address', async () => {
    const { status, headers } = await visit(await link());
    expect(status).toBe(303);
    expect(headers).toMatchObject({
      location: '/graphql',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    const cookie = headers['set-cookie']![0]!;
    expect(cookie).toMatch(/^switchboard_session=swb_[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Expires=/);
    const { tabs } = settingsIn((await visit('/graphql', { cookie: cookie.split(';')[0]! })).text);
    expect(tabs[0]!.query).toContain('as @owner.');
  });

  it.each([
    ['127.0.0.1', 303],
    ['localhost:4000', 303],
    ['[::1]:4000', 303],
    ['switchboard.example.com', 403],
    ['127.0.0.1.example.com', 403],
    ['localhost.example.com:4000', 403],
    ['169.254.1.1', 403],
  ])('under the name %s is answered with %i', async (host, status) => {
    const answer = await visit(await link(), { host });
    expect(answer.status).toBe(status);
    expect(answer.headers['set-cookie'] === undefined).toBe(status === 403);
    if (status === 403) expect(answer.text).toMatch(/^The link works only on this machine.*\n$/);
  });

  it.each(['', 'x', '\u{1f600}', 'a'.repeat(5_000)])('with the key %j starts no session', async (key) => {
    const answer = await visit(`/graphql?workspace=${slug}&signin=${encodeURIComponent(key)}`, { host: local() });
    expect(answer).toMatchObject({
      status: 403,
      headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.text).toContain('Use the link that the running server printed');
  });

  it('to a missing workspace responds with 404', async () => {
    const answer = await visit((await link()).replace(slug, '%3Cb%3Enone'), { host: local() });
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('<b>');
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  it('is another one for each start, and does not exist in production', async () => {
    const production = await startServer({ NODE_ENV: 'production' });
    try {
      await production.workspace('team');
      expect(await production.app.graphiqlLinks('')).toEqual([]);
      const key = new URL(await link(), 'http://host').searchParams.get('signin')!;
      const answer = await visit(`/graphql?workspace=team&signin=${key}`, {}, production.origin);
      expect(answer.status).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
    } finally {
      await production.close();
    }
  });
});

describe('the endpoint', () => {
  const query = `?query=${encodeURIComponent('{ viewer { role } }')}`;

  it.each([
    'application/json',
    'application/graphql-response+json',
    'application/graphql-response+json; charset=utf-8, application/json',
    'application/json, text/html;q=0.1',
    '*/*',
  ])('executes a query by GET that accepts %s and responds in JSON', async (wanted) => {
    const { headers, text } = await visit(`/graphql${query}`, { accept: wanted });
    expect(headers['content-type']).toMatch(/json/);
    expect(JSON.parse(text)).toEqual({ data: { viewer: null } });
  });

  it('shows the page to a browser that sends a query, and executes nothing', async () => {
    const { headers, text } = await visit(`/graphql${query}`);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).not.toContain('"data"');
  });

  it('allows the page its own origin alone, and forbids framing and storing it', async () => {
    const { headers, text } = await visit('/graphql');
    const policy = headers['content-security-policy']!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      vary: 'accept, cookie, Accept-Encoding',
      'referrer-policy': 'no-referrer',
    });
    expect(text).toContain('<title>Switchboard</title>');
    expect(text.match(/(?:src|href)="(?!data:|\/graphql\/)[^"]*"/g)).toBeNull();
  });

  it('serves the page’s files compressed, to be cached for ever', async () => {
    const { text } = await visit('/graphql');
    const linked = [...text.matchAll(/(?:src|href)="(\/graphql\/[^"]*)"/g)].map(([, path]) => path!);
    expect(linked.map((path) => path.split('/').at(-1))).toEqual(['graphiql.css', 'graphiql.js', 'start.js']);
    const workers = ['editorWorkerService.js', 'json.js', 'graphql.js'].map((name) =>
      linked[0]!.replace(/[^/]*$/, name),
    );
    let total = 0;
    for (const path of [...linked, ...workers]) {
      const { status, headers, body } = await visit(path);
      expect(status, path).toBe(200);
      expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'x-content-type-options': 'nosniff' });
      expect(headers['content-type']).toBe(`text/${path.endsWith('css') ? 'css' : 'javascript'}; charset=utf-8`);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(gunzipSync(body).length).toBeGreaterThan(body.length);
      total += body.length;
    }
    expect(total).toBeLessThan(3_000_000);
    expect((await visit(linked[0]!.replace(/-\w+\//, '-0123456789ab/'))).status).toBe(404);
    expect((await visit('/graphql/nothing')).status).toBe(404);
  });
});
