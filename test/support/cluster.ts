// One Postgres for a whole run of the tests, created in a temporary folder and removed after it; with TEST_DATABASE_URL
// the server named there. Only the server: a test that needs a database creates its own on it.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { forgetPostgresVariables } from '../../src/config.ts';
import { openEmbedded } from '../../src/postgres/embedded.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's connection string, to a database without any other use. */
    postgresUrl: string;
  }
}

/** Vitest's globalSetup: provides `postgresUrl`, and returns the function that stops the cluster. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const configured = process.env.TEST_DATABASE_URL;
  if (configured) {
    await check(configured);
    project.provide('postgresUrl', configured);
    return async () => {};
  }
  forgetPostgresVariables(); // the tests' own connections, in the processes that begin after this, take none of them either
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-test-'));
  chmodSync(folder, 0o711); // as root, Postgres runs as another user
  const settings = { full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' };
  const postgres = await openEmbedded({ dataDir: join(folder, 'data'), fsync: false, settings });
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function check(url: string): Promise<void> {
  let client: pg.Client | undefined;
  try {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    await client.connect();
    const statement = `select current_setting('server_version_num')::int / 10000 as version,
                              current_setting('is_superuser') = 'on' as superuser`;
    const { version, superuser } = (await client.query<{ version: number; superuser: boolean }>(statement)).rows[0]!;
    if (version < 14 || version > 18) throw new Error(`it runs Postgres ${version}, and 14 to 18 are supported`);
    if (!superuser) throw new Error('its user must be a superuser');
  } catch (error) {
    throw new Error(`TEST_DATABASE_URL cannot be used: ${(error as Error).message}.`);
  } finally {
    await client?.end().catch(() => {});
  }
}
