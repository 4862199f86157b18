// Who a request says it is: a bearer token, or the session cookie of a page on this origin.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { AppError, forbidden } from '../lib/errors.ts';

/** Finds out whom a token stands for; null when nobody. */
export type Authenticate<Viewer> = (token: string) => Promise<Viewer | null>;

/** What of a request's headers says who it is. */
export type Credentials = Pick<IncomingHttpHeaders, 'authorization' | 'cookie' | 'origin' | 'host'>;

/** These headers alone. */
export function credentialsOf({ authorization, cookie, origin, host }: IncomingHttpHeaders): Credentials {
  return { authorization, cookie, origin, host };
}

const cookieName = 'switchboard_session';

/** The header that sets the session cookie, or with null clears it. */
export function sessionCookie(token: string | null, expiresAt: Date | undefined, secure: boolean): string {
  const expires = token === null ? new Date(0) : expiresAt;
  const parts = [`${cookieName}=${token ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  if (expires) parts.push(`Expires=${expires.toUTCString()}`);
  if (secure) parts.push('Secure');
  return parts.join('; ');
}

/**
 * The viewer of a request; null when it carries no credentials. A bearer token that is not valid is UNAUTHENTICATED; a
 * stale cookie is nobody, since a page cannot take it away. A cookie counts only for pages of this origin, or of the
 * allowed ones: FORBIDDEN otherwise.
 */
export async function readViewer<Viewer>(
  headers: Credentials,
  authenticate: Authenticate<Viewer>,
  allowedOrigins: readonly string[],
): Promise<Viewer | null> {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const token = /^Bearer +([\w~+/.=-]+)$/i.exec(authorization)?.[1];
    const viewer = token ? await authenticate(token) : null;
    if (viewer) return viewer;
    throw new AppError('UNAUTHENTICATED', 'The bearer token is unknown, expired or revoked. Sign in again.');
  }
  const token = cookieIn(headers.cookie);
  if (!token) return null;
  requireOrigin(headers, allowedOrigins);
  return authenticate(token);
}

// Names under which clients send what is to sign them in.
const credentialName = /auth|token|bearer|jwt|secret|password|credential|api.?key|session|cookie/i;

/**
 * The Authorization header that connectionParams carry, at the top or in `headers`, in any case; undefined for none. What
 * looks like a credential and is not understood is UNAUTHENTICATED: nobody is signed out without a word.
 */
export function authorizationIn(payload: Readonly<Record<string, unknown>>): string | undefined {
  const { headers } = payload;
  const given = [payload, typeof headers === 'object' && headers !== null ? headers : {}]
    .flatMap((one) => Object.entries(one))
    .filter(([, value]) => value != null);
  const found = given.filter(([name]) => name.toLowerCase() === 'authorization').map(([, value]) => value as unknown);
  const [authorization] = found;
  if (typeof authorization === 'string' && found.every((one) => one === authorization)) return authorization;
  if (found.length || given.some(([name]) => credentialName.test(name)))
    throw new AppError('UNAUTHENTICATED', misplaced);
  return undefined;
}

// The reason of a close frame holds 123 bytes.
const misplaced = 'Send the token in connectionParams as {"authorization": "Bearer …"}, and nowhere else.';

/** Whether the answer tells what it cost: to owners who ask for it, by a header or in connection_init. */
export function mayReadLedger(asked: unknown, viewer: { readonly role: string } | null): boolean {
  return asked === '1' && viewer?.role === 'OWNER';
}

/** FORBIDDEN unless the request comes from no page, a page of this origin, or of an allowed one. */
export function requireOrigin(headers: Credentials, allowedOrigins: readonly string[]): void {
  const { origin, host } = headers;
  if (origin === undefined || allowedOrigins.includes(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw forbidden('Pages of this origin may not call the server. Add it to ALLOWED_ORIGINS.');
}

/** Lets pages of the allowed origins read the response, a refusal too. */
export function allowOrigin({ headers: { origin } }: IncomingMessage, res: ServerResponse, allowed: readonly string[]) {
  if (origin === undefined || !allowed.includes(origin)) return;
  res.setHeader('access-control-allow-origin', origin);
  res.setHeader('access-control-allow-credentials', 'true');
  res.setHeader('vary', 'Origin');
}

function cookieIn(header: string | undefined): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [name, value] = pair.trim().split('=');
    if (name === cookieName && value) return value;
  }
  return undefined;
}
