// A connection to a test's database beside the server: for what it stores, and what the contract cannot create.
import pg from 'pg';
import type { Json } from './server.ts';

export interface Sql {
  rows<Row = Json>(text: string, values?: unknown[]): Promise<Row[]>;
  end(): Promise<void>;
}

/** A connection of the test's own. */
export async function openSql(databaseUrl: string): Promise<Sql> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    rows: async (text, values = []) => (await client.query(text, values)).rows as never[],
    end: () => client.end(),
  };
}

/** The UUID in a global id. */
export const rawId = (globalId: string): string => globalId.slice(globalId.indexOf('_') + 1);

/** Every table of the product's own. */
async function tables(sql: Sql): Promise<string[]> {
  const found = await sql.rows<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  return found.map(({ name }) => name);
}

/** A fingerprint of everything that a workspace has in the database, but for when its users were last active. */
export async function fingerprint(sql: Sql, workspaceId: string): Promise<Record<string, string>> {
  const prints: Record<string, string> = {};
  for (const table of await tables(sql)) {
    const columns = await sql.rows<{ name: string }>(
      'select column_name as name from information_schema.columns where table_name = $1 order by 1',
      [table],
    );
    const names = columns.map(({ name }) => name).filter((name) => name !== 'last_active_at');
    const of = names.includes('workspace_id') ? 'workspace_id' : 'id';
    if (!names.includes(of)) continue;
    const [row] = await sql.rows<{ print: string }>(
      `select coalesce(md5(string_agg(line, '|' order by line)), '') as print
       from (select row(${names.join(', ')})::text as line from ${table} where ${of}::text = $1) lines`,
      [workspaceId],
    );
    prints[table] = row!.print;
  }
  return prints;
}

/** Everything in the database as text, bytes as hexadecimal. */
export async function dump(sql: Sql): Promise<string> {
  const texts = [];
  for (const table of await tables(sql)) {
    const rows = await sql.rows<{ line: string }>(`select t::text as line from ${table} t`);
    texts.push(...rows.map(({ line }) => line));
  }
  return texts.join('\n');
}

/** The changes of a stream, in their order. */
export const changesOf = (sql: Sql, stream: string) =>
  sql.rows<{ number: number; id: string; kind: string; actorId: string | null; data: Json }>(
    `select number::int, id, kind, actor_id as "actorId", data from changes where stream = $1 order by number`,
    [stream],
  );

/** Streams whose changes are not numbered 1, 2, 3 … without a gap up to their head: there should be none. */
export const brokenStreams = (sql: Sql) =>
  sql.rows(
    `select s.key, s.head, count(c.number)::int, min(c.number), max(c.number)
     from streams s left join changes c on c.stream = s.key group by s.key, s.head
     having min(c.number) <> 1 or max(c.number) <> s.head or count(c.number) <> s.head or count(c.number) = 0`,
  );
