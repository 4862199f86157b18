// A world for a run: Postgres, Redis and some instances, a workspace with its people and channels.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serviceActor } from '../../src/changes/actor.ts';
import { createOwner, issueToken } from '../../src/features/identity/commands.ts';
import { createWorkspace } from '../../src/features/workspaces/commands.ts';
import { Postgres } from '../../src/postgres/database.ts';
import { migrate } from '../../src/postgres/migrate.ts';
import { Pool } from '../../src/postgres/pool.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { StatementTimes } from '../../src/telemetry/statement-times.ts';
import { insist, type Json } from './calls.ts';
import { Instance } from './instance.ts';
import { findRedis, freePort, PostgresServer, RedisServer } from './stores.ts';

/** The product itself, or with FAULTS_ROOT another build of it. */
export const product = resolve(process.env.FAULTS_ROOT ?? join(import.meta.dirname, '../..'));

export interface WorldOptions {
  instances?: number;
  people: number;
  channels: number;
  /** The build to run. */
  root?: string;
  /** False starts no Redis. */
  redis?: boolean;
  env?: Record<string, string>;
  /** Called before the instances start. */
  prepare?: (postgres: PostgresServer) => Promise<void>;
}

export interface Person {
  id: string;
  handle: string;
  token: string;
}

export interface World {
  readonly postgres: PostgresServer;
  /** Undefined where there is none. */
  readonly redis: RedisServer | undefined;
  readonly instances: Instance[];
  readonly origins: string[];
  readonly owner: Person;
  readonly people: Person[];
  /** Ids of public channels. */
  readonly channels: string[];
  /** The id of an archived one: every message to it is refused. */
  readonly archived: string;
  /** The data of a request by the owner. */
  ask(query: string, variables?: object): Promise<Json>;
  token(handle: string): Promise<string>;
  close(): Promise<void>;
}

export async function createWorld(options: WorldOptions): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-faults-'));
  chmodSync(folder, 0o711); // as root, Postgres runs as another user
  const postgres = new PostgresServer(folder);
  const redis = options.redis !== false && findRedis() ? new RedisServer() : undefined;
  await Promise.all([postgres.start(), redis?.start()]);
  await migrate(postgres.url);
  const issue = await issuer(postgres.url);
  await options.prepare?.(postgres);
  const env = {
    DATABASE_URL: postgres.url,
    ...(redis && { REDIS_URL: redis.url }),
    SOCKETS_PER_ADDRESS: '100000',
    SOCKETS_PER_USER: '10000',
    // A few tokens do the work of hundreds of clients, and load whole channels at once.
    LIMITS: 'off',
    ...options.env,
  };
  const instances: Instance[] = [];
  for (let number = 1; number <= (options.instances ?? 2); number++) {
    const port = await freePort();
    instances.push(new Instance({ name: `instance ${number}`, port, root: options.root ?? product, env }));
  }
  await Promise.all(instances.map((instance) => instance.start()));
  const origins = instances.map(({ origin }) => origin);
  const ownerToken = await issue.token('owner');
  const ask = (query: string, variables: object = {}) => insist(origins, { token: ownerToken, query, variables });
  const people: Person[] = [];
  for (let number = 1; number <= options.people; number++) {
    const handle = `person-${number}`;
    const create = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
    const { createUser } = await ask(create, { input: { handle, name: handle } });
    people.push({ id: createUser.user.id, handle, token: await issue.token(handle) });
  }
  const memberIds = people.slice(0, 100).map(({ id }) => id);
  const make = async (name: string): Promise<string> => {
    const create = 'mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } } }';
    return (await ask(create, { input: { name, memberIds } })).createChannel.channel.id;
  };
  const channels: string[] = [];
  for (let number = 1; number <= options.channels; number++) channels.push(await make(`channel-${number}`));
  const archived = await make('archived');
  await ask('mutation ($id: ID!) { archiveChannel(input: { channelId: $id }) { channel { id } } }', { id: archived });
  const { viewer } = await ask('{ viewer { user { id } } }');
  return {
    ...{ postgres, redis, instances, origins, people, channels, archived, ask },
    owner: { id: viewer.user.id, handle: 'owner', token: ownerToken },
    token: (handle) => issue.token(handle),
    async close() {
      for (const instance of instances) await instance.kill();
      await redis?.kill();
      await issue.end();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Creates the workspace, and tokens of its people. */
async function issuer(url: string) {
  const log = createLog('silent');
  const pool = new Pool({ url, log, max: 2, min: 0 });
  const postgres = new Postgres(pool, new StatementTimes(log, 60_000));
  const { id } = await createWorkspace(postgres, { slug: 'faults', name: 'Faults' });
  await createOwner(serviceActor(postgres, id), id, { handle: 'owner', name: 'Owner', email: null, password: null });
  return {
    token: (handle: string) => issueToken(serviceActor(postgres, id), handle, { name: 'faults', days: null }),
    end: () => pool.end(),
  };
}
