// Permissions for messages. They are checked inside the write, under the locks of the channel and the actor.
import type { Viewer } from '../../graphql/context.ts';
import { AppError, conflict, forbidden, notFound } from '../../lib/errors.ts';
import type { Runner } from '../../postgres/database.ts';
import { type Access, manages, readAccess, requireMember, requireOpen } from '../channels/policy.ts';
import type { MessageRow } from './model.ts';
import { messagesById } from './statements.ts';

/** A message, and the actor's access to its channel. */
export interface MessageAccess extends Access {
  readonly message: MessageRow;
}

/** The actor's access to the message; NOT_FOUND when they may not see its channel. */
export async function readMessageAccess(
  tx: Runner,
  viewer: Viewer,
  channelId: string,
  id: string,
): Promise<MessageAccess> {
  const access = await readAccess(tx, viewer, channelId).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'NOT_FOUND' ? notFound('message') : error;
  });
  const [message] = await tx.run(messagesById, [[id]]);
  if (!message) throw notFound('message');
  return { ...access, message };
}

/** Requires that the actor may write to the message's channel, and that the message is not deleted. */
export function requireWritable(access: MessageAccess): void {
  requireMember(access);
  requireOpen(access);
  if (access.message.deletedAt) throw conflict('The message is deleted.');
}

/** FORBIDDEN unless the actor may write here: in an announcement channel only its admins write roots. */
export function requireMayWrite(access: Access, reply: boolean): void {
  const member = requireMember(access);
  requireOpen(access);
  if (access.channel.kind === 'ANNOUNCEMENT' && !reply && member.role !== 'ADMIN') {
    throw forbidden('Only admins of the channel may write here; you can reply and react.');
  }
}

/** FORBIDDEN unless the actor wrote the message. */
export function requireAuthor(access: MessageAccess, viewer: Viewer): void {
  if (access.message.authorId !== viewer.userId) throw forbidden('Only its author may edit a message.');
}

/** FORBIDDEN unless the actor manages the message's channel, or is its author and still a member. */
export function requireMayDelete(access: MessageAccess, viewer: Viewer): void {
  if (manages(access)) return;
  if (access.message.authorId !== viewer.userId) {
    throw forbidden("Only its author and the channel's admins may delete a message.");
  }
  requireMember(access);
}

/** FORBIDDEN unless the actor may pin: every member, but only managers in an announcement channel. */
export function requireMayPin(access: MessageAccess): void {
  if (access.channel.kind === 'ANNOUNCEMENT' && !manages(access)) {
    throw forbidden('Only admins of the channel may pin here.');
  }
}
