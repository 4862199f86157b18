// Loaders of messages and what belongs to them. What belongs to a message that has been shown needs no further check: a
// thread never leaves its channel.
import type { GraphQLResolveInfo } from 'graphql';
import { coveredByParent, type DependencyTracker } from '../../batching/dependency-tracker.ts';
import { byKey, type DependsOn, groupedByKey, type KeyEncoder, type Loader } from '../../batching/loaders.ts';
import { countLoader, pageLoader } from '../../batching/pages.ts';
import { type Context, viewerOf } from '../../graphql/context.ts';
import { selectedColumnSet, selectedReferences } from '../../graphql/selection.ts';
import { channelStream } from '../../lib/streams.ts';
import { channelById, trackVisibility, viewerParameters } from '../channels/loaders.ts';
import { primeUsers } from '../identity/loaders.ts';
import type { UserRow } from '../identity/model.ts';
import { userColumns } from '../identity/statements.ts';
import type { MessageRow, ReactionRow } from './model.ts';
import * as sql from './statements.ts';

/** References that can be joined to messages by id. */
export const messageReferences = ['author', 'channel'] as const;

const onRows = (ctx: Context, rows: readonly MessageRow[]) => {
  messageById(ctx).prime(rows, ({ id }) => id);
  primeUsers(ctx, rows, ({ author }) => author);
  channelById(ctx).prime(
    rows,
    ({ channel }) => channel?.id,
    ({ channel }) => channel!,
  );
};

const trackMessages = (tracker: DependencyTracker, channelId: string) =>
  tracker.trackRow('Message', channelStream(channelId), 'messages');

const trackMessage: DependsOn<string, MessageRow | null, Context> = (tracker, id, row) => {
  // The channel of a message that does not exist is unknown, so there is no change to track.
  if (row) trackMessages(tracker, row.channelId);
  else tracker.uncacheableReason ??= `message ${id} does not exist, which is not cacheable`;
};

// All messages of a list share a channel, and replies share their root.
const listReferences = ['author'] as const;

/** How to read a page of messages: only the columns, and only those of the author, that the operation selects. */
export const messagePageOptions = (info: GraphQLResolveInfo) => ({
  columnSet: selectedColumnSet(info, sql.messageColumns),
  references: selectedReferences(info, listReferences, { author: userColumns }),
});

/** Loaders of messages by id: one for each set of joined references. */
function byIdWith(
  name: string,
  statementOf: typeof sql.messagesByIdWith,
  dependsOn: DependsOn<string, MessageRow | null, Context>,
  values?: (ctx: Context) => readonly unknown[],
) {
  const made = new Map<string, (ctx: Context) => Loader<string, MessageRow | null>>();
  return (ctx: Context, references: readonly string[] = []): Loader<string, MessageRow | null> => {
    const names = messageReferences.filter((reference) => references.includes(reference));
    const key = `${name}/${names.join('+')}`;
    let loader = made.get(key);
    if (!loader) {
      loader = byKey<MessageRow, string, Context>(key, statementOf(names), (row) => row.id, {
        dependsOn,
        ...(values && { values }),
        onRows,
      });
      made.set(key, loader);
    }
    return loader(ctx);
  };
}

/** A message that the execution has already shown. */
export const messageById = byIdWith('messageById', sql.messagesByIdWith, trackMessage);

/** A message that the viewer may see; null for any other. */
export const visibleMessageById = byIdWith(
  'visibleMessageById',
  sql.visibleMessagesByIdWith,
  (tracker, id, row, ctx) => {
    trackMessage(tracker, id, row, ctx);
    if (row) trackVisibility(tracker, row.channelId, row.channelPrivacy, ctx);
  },
  viewerParameters,
);

const ofChannel = { onRows, dependsOn: trackMessages };
// Threads and everything that belongs to a message change under topics of its channel that the message itself is
// tracked with.
const ofMessage = { dependsOn: coveredByParent };

export const messagesByChannel = pageLoader<MessageRow, string, Context>(sql.messagesByChannel, ofChannel);
export const repliesByMessage = pageLoader<MessageRow, string, Context>(sql.repliesByMessage, { onRows, ...ofMessage });
export const pinnedByChannel = pageLoader<MessageRow, string, Context>(sql.pinnedByChannel, ofChannel);
export const pinnedCountByChannel = countLoader(sql.pinnedByChannel, { dependsOn: trackMessages });

const people = { ...ofMessage, onRows: (ctx: Context, rows: readonly UserRow[]) => primeUsers(ctx, rows) };

export const participantsByMessage = pageLoader<UserRow & { firstSeq: number }, string, Context>(
  sql.participantsByMessage,
  people,
);
export const participantCountByMessage = countLoader(sql.participantsByMessage, ofMessage);

export const mentionsByMessage = pageLoader<UserRow & { position: number }, string, Context>(
  sql.mentionsByMessage,
  people,
);
export const mentionCountByMessage = countLoader(sql.mentionsByMessage, ofMessage);

export const attachmentsByMessage = pageLoader(sql.attachmentsByMessage, ofMessage);
export const attachmentCountByMessage = countLoader(sql.attachmentsByMessage, ofMessage);

export const editsByMessage = pageLoader(sql.editsByMessage, ofMessage);
export const editCountByMessage = countLoader(sql.editsByMessage, ofMessage);

/** The emoji on a message and how many users each has, in the order of first use. */
export const reactionsByMessage = groupedByKey<ReactionRow>(
  'reactionsByMessage',
  sql.reactionsByMessage,
  (row) => row.messageId,
  ofMessage,
);

type ReactionKey = Pick<ReactionRow, 'messageId' | 'emoji'>;

const reactionKey: KeyEncoder<ReactionKey> = {
  text: ({ messageId, emoji }) => `${messageId} ${emoji}`,
  columns: (keys) => [keys.map((key) => key.messageId), keys.map((key) => key.emoji)],
};

/** The users who reacted to a message with an emoji. */
export const usersByReaction = pageLoader<UserRow & { reactedAt: string }, ReactionKey, Context>(sql.usersByReaction, {
  keys: reactionKey,
  ...people,
});

/** The viewer's own reaction with an emoji; null when there is none. */
export const viewerReaction = byKey<ReactionKey, ReactionKey, Context>(
  'viewerReaction',
  sql.reactionsOfViewer,
  reactionKey.text,
  { ...ofMessage, keys: reactionKey, values: (ctx) => [viewerOf(ctx).userId] },
);
