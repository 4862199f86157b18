// SQL of messages and what belongs to them.
import type { PageFamily } from '../../batching/page-statement.ts';
import { Columns, type Statement, statement } from '../../postgres/statement.ts';
import { channelReference, visible } from '../channels/statements.ts';
import type { UserRow } from '../identity/model.ts';
import { userColumns, userReference } from '../identity/statements.ts';
import type { AttachmentRow, MessageEditRow, MessageRow, ReactionRow } from './model.ts';
import { keyLock } from './sending-statements.ts';

const always = ['id', 'channelId', 'seq', 'ordinal', 'parentId', 'authorId', 'createdAt', 'replyCount'] as const;

export const messageColumns = new Columns<Omit<MessageRow, 'author' | 'channel' | 'channelPrivacy'>>(
  {
    id: 'id',
    channelId: 'channel_id',
    seq: 'seq',
    ordinal: 'ordinal',
    parentId: 'parent_id',
    authorId: 'author_id',
    body: 'body',
    bodyHtml: 'body_html',
    createdAt: 'created_at',
    editedAt: 'edited_at',
    deletedAt: 'deleted_at',
    pinnedAt: 'pinned_at',
    replyCount: 'reply_count',
  },
  {
    type: 'Message',
    fields: ['channel', 'author', 'parent', 'replies', 'participants', 'reactions', 'mentions', 'attachments', 'edits'],
    columnSets: {
      text: [...always, 'body'],
      html: [...always, 'bodyHtml', 'editedAt', 'deletedAt', 'pinnedAt'],
    },
  },
);

const references = {
  author: userReference('author', 'authorId'),
  channel: channelReference('channel', 'channelId'),
};

type References = readonly (keyof typeof references)[];

const columns = messageColumns.of('m');

/** Messages with the named references joined. The caller knows that they may be seen. */
export const messagesByIdWith = (names: References) =>
  byId('messages.byId', names, columns, `from messages m where m.workspace_id = $1 and m.id = any($2::uuid[])`);

export const messagesById = messagesByIdWith([]);

/** Messages of channels that the viewer may see, with the named references joined. */
export const visibleMessagesByIdWith = (names: References) =>
  byId(
    'messages.visibleById',
    names,
    `${columns}, c.privacy as "channelPrivacy"`,
    `from messages m join channels c on c.id = m.channel_id
     where m.workspace_id = $1 and m.id = any($2::uuid[]) and ${visible('$3', '$4')}`,
  );

function byId(name: string, names: References, columns: string, from: string): Statement<MessageRow> {
  if (!names.length) return statement(name, `select ${columns} ${from}`);
  const joined = names.map((reference) => references[reference]);
  return statement(
    `${name}/${names.join('+')}`,
    `select page.*, ${joined.map(({ columns }) => columns['']).join(', ')} from (select ${columns} ${from}) page
     ${joined.map(({ join }) => join).join(' ')}`,
  );
}

const lists = { columns: messageColumns.columnSets('m'), from: 'messages m', references } as const;

export const messagesByChannel: PageFamily<MessageRow> = {
  ...lists,
  name: 'messages.byChannel',
  where: 'm.workspace_id = $1 and m.channel_id = parent.k1 and m.ordinal is not null',
  orders: { ordinal: [{ sql: 'm.ordinal', type: 'integer', of: (row) => row.ordinal }] },
};

export const repliesByMessage: PageFamily<MessageRow> = {
  ...lists,
  name: 'messages.byParent',
  where: 'm.workspace_id = $1 and m.parent_id = parent.k1',
  orders: { seq: [{ sql: 'm.seq', type: 'integer', of: (row) => row.seq }] },
};

export const pinnedByChannel: PageFamily<MessageRow> = {
  ...lists,
  columns: messageColumns.of('m'), // it is ordered by a column that not all column sets have
  name: 'messages.pinned',
  where: 'm.workspace_id = $1 and m.channel_id = parent.k1 and m.pinned_at is not null',
  orders: {
    pinnedAt: [
      { sql: 'm.pinned_at', type: 'timestamptz', of: (row) => row.pinnedAt },
      { sql: 'm.id', type: 'uuid', of: (row) => row.id },
    ],
  },
};

export const participantsByMessage: PageFamily<UserRow & { firstSeq: number }> = {
  name: 'participants.byMessage',
  columns: userColumns.columnSets('u', '', 'p.first_seq as "firstSeq"'),
  from: 'message_participants p',
  join: 'join users u on u.id = p.user_id',
  where: 'p.workspace_id = $1 and p.message_id = parent.k1',
  orders: {
    firstSeq: [
      { sql: 'p.first_seq', type: 'integer', of: (row) => row.firstSeq },
      { sql: 'p.user_id', type: 'uuid', of: (row) => row.id },
    ],
  },
};

export const mentionsByMessage: PageFamily<UserRow & { position: number }> = {
  name: 'mentions.byMessage',
  columns: userColumns.columnSets('u', '', 'n.position'),
  from: 'message_mentions n',
  join: 'join users u on u.id = n.user_id',
  where: 'n.workspace_id = $1 and n.message_id = parent.k1',
  orders: { position: [{ sql: 'n.position', type: 'integer', of: (row) => row.position }] },
};

export const attachmentsByMessage: PageFamily<AttachmentRow> = {
  name: 'attachments.byMessage',
  // An Int of GraphQL cannot hold 2 GiB or more.
  columns: `a.position, a.name, a.url, a.media_type as "mediaType",
    case when a.size < 2147483648 then a.size end as size`,
  from: 'message_attachments a',
  where: 'a.workspace_id = $1 and a.message_id = parent.k1',
  orders: { position: [{ sql: 'a.position', type: 'integer', of: (row) => row.position }] },
};

export const editsByMessage: PageFamily<MessageEditRow> = {
  name: 'edits.byMessage',
  columns: 'e.number, e.body, e.replaced_at as "replacedAt"',
  from: 'message_edits e',
  where: 'e.workspace_id = $1 and e.message_id = parent.k1',
  orders: { number: [{ sql: 'e.number', type: 'integer', of: (row) => row.number }] },
};

export const reactionsByMessage = statement<ReactionRow>(
  'reactions.byMessage',
  `select r.message_id as "messageId", r.emoji, count(*) as count
   from message_reactions r where r.workspace_id = $1 and r.message_id = any($2::uuid[])
   group by r.message_id, r.emoji order by min(r.created_at), r.emoji`,
);

export const usersByReaction: PageFamily<UserRow & { reactedAt: string }> = {
  name: 'reactions.users',
  parent: ['uuid', 'text'],
  columns: userColumns.columnSets('u', '', 'r.created_at as "reactedAt"'),
  from: 'message_reactions r',
  join: 'join users u on u.id = r.user_id',
  where: 'r.workspace_id = $1 and r.message_id = parent.k1 and r.emoji = parent.k2',
  orders: {
    reactedAt: [
      { sql: 'r.created_at', type: 'timestamptz', of: (row) => row.reactedAt },
      { sql: 'r.user_id', type: 'uuid', of: (row) => row.id },
    ],
  },
};

export const reactionsOfViewer = statement<{ messageId: string; emoji: string }>(
  'reactions.ofViewer',
  `select r.message_id as "messageId", r.emoji
   from unnest($2::uuid[], $3::text[]) as asked(message_id, emoji)
   join message_reactions r on r.message_id = asked.message_id and r.emoji = asked.emoji and r.user_id = $4
   where r.workspace_id = $1`,
);
/**
 * Claims an author's key; no row when it has been claimed before. Waits for transactions that are using the same key.
 */
export const claimClientMessageId = statement<{ messageId: string }>(
  'messages.claim',
  `with mine as materialized (select pg_advisory_xact_lock(${keyLock('$2::uuid', '$3::text')}))
   insert into client_message_ids (user_id, client_message_id, workspace_id, message_id, created_at, input_hash)
   select $2::uuid, $3, $1::uuid, $4::uuid, $5::timestamptz, $6::bytea from mine
   on conflict do nothing returning message_id as "messageId"`,
);

/** The message that an author's key has created. Keys from before input hashes were stored count as the same input. */
export const messageOfClientMessageId = statement<{ messageId: string; isSameInput: boolean }>(
  'messages.claimed',
  `select message_id as "messageId", coalesce(input_hash = $4::bytea, true) as "isSameInput" from client_message_ids
   where workspace_id = $1 and user_id = $2 and client_message_id = $3`,
);

/** Takes the channel's next numbers. A reply is counted at its root; a root moves its author's read position. */
export const insertMessage = statement<{ seq: number; ordinal: number | null }>(
  'messages.insert',
  `with counted as (
     update channels set last_seq = last_seq + 1, last_ordinal = last_ordinal + ($4::uuid is null)::integer,
       last_activity_at = greatest(last_activity_at, $8)
     where workspace_id = $1 and id = $3
     returning last_seq, last_ordinal
   ), sent as (
     insert into messages (id, workspace_id, channel_id, parent_id, author_id, body, body_html, created_at, seq, ordinal)
     select $2, $1, $3, $4, $5, $6, $7, $8, last_seq, case when $4::uuid is null then last_ordinal end from counted
     returning seq, ordinal
   ), root as (
     update messages set reply_count = reply_count + 1 where workspace_id = $1 and id = $4 returning id, author_id, seq
   ), taking_part as (
     insert into message_participants (message_id, user_id, workspace_id, first_seq)
     select id, author_id, $1, seq from root
     union all
     select root.id, $5, $1, sent.seq from root, sent where root.author_id <> $5
     on conflict do nothing
   ), mentioned as (
     insert into message_mentions (message_id, user_id, workspace_id, position)
     select $2, user_id, $1, position from unnest($9::uuid[]) with ordinality as named(user_id, position)
   ), reading as (
     update channel_members set read_ordinal = sent.ordinal from sent
     where channel_id = $3 and user_id = $5 and sent.ordinal is not null
   )
   select seq, ordinal from sent`,
);

/** Keeps the earlier body. */
export const editMessage = statement<never>(
  'messages.edit',
  `with kept as (
     insert into message_edits (message_id, number, workspace_id, body, replaced_at)
     select m.id, 1 + (select count(*) from message_edits e where e.message_id = m.id), $1, m.body, $5
     from messages m where m.workspace_id = $1 and m.id = $2
   )
   update messages set body = $3, body_html = $4, edited_at = $5 where workspace_id = $1 and id = $2`,
);

/** Returns the users whom the message mentioned. */
export const deleteMentions = statement<{ userId: string }>(
  'mentions.delete',
  'delete from message_mentions where workspace_id = $1 and message_id = $2 returning user_id as "userId"',
);

export const insertMentions = statement<never>(
  'mentions.insert',
  `insert into message_mentions (message_id, user_id, workspace_id, position)
   select $2, user_id, $1, position from unnest($3::uuid[]) with ordinality as named(user_id, position)`,
);

export const deleteMessage = statement<never>(
  'messages.delete',
  `with edits as (delete from message_edits where workspace_id = $1 and message_id = $2),
     reactions as (delete from message_reactions where workspace_id = $1 and message_id = $2),
     attachments as (delete from message_attachments where workspace_id = $1 and message_id = $2),
     mentions as (delete from message_mentions where workspace_id = $1 and message_id = $2)
   update messages set body = '', body_html = '', deleted_at = $3, pinned_at = null, pinned_by_id = null
   where workspace_id = $1 and id = $2`,
);

/** No row when the user has reacted with it before. */
export const insertReaction = statement<{ userId: string }>(
  'reactions.insert',
  `insert into message_reactions (message_id, emoji, user_id, workspace_id, created_at) values ($2, $3, $4, $1, $5)
   on conflict do nothing returning user_id as "userId"`,
);

/** Number of other emoji on a message. */
export const otherEmoji = statement<{ count: number }>(
  'reactions.otherEmoji',
  `select count(distinct emoji) as count from message_reactions
   where workspace_id = $1 and message_id = $2 and emoji <> $3`,
);

export const deleteReaction = statement<{ userId: string }>(
  'reactions.delete',
  `delete from message_reactions where workspace_id = $1 and message_id = $2 and emoji = $3 and user_id = $4
   returning user_id as "userId"`,
);

export const setPinned = statement<never>(
  'messages.setPinned',
  `update messages set pinned_at = $3, pinned_by_id = $4 where workspace_id = $1 and id = $2`,
);

export const pinCount = statement<{ count: number }>(
  'messages.pinCount',
  `select count(*) as count from messages where workspace_id = $1 and channel_id = $2 and pinned_at is not null`,
);
