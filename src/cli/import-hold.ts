// Allows one import into a workspace at a time: an import keeps a connection that holds the workspace's lock. Two imports at
// once would not harm the data (every batch skips existing rows), but the first to finish would open channels too early.
import { holdImport } from '../features/imports/statements.ts';
import { AppError, conflict } from '../lib/errors.ts';
import type { Pool } from '../postgres/pool.ts';

export interface Hold {
  /** Throws UNAVAILABLE once the connection is lost: another import may be running by then. */
  check(): void;
  release(): void;
}

/** Takes the lock for imports into the workspace; throws CONFLICT while another process holds it. */
export async function hold(pool: Pool, workspaceId: string, slug: string): Promise<Hold> {
  const client = await pool.acquire();
  let lost = false;
  client.on('error', () => {
    lost = true;
  });
  try {
    const { rows } = await client.query<{ held: boolean }>(holdImport.text, [workspaceId]);
    if (!rows[0]?.held) throw conflict(`Another import into ${slug} is running. Wait until it has ended.`);
  } catch (error) {
    client.release(true);
    throw error;
  }
  return {
    check() {
      if (lost) throw new AppError('UNAVAILABLE', 'The connection to the database was lost.');
    },
    // Closing the connection ends the session, which releases the lock.
    release: () => client.release(true),
  };
}
