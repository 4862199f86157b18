// SQL of channels and their members. Which channels a viewer may see is decided here, in every statement that takes an
// id, name or list from a client: public ones unless they are a guest, and otherwise those they are a member of.
import type { PageFamily } from '../../batching/page-statement.ts';
import { reference } from '../../batching/page-statement.ts';
import type { Condition } from '../../batching/pages.ts';
import type { UserRole } from '../../lib/roles.ts';
import { Columns, statement } from '../../postgres/statement.ts';
import type { UserRow } from '../identity/model.ts';
import { userColumns, userReference } from '../identity/statements.ts';
import type { ChannelRole, ChannelRow, MemberRow } from './model.ts';

const channelColumns = new Columns<Omit<ChannelRow, 'createdBy' | 'viewerMembership'>>({
  id: 'id',
  name: 'name',
  topic: 'topic',
  purpose: 'purpose',
  kind: 'kind',
  privacy: 'privacy',
  createdById: 'created_by_id',
  createdAt: 'created_at',
  archivedAt: 'archived_at',
  lastActivityAt: 'last_activity_at',
  lastSeq: 'last_seq',
  lastOrdinal: 'last_ordinal',
  memberCount: 'member_count',
  importing: 'importing',
});

const memberColumns = new Columns<MemberRow>({
  channelId: 'channel_id',
  userId: 'user_id',
  role: 'role',
  joinedAt: 'joined_at',
  muted: 'muted',
  readOrdinal: 'read_ordinal',
});

/** Whether the viewer may see channel `c`. The placeholders are the viewer's id, and whether they are a guest. */
export const visible = (viewer: string, guest: string) => `((c.privacy = 'PUBLIC' and not ${guest}::boolean) or exists (
  select from channel_members seen where seen.channel_id = c.id and seen.user_id = ${viewer}::uuid))`;

/** A reference to a channel by this property of the row, joined under this name. */
export const channelReference = (name: string, property: string) =>
  reference(name, channelColumns, 'channels c', `c.workspace_id = $1 and c.id = page."${property}"`);

export const channelsById = statement<ChannelRow>(
  'channels.byId',
  `select ${channelColumns.of('c')} from channels c where c.workspace_id = $1 and c.id = any($2::uuid[])`,
);

export const visibleChannelsById = statement<ChannelRow>(
  'channels.visibleById',
  `select ${channelColumns.of('c')} from channels c
   where c.workspace_id = $1 and c.id = any($2::uuid[]) and ${visible('$3', '$4')}`,
);

/** One channel for each name: the public one, or else the oldest private one that the viewer may see. */
export const visibleChannelsByName = statement<ChannelRow>(
  'channels.visibleByName',
  `select distinct on (c.name) ${channelColumns.of('c')} from channels c
   where c.workspace_id = $1 and c.name = any($2::text[]) and ${visible('$3', '$4')}
   order by c.name, c.privacy = 'PUBLIC' desc, c.created_at, c.id`,
);

/** Whether the actor sees another channel of this name. */
export const nameSeen = statement<{ id: string }>(
  'channels.nameSeen',
  `select c.id from channels c
   where c.workspace_id = $1 and c.name = $2 and c.id <> $3 and ${visible('$4', '$5')} limit 1`,
);

const idColumn = { sql: 'c.id', type: 'uuid', of: (row: ChannelRow) => row.id } as const;

const lists = {
  columns: channelColumns.of('c'),
  orders: {
    name: [{ sql: `coalesce(c.name, '')`, type: 'text', of: (row: ChannelRow) => row.name ?? '' }, idColumn],
    createdAt: [{ sql: 'c.created_at', type: 'timestamptz', of: (row: ChannelRow) => row.createdAt }, idColumn],
    lastActivityAt: [
      { sql: 'c.last_activity_at', type: 'timestamptz', of: (row: ChannelRow) => row.lastActivityAt },
      idColumn,
    ],
  },
  references: {
    createdBy: userReference('createdBy', 'createdById'),
    viewerMembership: reference(
      'viewerMembership',
      memberColumns,
      'channel_members m',
      'm.channel_id = page.id and m.user_id = $4',
    ),
  },
  extras: 2,
} as const;

export const channelsByWorkspace: PageFamily<ChannelRow> = {
  name: 'channels.byWorkspace',
  ...lists,
  from: 'channels c',
  where: `c.workspace_id = $1 and c.workspace_id = parent.k1 and ${visible('$4', '$5')}`,
};

export const channelsByMember: PageFamily<ChannelRow> = {
  name: 'channels.byMember',
  ...lists,
  from: 'channel_members m join channels c on c.id = m.channel_id',
  where: `m.user_id = parent.k1 and c.workspace_id = $1 and ${visible('$4', '$5')}`,
};

/** What the lists of channels can be narrowed to; what is null or absent narrows nothing. */
export interface ChannelConditions {
  kind?: ChannelRow['kind'] | null;
  privacy?: ChannelRow['privacy'] | null;
  archived?: boolean | null;
  createdById?: string | null;
  /** A pattern of LIKE. */
  namePattern?: string | null;
  joined?: { is: boolean; userId: string } | null;
}

export function channelConditions(of: ChannelConditions): Condition[] {
  const conditions: Condition[] = [];
  const { kind, privacy, archived, createdById, namePattern, joined } = of;
  if (kind) conditions.push(($) => `c.kind = ${$(kind)}`);
  if (privacy) conditions.push(($) => `c.privacy = ${$(privacy)}`);
  if (archived != null) conditions.push(() => `c.archived_at is ${archived ? 'not null' : 'null'}`);
  if (createdById) conditions.push(($) => `c.created_by_id = ${$(createdById)}`);
  if (namePattern) conditions.push(($) => `c.name like ${$(namePattern)}`);
  if (joined) {
    const member = 'exists (select from channel_members j where j.channel_id = c.id and j.user_id = ';
    conditions.push(($) => `${joined.is ? '' : 'not '}${member}${$(joined.userId)})`);
  }
  return conditions;
}

export type ChannelMemberRow = UserRow & { memberRole: ChannelRole; joinedAt: string };

export const membersByChannel: PageFamily<ChannelMemberRow> = {
  name: 'members.byChannel',
  columns: userColumns.columnSets('u', '', 'm.role as "memberRole", m.joined_at as "joinedAt"'),
  from: 'channel_members m',
  join: 'join users u on u.id = m.user_id',
  where: 'm.workspace_id = $1 and m.channel_id = parent.k1',
  orders: {
    joinedAt: [
      { sql: 'm.joined_at', type: 'timestamptz', of: (row) => row.joinedAt },
      { sql: 'm.user_id', type: 'uuid', of: (row) => row.id },
    ],
  },
};

export const membershipsByChannel = statement<MemberRow>(
  'members.ofViewer',
  `select ${memberColumns.of('m')} from channel_members m
   where m.workspace_id = $1 and m.channel_id = any($2::uuid[]) and m.user_id = $3`,
);

export const unreadByUser = statement<{ userId: string; unread: number }>(
  'members.unread',
  `select m.user_id as "userId", sum(c.last_ordinal - m.read_ordinal) as unread
   from channel_members m join channels c on c.id = m.channel_id
   where m.workspace_id = $1 and m.user_id = any($2::uuid[]) and not m.muted and c.archived_at is null
   group by m.user_id`,
);

export interface AccessRow {
  actorRole: UserRole;
  actorDeactivated: boolean;
  memberRole: ChannelRole | null;
  readOrdinal: number | null;
  channel: ChannelRow | null;
}

/** The actor, the channel and the actor's membership, under the locks. */
export const channelForWrite = statement<AccessRow>(
  'channels.forWrite',
  `select u.role as "actorRole", u.deactivated_at is not null as "actorDeactivated", m.role as "memberRole",
     m.read_ordinal as "readOrdinal", ${channelColumns.of('c', 'channel')}
   from users u
   left join channels c on c.workspace_id = $1 and c.id = $2
   left join channel_members m on m.channel_id = c.id and m.user_id = u.id
   where u.workspace_id = $1 and u.id = $3`,
);

export const insertChannel = statement<{ id: string }>(
  'channels.insert',
  `insert into channels (id, workspace_id, name, topic, purpose, kind, privacy, created_by_id, created_at,
     last_activity_at, direct_key)
   values ($2, $1, $3, $4, $5, $6, $7, $8, $9, $9, $10)
   on conflict do nothing returning id`,
);

export const channelByDirectKey = statement<{ id: string }>(
  'channels.byDirectKey',
  'select id from channels where workspace_id = $1 and direct_key = $2',
);

export const updateChannel = statement<never>(
  'channels.update',
  `update channels set name = $3, topic = $4, purpose = $5, privacy = $6 where workspace_id = $1 and id = $2`,
);

export const setArchived = statement<never>(
  'channels.setArchived',
  `update channels set archived_at = $3 where workspace_id = $1 and id = $2`,
);

/** New members have read everything. Returns those who were not members before. */
export const insertMembers = statement<{ userId: string }>(
  'members.insert',
  `with joined as (
     insert into channel_members (channel_id, user_id, workspace_id, role, joined_at, read_ordinal)
     select c.id, member.id, $1, member.role, $5, c.last_ordinal
     from channels c, unnest($3::uuid[], $4::text[]) as member(id, role)
     where c.workspace_id = $1 and c.id = $2
     on conflict do nothing
     returning user_id
   ), counted as (
     update channels set member_count = member_count + (select count(*) from joined)
     where workspace_id = $1 and id = $2
   )
   select user_id as "userId" from joined`,
);

export const deleteMember = statement<{ userId: string }>(
  'members.delete',
  `with ended as (
     delete from channel_members where workspace_id = $1 and channel_id = $2 and user_id = $3 returning user_id
   ), counted as (
     update channels set member_count = member_count - (select count(*) from ended)
     where workspace_id = $1 and id = $2
   )
   select user_id as "userId" from ended`,
);

export const setMemberRole = statement<{ userId: string }>(
  'members.setRole',
  `update channel_members set role = $4 where workspace_id = $1 and channel_id = $2 and user_id = $3
   returning user_id as "userId"`,
);

export const setMuted = statement<never>(
  'members.setMuted',
  `update channel_members set muted = $4 where workspace_id = $1 and channel_id = $2 and user_id = $3`,
);

/** Never moves back; no row when it did not move. */
export const moveReadPosition = statement<{ readOrdinal: number }>(
  'members.read',
  `update channel_members set read_ordinal = $4
   where workspace_id = $1 and channel_id = $2 and user_id = $3 and read_ordinal < $4
   returning read_ordinal as "readOrdinal"`,
);

/** Those of these users who may read the channel. */
export const readersAmong = statement<{ userId: string }>(
  'channels.readersAmong',
  `select u.id as "userId" from channels c join users u on u.workspace_id = $1 and u.id = any($3::uuid[])
   left join channel_members m on m.channel_id = c.id and m.user_id = u.id
   where c.workspace_id = $1 and c.id = $2
     and (m.user_id is not null or (c.privacy = 'PUBLIC' and u.role <> 'GUEST'))`,
);

export interface GrantRow {
  privacy: ChannelRow['privacy'];
  guest: boolean;
  member: boolean;
  number: number | null;
  id: string | null;
}

/**
 * What decides whether the viewer may read a channel, and the last change of its stream, in one snapshot. No row when
 * the channel does not exist or the viewer is deactivated.
 */
export const channelGrant = statement<GrantRow>(
  'channels.grant',
  `select c.privacy, u.role = 'GUEST' as guest, m.user_id is not null as member, last.number, last.id
   from channels c
   join users u on u.id = $3 and u.workspace_id = $1 and u.deactivated_at is null
   left join channel_members m on m.channel_id = c.id and m.user_id = u.id
   left join lateral (
     select number, id from changes where stream = $4 and workspace_id = $1 order by number desc limit 1
   ) last on true
   where c.workspace_id = $1 and c.id = $2`,
);
