// SQL of users and tokens.
import type { PageFamily } from '../../batching/page-statement.ts';
import { reference } from '../../batching/page-statement.ts';
import type { Condition } from '../../batching/pages.ts';
import { Columns, serverStatement, statement } from '../../postgres/statement.ts';
import type { AccessTokenRow, UserRow } from './model.ts';

export const userColumns = new Columns<UserRow>(
  {
    id: 'id',
    workspaceId: 'workspace_id',
    handle: 'handle',
    name: 'name',
    title: 'title',
    email: 'email',
    avatarUrl: 'avatar_url',
    kind: 'kind',
    role: 'role',
    createdAt: 'created_at',
    lastActiveAt: 'last_active_at',
    deactivatedAt: 'deactivated_at',
  },
  { type: 'User', fields: [], columnSets: { card: ['id', 'handle', 'name', 'avatarUrl'] } },
);

/** A reference to a user by this property of the row, joined under this name. */
export const userReference = (name: string, property: string) =>
  reference(name, userColumns, 'users u', `u.workspace_id = $1 and u.id = page."${property}"`);

export const usersById = statement<UserRow>(
  'users.byId',
  `select ${userColumns.of('u')} from users u where u.workspace_id = $1 and u.id = any($2::uuid[])`,
);

export const usersByHandle = statement<UserRow>(
  'users.byHandle',
  `select ${userColumns.of('u')} from users u where u.workspace_id = $1 and u.handle = any($2::text[])`,
);

const handleOrder = [{ sql: 'u.handle', type: 'text', of: (row: UserRow) => row.handle }] as const;
const idColumn = { sql: 'u.id', type: 'uuid', of: (row: UserRow) => row.id } as const;

export const usersByWorkspace: PageFamily<UserRow> = {
  name: 'users.byWorkspace',
  columns: userColumns.of('u'),
  from: 'users u',
  where: 'u.workspace_id = $1 and u.workspace_id = parent.k1',
  orders: {
    handle: handleOrder,
    createdAt: [{ sql: 'u.created_at', type: 'timestamptz', of: (row) => row.createdAt }, idColumn],
    lastActiveAt: [
      {
        sql: 'coalesce(u.last_active_at, u.created_at)',
        type: 'timestamptz',
        of: (row) => row.lastActiveAt ?? row.createdAt,
      },
      idColumn,
    ],
  },
};

/** What the list of users can be narrowed to; what is null or absent narrows nothing. */
export interface UserConditions {
  role?: UserRow['role'] | null;
  kind?: UserRow['kind'] | null;
  deactivated?: boolean | null;
  /** A pattern of LIKE. */
  handlePattern?: string | null;
}

export function userConditions({ role, kind, deactivated, handlePattern }: UserConditions): Condition[] {
  const conditions: Condition[] = [];
  if (role) conditions.push(($) => `u.role = ${$(role)}`);
  if (kind) conditions.push(($) => `u.kind = ${$(kind)}`);
  if (deactivated != null) conditions.push(() => `u.deactivated_at is ${deactivated ? 'not null' : 'null'}`);
  if (handlePattern) conditions.push(($) => `u.handle like ${$(handlePattern)}`);
  return conditions;
}

const tokenColumns = new Columns<AccessTokenRow>({
  id: 'id',
  userId: 'user_id',
  name: 'name',
  kind: 'kind',
  scopes: 'scopes',
  createdAt: 'created_at',
  expiresAt: 'expires_at',
  revokedAt: 'revoked_at',
});

export const tokensById = statement<AccessTokenRow>(
  'tokens.byId',
  `select ${tokenColumns.of('t')} from access_tokens t
   where t.workspace_id = $1 and t.id = any($2::uuid[]) and t.user_id = $3`,
);

export const tokensByUser: PageFamily<AccessTokenRow> = {
  name: 'tokens.byUser',
  columns: tokenColumns.of('t'),
  from: 'access_tokens t',
  where: `t.workspace_id = $1 and t.user_id = parent.k1 and t.revoked_at is null
    and (t.expires_at is null or t.expires_at > $4)`,
  extras: 1,
  orders: {
    createdAt: [
      { sql: 't.created_at', type: 'timestamptz', of: (row) => row.createdAt },
      { sql: 't.id', type: 'uuid', of: (row) => row.id },
    ],
  },
};

export interface BearerRow extends UserRow {
  tokenId: string;
  expiresAt: string | null;
  scopes: AccessTokenRow['scopes'];
}

export const userByToken = serverStatement<BearerRow>(
  'tokens.bearer',
  `select t.id as "tokenId", t.scopes, t.expires_at as "expiresAt", ${userColumns.of('u')}
   from access_tokens t join users u on u.id = t.user_id
   where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2)
     and u.deactivated_at is null`,
);

export const roleByTokenId = statement<{ role: UserRow['role'] }>(
  'tokens.role',
  `select u.role from access_tokens t join users u on u.id = t.user_id and u.workspace_id = $1
   where t.id = $2 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $3)
     and u.deactivated_at is null`,
);

export const touchLastActive = statement<never>(
  'users.touch',
  `update users set last_active_at = greatest(last_active_at, $3) where workspace_id = $1 and id = $2`,
);

export type LoginRow = UserRow & { passwordHash: string | null };

/** The user of a login. Bots sign in only with tokens, even if a password is stored. */
export const userByLogin = serverStatement<LoginRow>(
  'users.byLogin',
  `select u.password_hash as "passwordHash", ${userColumns.of('u')}
   from workspaces w cross join lateral (
     select * from users where workspace_id = w.id and handle = $2
     union all
     select * from users where workspace_id = w.id and email = $2
   ) u
   where w.slug = $1 and u.kind = 'PERSON'`,
);

/** The users under the locks of a command. */
export const usersForWrite = statement<UserRow & { passwordHash: string | null }>(
  'users.forWrite',
  `select u.password_hash as "passwordHash", ${userColumns.of('u')}
   from users u where u.workspace_id = $1 and u.id = any($2::uuid[])`,
);

export const otherOwners = statement<{ count: number }>(
  'users.otherOwners',
  `select count(*) as count from users
   where workspace_id = $1 and role = 'OWNER' and id <> $2 and deactivated_at is null`,
);

/** An owner who can sign in. */
export const ownerOfWorkspace = statement<{ id: string; handle: string }>(
  'workspaces.owner',
  `select id, handle from users
   where workspace_id = $1 and role = 'OWNER' and deactivated_at is null and kind = 'PERSON'
   order by handle limit 1`,
);

export const insertUser = statement<UserRow>(
  'users.insert',
  `insert into users as u (id, workspace_id, handle, name, title, email, avatar_url, kind, role, password_hash, created_at)
   values ($2, $1, $3, $4, $5, $6, $7, $8, $9, $10, $11)
   on conflict do nothing
   returning ${userColumns.of('u')}`,
);

export const updateProfile = statement<{ id: string }>(
  'users.updateProfile',
  `update users set handle = $3, name = $4, title = $5, email = $6, avatar_url = $7
   where workspace_id = $1 and id = $2 returning id`,
);

export const setRole = statement<never>(
  'users.setRole',
  `update users set role = $3 where workspace_id = $1 and id = $2`,
);

export const setDeactivated = statement<Pick<UserRow, 'deactivatedAt'>>(
  'users.setDeactivated',
  `update users set deactivated_at = $3 where workspace_id = $1 and id = $2 returning deactivated_at as "deactivatedAt"`,
);

export const setPassword = statement<never>(
  'users.setPassword',
  `update users set password_hash = $3 where workspace_id = $1 and id = $2`,
);

export const insertToken = statement<AccessTokenRow>(
  'tokens.insert',
  `insert into access_tokens as t (id, workspace_id, user_id, hash, name, kind, scopes, created_at, expires_at)
   values ($2, $1, $3, $4, $5, $6, $7, $8, $9) returning ${tokenColumns.of('t')}`,
);

/**
 * Creates a session; returns the user's current role. No row when the user is deactivated, or when a password hash is
 * given and theirs differs.
 */
export const insertSession = statement<{ role: UserRow['role'] }>(
  'tokens.insertSession',
  `with holder as (
     select u.id, u.role from users u
     where u.workspace_id = $1 and u.id = $3 and u.deactivated_at is null
       and ($9::text is null or u.password_hash = $9)
   ), made as (
     insert into access_tokens (id, workspace_id, user_id, hash, name, kind, scopes, created_at, expires_at)
     select $2, $1, holder.id, $4, $5, 'SESSION', $6, $7, $8 from holder
   )
   select role from holder`,
);

export const tokenForWrite = statement<AccessTokenRow>(
  'tokens.forWrite',
  `select ${tokenColumns.of('t')} from access_tokens t where t.workspace_id = $1 and t.id = $2`,
);

/** Revokes tokens of a user: one by id, or all with null; of any kind with null; except `$6`. */
export const revokeTokens = statement<AccessTokenRow>(
  'tokens.revoke',
  `update access_tokens as t set revoked_at = $3
   where t.workspace_id = $1 and t.user_id = $2 and t.revoked_at is null
     and ($4::uuid is null or t.id = $4) and ($5::text is null or t.kind = $5) and ($6::uuid is null or t.id <> $6)
   returning ${tokenColumns.of('t')}`,
);
