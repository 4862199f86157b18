// Who may follow a channel's stream, and which of its changes end that.
import type { StoredChange } from '../../changes/log.ts';
import type { Context } from '../../graphql/context.ts';
import { viewerOf } from '../../graphql/context.ts';
import type { Grant } from '../../graphql/event-source.ts';
import { notFound } from '../../lib/errors.ts';
import { channelUpdated, memberJoined, memberLeft } from './changes.ts';
import { channelGrant, type GrantRow } from './statements.ts';

/** The viewer's grant to follow a channel, and the stream's last change; NOT_FOUND when they may not see it. */
export async function grantChannel(ctx: Context, channelId: string, stream: string) {
  const { userId } = viewerOf(ctx);
  const { db } = ctx;
  const read = async () => {
    const [row] = await db.run(channelGrant, [channelId, userId, stream]);
    if (!row || !mayRead(row)) return null;
    const head = row.number === null ? null : { number: row.number, id: row.id! };
    return { grant: createGrant(row, userId, head?.number ?? 0, refresh), head };
  };
  const refresh = async () => (await read())?.grant ?? null;
  const granted = await read();
  if (!granted) throw notFound('channel');
  return granted;
}

const mayRead = ({ privacy, guest, member }: Pick<GrantRow, 'privacy' | 'guest' | 'member'>): boolean =>
  member || (privacy === 'PUBLIC' && !guest);

function createGrant(
  { privacy, guest, member }: GrantRow,
  userId: string,
  position: number,
  refresh: Grant['refresh'],
): Grant {
  const now = { privacy, guest, member };
  return {
    position,
    refresh,
    stillAuthorized(change: StoredChange): boolean {
      if (memberJoined.of(change)?.data.userId === userId) now.member = true;
      else if (memberLeft.of(change)?.data.userId === userId) now.member = false;
      now.privacy = channelUpdated.of(change)?.data.privacy ?? now.privacy;
      return mayRead(now);
    },
  };
}
