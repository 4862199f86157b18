// One import into a workspace at a time: whoever imports keeps a connection that holds the workspace's import. Two at
// once would do no harm (every batch passes over what is there), but the first to end would open channels too early.
import { holdImport } from '../features/imports/statements.ts';
import { AppError, conflict } from '../lib/errors.ts';
import type { Pool } from '../postgres/pool.ts';

export interface Hold {
  /** UNAVAILABLE once the connection is lost: somebody else may be importing by now. */
  check(): void;
  release(): void;
}

/** Takes the workspace's import; CONFLICT while another process has it. */
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
    // The session ends with the connection, and with it the hold.
    release: () => client.release(true),
  };
}
