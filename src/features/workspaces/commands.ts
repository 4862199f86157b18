// Creates workspaces. Only the command line does, as no one is signed in yet.
import { serviceActor } from '../../changes/actor.ts';
import { write } from '../../changes/record.ts';
import { createContext, setViewer } from '../../graphql/context.ts';
import { badInput, conflict } from '../../lib/errors.ts';
import { importedUuid } from '../../lib/ids.ts';
import { workspaceStream } from '../../lib/streams.ts';
import { oneLine } from '../../lib/text.ts';
import type { Postgres } from '../../postgres/database.ts';
import { startSession } from '../identity/commands.ts';
import { userById } from '../identity/loaders.ts';
import { ownerOfWorkspace } from '../identity/statements.ts';
import { workspaceCreated } from './changes.ts';
import type { WorkspaceRow } from './model.ts';
import * as sql from './statements.ts';

/** The stored form of a slug; BAD_USER_INPUT unless it is 1 to 40 of a-z, 0-9 and dash. */
export function validSlug(text: string): string {
  if (text.length > 100) throw badInput('A slug has at most 40 characters.');
  const slug = text.trim().toLowerCase();
  if (/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(slug)) return slug;
  throw badInput(`"${text}" is not a slug: use 1 to 40 of a-z, 0-9 and dash, with a letter or digit at both ends.`);
}

/** The workspace with this slug; null when there is none. */
export async function findWorkspace(postgres: Postgres, slug: string): Promise<WorkspaceRow | null> {
  const [row] = await postgres.scoped(null).run(sql.workspaceBySlug, [slug]);
  return row ?? null;
}

/** The workspaces of this server, oldest first; at most ten. */
export async function listWorkspaces(postgres: Postgres): Promise<WorkspaceRow[]> {
  return postgres.scoped(null).run(sql.oldestWorkspaces);
}

/** Creates an empty workspace; CONFLICT when the slug is taken. Its id is derived from slug and time. */
export async function createWorkspace(
  postgres: Postgres,
  options: { slug: string; name: string; now?: number },
): Promise<WorkspaceRow> {
  const slug = validSlug(options.slug);
  const name = oneLine('name', options.name, 1, 100);
  const now = options.now ?? Date.now();
  const id = importedUuid(now, 'workspace', slug);
  return write(serviceActor(postgres, id), [], async (tx) => {
    const [row] = await tx.run(sql.insertWorkspace, [slug, name, new Date(now)]);
    if (!row) throw conflict(`There is a workspace ${slug} already.`);
    tx.record(workspaceStream(id), workspaceCreated, { slug });
    return row;
  });
}

/** An owner of the workspace who can sign in; null when there is none. */
export async function findOwner(postgres: Postgres, workspaceId: string) {
  const [row] = await postgres.scoped(workspaceId).run(ownerOfWorkspace);
  return row ?? null;
}

/** A session of the workspace's owner; null when there is no such workspace, or nobody owns it. */
export async function startOwnerSession(
  postgres: Postgres,
  slug: string,
  now: () => number,
): Promise<{ token: string; expiresAt: Date } | null> {
  const workspace = await findWorkspace(postgres, slug);
  const owner = workspace && (await findOwner(postgres, workspace.id));
  if (!owner) return null;
  const ctx = createContext({ postgres, viewer: null, client: { address: '' }, now });
  const id = { userId: owner.id, workspaceId: workspace.id };
  setViewer(ctx, { ...id, role: 'OWNER', tokenId: '', scopes: [], expiresAt: null });
  const user = await userById(ctx).load(owner.id);
  const expiresAt = new Date(now() + 24 * 3_600_000);
  const session = user && (await startSession(ctx, user, 'Link of npm start', expiresAt));
  return session && { token: session.token, expiresAt };
}
