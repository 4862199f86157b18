// The credentials of a request: a bearer token, or the session cookie of a page on this origin.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { AppError, forbidden } from '../lib/errors.ts';

/** Finds the viewer of a token; null when the token is not valid. */
export type Authenticate<Viewer> = (token: string) => Promise<Viewer | null>;

/** The request headers that authentication reads. */
export type Credentials = Pick<IncomingHttpHeaders, 'authorization' | 'cookie' | 'origin' | 'host'>;

/** Copies only these headers, so that the rest of the request can be freed. */
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
 * The viewer of a request; null when it carries no credentials. An invalid bearer token is UNAUTHENTICATED. A stale
 * cookie counts as no credentials, since a page cannot remove it. A cookie is accepted only from pages of this origin
 * or of the allowed ones: FORBIDDEN otherwise.
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

// Names under which clients send credentials.
const credentialName = /auth|token|bearer|jwt|secret|password|credential|api.?key|session|cookie/i;

/**
 * The Authorization header in connectionParams, at the top level or in `headers`, in upper or lower case; undefined for
 * none. UNAUTHENTICATED where several differ, or where only other entries look like credentials: a client must not
 * become anonymous without an error.
 */
export function authorizationIn(payload: Readonly<Record<string, unknown>>): string | undefined {
  const { headers } = payload;
  const entries = [payload, typeof headers === 'object' && headers !== null ? headers : {}]
    .flatMap((one) => Object.entries(one))
    .filter(([, value]) => value != null);
  const found = entries.filter(([name]) => name.toLowerCase() === 'authorization').map(([, value]) => value as unknown);
  const [authorization] = found;
  if (typeof authorization === 'string' && found.every((one) => one === authorization)) return authorization;
  if (found.length || entries.some(([name]) => credentialName.test(name)))
    throw new AppError('UNAUTHENTICATED', misplaced);
  return undefined;
}

// The reason of a close frame has at most 123 bytes (RFC 6455, 5.5).
const misplaced = 'Send the token in connectionParams as {"authorization": "Bearer …"}, and nowhere else.';

/** Whether the response includes the ledger: only for owners who request it by a header or in connection_init. */
export function mayReadLedger(xLedger: unknown, viewer: { readonly role: string } | null): boolean {
  return xLedger === '1' && viewer?.role === 'OWNER';
}

/** FORBIDDEN when the request comes from a page of another origin that is not allowed. */
export function requireOrigin(headers: Credentials, allowedOrigins: readonly string[]): void {
  const { origin, host } = headers;
  if (origin === undefined || allowedOrigins.includes(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw forbidden('Pages of this origin may not call the server. Add the origin to ALLOWED_ORIGINS.');
}

/** Lets pages of the allowed origins read the response, including a refusal. */
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
