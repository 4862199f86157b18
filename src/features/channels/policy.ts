// Permissions in channels. They are checked inside the write, under the locks of the channel and the actor.
import type { Viewer } from '../../graphql/context.ts';
import { AppError, conflict, forbidden, notFound } from '../../lib/errors.ts';
import { isAdmin, type UserRole } from '../../lib/roles.ts';
import type { Runner } from '../../postgres/database.ts';
import type { ChannelRole, ChannelRow } from './model.ts';
import { channelForWrite } from './statements.ts';

/** The actor's relation to a channel that they may see. */
export interface Access {
  readonly channel: ChannelRow;
  readonly actorRole: UserRole;
  /** Null when the actor is not a member. */
  readonly member: { readonly role: ChannelRole; readonly readOrdinal: number } | null;
}

/** The actor's access to the channel; NOT_FOUND for a channel that they may not see. */
export async function readAccess(tx: Runner, viewer: Viewer, channelId: string): Promise<Access> {
  const [row] = await tx.run(channelForWrite, [channelId, viewer.userId]);
  if (!row || row.actorDeactivated) throw new AppError('UNAUTHENTICATED', 'This user is deactivated.');
  const { channel } = row;
  const member = row.memberRole && { role: row.memberRole, readOrdinal: row.readOrdinal! };
  const open = channel?.privacy === 'PUBLIC' && row.actorRole !== 'GUEST';
  if (!channel || !(open || member)) throw notFound('channel');
  return { channel, actorRole: row.actorRole, member };
}

/** Whether the actor manages the channel. */
export const manages = (access: Access): boolean => access.member?.role === 'ADMIN' || isAdmin(access.actorRole);

/** FORBIDDEN unless the actor manages the channel. */
export function requireManager(access: Access): void {
  if (!manages(access)) throw forbidden('Only admins of the channel or of the workspace may do this.');
}

/** FORBIDDEN unless the actor is a member. */
export function requireMember(access: Access): NonNullable<Access['member']> {
  if (!access.member) throw forbidden('Join the channel first.');
  return access.member;
}

/** CONFLICT while nothing can be written to the channel. */
export function requireOpen({ channel }: Access): void {
  if (channel.archivedAt) throw conflict('The channel is archived.');
  if (channel.importing) throw conflict('The channel is being imported: it can be written to when that is done.');
}

/** CONFLICT for a direct channel, whose members and settings are fixed. */
export function requireNotDirect({ channel }: Access): void {
  if (channel.kind === 'DIRECT') throw conflict('A direct channel has no name, settings or other members.');
}
