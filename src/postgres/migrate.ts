// Migrations: schema/migrations/NNNN_name.up.sql, and NNNN_name.down.sql to roll it back. Each runs once, in a
// transaction unless its first line is `-- no transaction` (for indexes built concurrently). A migration that has run
// must not change.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { checkServer } from './server-check.ts';

const folder = new URL('../../schema/migrations/', import.meta.url);
// Any fixed number: instances that start together take turns.
const lock = 7_201_964;

export interface Migration {
  name: string;
  up: string;
  down: string;
  hash: string;
}

/** All migrations in order. Throws when one has no rollback or a number is missing. */
export async function readMigrations(from: URL = folder): Promise<Migration[]> {
  const names = (await readdir(from)).filter((file) => file.endsWith('.up.sql')).sort();
  return Promise.all(
    names.map(async (file, index) => {
      const name = file.slice(0, -'.up.sql'.length);
      if (!name.startsWith(`${String(index + 1).padStart(4, '0')}_`)) {
        throw new Error(`Migrations are numbered from 0001 without a gap: ${file} is out of order.`);
      }
      const up = await readFile(new URL(file, from), 'utf8');
      const down = await readFile(new URL(`${name}.down.sql`, from), 'utf8').catch(() => {
        throw new Error(`${file} has no rollback: add ${name}.down.sql.`);
      });
      return { name, up, down, hash: createHash('sha256').update(up).digest('hex') };
    }),
  );
}

/** Runs pending migrations; returns their names. */
export async function migrate(url: string, from?: URL): Promise<string[]> {
  const migrations = await readMigrations(from);
  return withMigrationLock(url, async (client) => {
    const done = await appliedMigrations(client);
    const unknown = done.slice(migrations.length)[0];
    if (unknown)
      throw new Error(`The database is newer than this program: it has ${unknown.name}. Update the program.`);
    for (const [index, row] of done.entries()) {
      const migration = migrations[index]!;
      if (migration.name !== row.name || migration.hash !== row.hash) {
        throw new Error(`Migration ${row.name} has changed since it ran. Restore it, and put the change in a new one.`);
      }
    }
    const pending = migrations.slice(done.length);
    for (const { name, up, hash } of pending) {
      await runMigration(client, name, up, 'insert into migrations (name, hash) values ($1, $2)', [name, hash]);
    }
    return pending.map((migration) => migration.name);
  });
}

/** Runs the work on its own connection, while no other process migrates this database. */
export async function withMigrationLock<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'switchboard-migrate',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined); // the statement in progress rejects
  try {
    await client.connect();
    await checkServer(client);
    // Not pg_advisory_lock: a statement that waits holds a snapshot, and an index that is built concurrently waits for
    // it to end.
    const tryLock = () => client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lock]);
    while (!(await tryLock()).rows[0]!.held) await sleep(100);
    // `if not exists` requires the right to create tables even if the table exists.
    const { rows } = await client.query<{ there: boolean }>(`select to_regclass('migrations') is not null as there`);
    if (!rows[0]!.there)
      await client.query(`create table if not exists migrations (
        name text primary key, hash text not null, applied_at timestamptz not null default now())`);
    return await work(client);
  } finally {
    // Also after a failed sign-in: the server waits a minute for a password, and no database can be dropped meanwhile.
    await client.end().catch(() => undefined);
  }
}

/** Migrations that have run, in order. */
export async function appliedMigrations(client: pg.Client): Promise<{ name: string; hash: string }[]> {
  return (await client.query<{ name: string; hash: string }>('select name, hash from migrations order by name')).rows;
}

/** Runs a migration or its rollback, and records it with the statement `note`. */
export async function runMigration(
  client: pg.Client,
  name: string,
  sql: string,
  note: string,
  values: string[],
): Promise<void> {
  try {
    if (/^-- no transaction\s/.test(sql)) {
      // Several statements in one query would be one transaction, so each is sent alone.
      for (const statement of statementsOf(sql)) await client.query(statement);
      await client.query(note, values);
      return;
    }
    await client.query('begin');
    await client.query(sql);
    await client.query(note, values);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}

// Comments, strings, quoted names and dollar-quoted bodies are skipped as a whole: a semicolon in them does not end a
// statement. In an unquoted body (`begin atomic … end`) it would.
const token = /--[^\n]*|\/\*[\s\S]*?\*\/|\be'(?:[^'\\]|\\[\s\S])*'|'[^']*'|"[^"]*"|(\$\w*\$)[\s\S]*?\1|[\s\S]/gi;

function statementsOf(sql: string): string[] {
  const statements = [''];
  for (const [piece] of sql.matchAll(token)) {
    if (piece === ';') statements.push('');
    else statements[statements.length - 1] += piece;
  }
  return statements.filter((statement) => statement.trim());
}
