// A server for one test file: a database of its own, cloned from a migrated template, the app on a free port, and
// clients that speak HTTP to it.

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { serviceActor } from '../../src/changes/actor.ts';
import { readConfig } from '../../src/config.ts';
import { createOwner, issueToken } from '../../src/features/identity/commands.ts';
import { createWorkspace } from '../../src/features/workspaces/commands.ts';
import { migrate } from '../../src/postgres/migrate.ts';
import type { LedgerReport } from '../../src/telemetry/ledger.ts';
import { createLog, type Log } from '../../src/telemetry/log.ts';

/** A response of the GraphQL endpoint. */
export interface Answer<Data> {
  status: number;
  data: Data;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string; [key: string]: unknown } }[];
  extensions?: { ledger?: LedgerReport };
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
export type Json = any;

/** A client with a token; without one, an anonymous client. */
export interface Client {
  readonly token: string | null;
  /** The whole response. */
  ask<Data = Json>(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer<Data>>;
  /** The data; throws when there are errors. */
  data<Data = Json>(query: string, variables?: object): Promise<Data>;
  /** The code of the first error; undefined when there is none. */
  code(query: string, variables?: object): Promise<string | undefined>;
}

export interface TestServer {
  readonly app: App;
  readonly origin: string;
  readonly databaseUrl: string;
  /** The server's clock, in milliseconds; tests set it. */
  clock: { now: number };
  client(token: string | null): Client;
  /** A new workspace, and its owner as a client. */
  workspace(slug?: string): Promise<{ id: string; slug: string; owner: Client }>;
  /** A new user of the workspace, created by its owner, as a client with its global id. */
  user(owner: Client, handle: string, input?: object): Promise<Client & { id: string }>;
  close(): Promise<void>;
}

/** The initial contents of a database: all migrations, and what `fill` adds. */
export interface Template {
  name: string;
  fill?(url: string): Promise<void>;
}

const empty: Template = { name: 'switchboard_template' };

/** A new database of the cluster, cloned from a template that the first caller creates. */
export async function cloneDatabase(template = empty): Promise<{ url: string; drop(): Promise<void> }> {
  const adminUrl = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const at = (database: string) => Object.assign(new URL(adminUrl), { pathname: `/${database}` }).href;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    // One file at a time: the template is created once, and cannot be cloned while another client is connected to it.
    await admin.query('select pg_advisory_lock(hashtext($1))', [template.name]);
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template.name]);
    if (!rowCount) {
      const making = `${template.name}_making`;
      await admin.query(`drop database if exists ${making} with (force)`);
      await admin.query(`create database ${making}`);
      await migrate(at(making));
      await template.fill?.(at(making));
      await admin.query(`alter database ${making} rename to ${template.name}`);
    }
    await admin.query(`create database ${name} template ${template.name}`);
  } finally {
    await admin.end();
  }
  const drop = async () => {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    await client.query(`drop database if exists ${name} with (force)`);
    await client.end();
  };
  return { url: at(name), drop };
}

/** Starts the product's own app on a database of its own, silent unless the test passes a log. */
export async function startServer(
  settings: Record<string, string> = {},
  template = empty,
  log?: Log,
): Promise<TestServer> {
  const database = await cloneDatabase(template);
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', PORT: '0', DRAIN_SECONDS: '1', ...settings });
  const clock = { now: Date.now() };
  const now = () => clock.now;
  const app = createApp({ config, databaseUrl: database.url, log: log ?? createLog(config.logLevel), now });
  const { origin } = await app.listen();
  const client = (token: string | null) => createClient(origin, token);
  return {
    app,
    origin,
    databaseUrl: database.url,
    clock,
    client,
    async workspace(slug = `w-${randomBytes(4).toString('hex')}`) {
      const { id } = await createWorkspace(app.internals.postgres, { slug, name: `Workspace ${slug}` });
      await createOwner(serviceActor(app.internals.postgres, id), id, {
        handle: 'owner',
        name: 'Owner',
        email: null,
        password: null,
      });
      const token = await issueToken(serviceActor(app.internals.postgres, id), 'owner', { name: 'test', days: null });
      return { id, slug, owner: client(token) };
    },
    async user(owner, handle, input = {}) {
      const created = await owner.data(
        `mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }`,
        { input: { handle, name: handle, ...input } },
      );
      const { workspace } = await owner.data('{ workspace { id } }');
      const workspaceId = (workspace.id as string).slice('Workspace_'.length);
      const token = await issueToken(serviceActor(app.internals.postgres, workspaceId), handle, {
        name: 'test',
        days: null,
      });
      return { ...client(token), id: created.createUser.user.id };
    },
    async close() {
      await app.close();
      await database.drop();
    },
  };
}

function createClient(origin: string, token: string | null): Client {
  const ask: Client['ask'] = async (query, variables = {}, headers = {}) => {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-ledger': '1',
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as Json) };
  };
  return {
    token,
    ask,
    async data(query, variables) {
      const answer = await ask<Json>(query, variables);
      if (answer.errors) throw new Error(JSON.stringify(answer.errors, null, 1));
      return answer.data;
    },
    async code(query, variables) {
      return (await ask(query, variables)).errors?.[0]?.extensions.code;
    },
  };
}
