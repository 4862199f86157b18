// Users and tokens: their rows, and the rules for their values.
import { badInput } from '../../lib/errors.ts';
import type { EventRow } from '../../lib/events.ts';
import type { TokenScope, UserRole } from '../../lib/roles.ts';
import { maximumPassword } from '../../lib/secrets.ts';
import { oneLine } from '../../lib/text.ts';

export type UserKind = 'PERSON' | 'BOT';

export interface UserRow {
  id: string;
  workspaceId: string;
  handle: string;
  name: string;
  title: string | null;
  email: string | null;
  avatarUrl: string | null;
  kind: UserKind;
  role: UserRole;
  createdAt: string;
  lastActiveAt: string | null;
  deactivatedAt: string | null;
}

export interface AccessTokenRow {
  id: string;
  userId: string;
  name: string;
  kind: 'SESSION' | 'PERSONAL';
  scopes: TokenScope[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
}

/** The row of `Viewer`. Its id is the user's, as a node of another type. */
export interface ViewerRow {
  id: string;
  userId: string;
  role: UserRole;
  scopes: readonly TokenScope[];
}

export const viewerRow = ({ userId, role, scopes }: Omit<ViewerRow, 'id'>): ViewerRow => ({
  ...{ id: userId, userId, role, scopes },
});

export type StartedRow = EventRow;
export type ResyncRow = EventRow;

export interface PresenceChangedRow extends EventRow {
  userId: string;
  online: boolean;
}

/** How long a heartbeat counts, in milliseconds. */
export const presenceMs = 30_000;

/** How many days a session lasts. */
export const sessionDays = 30;

// Maximum lengths of input before it is trimmed: a handle may have an @, and both may have spaces around them.
const longestHandle = 100;
const longestEmail = 300;
const longestSlug = 100;

/** BAD_USER_INPUT when the text is too long to be valid; checked before any other work. */
function requireShort(field: string, text: string, max: number): void {
  if (text.length > max) throw badInput(`${field}: use at most ${max} characters.`);
}

/** A login and its workspace as they are looked up. */
export function validLogin({ workspace, login }: { workspace: string; login: string }) {
  requireShort('workspace', workspace, longestSlug);
  requireShort('login', login, longestEmail);
  return { workspace, login: login.trim().toLowerCase() };
}

/**
 * The stored form of a handle: lower case; BAD_USER_INPUT unless it is 1 to 40 of a-z, 0-9, dot, dash and underscore.
 */
export function validHandle(text: string): string {
  requireShort('handle', text, longestHandle);
  const handle = text.trim().toLowerCase().replace(/^@/, '');
  if (/^[a-z0-9][a-z0-9._-]{0,39}$/.test(handle)) return handle;
  throw badInput('handle: use 1 to 40 of a-z, 0-9, dot, dash and underscore, beginning with a letter or a digit.');
}

export const validName = (text: string): string => oneLine('name', text, 1, 100);
export const validTitle = (text: string | null): string | null =>
  text ? oneLine('title', text, 0, 100) || null : null;

/** The stored form of an e-mail address: lower case; BAD_USER_INPUT when it cannot be one. */
export function validEmail(text: string | null): string | null {
  if (text === null) return null;
  requireShort('email', text, longestEmail);
  const email = text.trim().toLowerCase();
  if (email.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return email;
  throw badInput('email: this is not an e-mail address.');
}

/** Maximum length of a URL: parsing one takes quadratic time in the length of a host beyond ASCII. */
const longestUrl = 2_000;

/** An https address without credentials; BAD_USER_INPUT otherwise. */
export function validAvatarUrl(text: string | null): string | null {
  if (text === null) return null;
  // Before it is parsed, which takes quadratic time.
  requireShort('avatarUrl', text, longestUrl);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'https:' && !url.username && !url.password) return url.href;
  throw badInput('avatarUrl: give an https address.');
}

export function validPassword(text: string): string {
  if (text.length >= 10 && text.length <= maximumPassword) return text;
  throw badInput(`A password has 10 to ${maximumPassword} characters.`);
}
