// Rolls the last migration back. It finds out what that destroys by trying it in a transaction that is rolled back.
// Rolls back one migration at a time, and never while a server is running.
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { appliedMigrations, type Migration, readMigrations, runMigration, withMigrationLock } from './migrate.ts';

export interface RollbackPlan {
  name: string;
  /** The statement in its file: `-- Destroys: …` or `-- Keeps: …`. */
  note: string | null;
  /** What would be lost, one line each. Null when it cannot be tried, as it runs outside a transaction. */
  losses: string[] | null;
}

/** What the next rollback would do; null when there is none. */
export async function planRollback(url: string, from?: URL): Promise<RollbackPlan | null> {
  return withMigrationLock(url, async (client) => {
    const migration = await lastMigration(client, from);
    if (!migration) return null;
    const { name, down } = migration;
    const losses = /^-- no transaction\s/.test(down) ? null : await findLosses(client, name, down);
    return { name, note: rollbackNote(down), losses };
  });
}

/** Rolls back the last migration, which must still be the planned one. */
export async function rollback(url: string, name: string, from?: URL): Promise<void> {
  await withMigrationLock(url, async (client) => {
    const migration = await lastMigration(client, from);
    if (migration?.name !== name) throw new Error(`${name} is no longer the last migration. Nothing was done.`);
    await runMigration(client, name, migration.down, 'delete from migrations where name = $1', [name]);
  });
}

/** The first of these lines in a rollback file. A test demands one in each. */
export function rollbackNote(down: string): string | null {
  return /^-- ((?:Destroys|Keeps): .+)$/m.exec(down)?.[1] ?? null;
}

async function lastMigration(client: pg.Client, from?: URL): Promise<Migration | null> {
  await requireNoOtherConnections(client);
  const last = (await appliedMigrations(client)).at(-1);
  if (!last) return null;
  const migration = (await readMigrations(from)).find(({ name }) => name === last.name);
  if (!migration) throw new Error(`The rollback of ${last.name} is not in this version: use the version that has it.`);
  return migration;
}

// The connection string may set another application name; then this connection has it too.
const others = `
  select host(client_addr) as address from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()
    and (application_name like 'switchboard%' or application_name = current_setting('application_name'))
  order by pid`;

async function requireNoOtherConnections(client: pg.Client): Promise<void> {
  const find = async () => (await client.query<{ address: string | null }>(others)).rows;
  let found = await find();
  // A connection that has just been closed is listed until the server has noticed.
  for (let attempt = 0; found.length && attempt < 20; attempt++) {
    await sleep(100);
    found = await find();
  }
  if (!found.length) return;
  const from = [...new Set(found.map(({ address }) => address ?? 'this machine'))].join(', ');
  const count = found.length === 1 ? '1 connection' : `${found.length} connections`;
  throw new Error(`A server or a command is using the database (${count} from ${from}). Stop them all first.`);
}

const columnsNow = `
  select c.relname as "table", array_agg(a.attname::text order by a.attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'migrations'
  group by c.relname order by c.relname`;

/** What is lost after the rollback: tables, columns, and rows of tables that stay. It changes nothing. */
async function findLosses(client: pg.Client, name: string, down: string): Promise<string[]> {
  const tables = async () => {
    const { rows } = await client.query<{ table: string; columns: string[] }>(columnsNow);
    return new Map(rows.map(({ table, columns }) => [table, columns]));
  };
  const count = async (table: string, column?: string) => {
    const what = column ? client.escapeIdentifier(column) : '*';
    const { rows } = await client.query<{ n: string }>(
      `select count(${what}) as n from ${client.escapeIdentifier(table)}`,
    );
    return Number(rows[0]!.n);
  };
  const counts = async (names: Iterable<string>) => {
    const found = new Map<string, number>();
    for (const table of names) found.set(table, await count(table));
    return found;
  };
  try {
    // Locks of other sessions must not make it wait for long.
    await client.query(`begin; set local lock_timeout = '10s'; savepoint here`);
    const before = await tables();
    await client.query(down);
    const after = await tables();
    const left = /\b(delete|truncate)\b/i.test(down) ? await counts(after.keys()) : new Map<string, number>();
    await client.query('rollback to here');
    const losses: string[] = [];
    for (const [table, columns] of before) {
      const kept = after.get(table);
      if (!kept) losses.push(`table ${table}: ${amount(await count(table), 'row')}`);
      for (const column of kept ? columns.filter((one) => !kept.includes(one)) : [])
        losses.push(`column ${table}.${column}: ${amount(await count(table, column), 'value')}`);
      const gone = left.has(table) ? (await count(table)) - left.get(table)! : 0;
      if (gone > 0) losses.push(`of table ${table}: ${amount(gone, 'row')}`);
    }
    return losses;
  } catch (error) {
    throw new Error(`Migration ${name} cannot be rolled back: ${(error as Error).message}`, { cause: error });
  } finally {
    await client.query('rollback').catch(() => undefined);
  }
}

const amount = (n: number, what: string) => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
