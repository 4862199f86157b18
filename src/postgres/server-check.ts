// Checks that a Postgres server can hold this product's data, before anything is created in it.
import type pg from 'pg';

interface Server {
  /** As Postgres numbers it: 140005 is 14.5. */
  version: number;
  encoding: string;
  database: string;
}

const oldest = 14;

/** Rejects with one line when the server is too old, or the database cannot hold every text. */
export async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<Server>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
            current_database() as database`,
  );
  const problem = problemOf(rows[0]!);
  if (problem) throw new Error(problem);
}

/** What is wrong with the server, and what to do; undefined when it is fine. */
export function problemOf({ version, encoding, database }: Server): string | undefined {
  const major = Math.floor(version / 10_000);
  if (major < oldest) {
    return `The database runs on Postgres ${major}, and ${oldest} or later is needed. Upgrade it, or set DATABASE_URL to another.`;
  }
  if (encoding === 'UTF8') return undefined;
  return (
    `The database ${database} has the encoding ${encoding}, which cannot hold every text. Make one with: ` +
    "create database NAME encoding 'UTF8' template template0 lc_collate 'C' lc_ctype 'C'"
  );
}
