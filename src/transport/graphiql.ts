// GraphiQL for a browser that comes to the endpoint, and the link that signs it in. Everything is served from here: the
// page works offline, and its policy lets no request leave the origin.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Viewer } from '../graphql/context.ts';
import { AppError } from '../lib/errors.ts';
import { readViewer, sessionCookie } from './credentials.ts';
import { assetFolder, readAsset, warmAssets } from './graphiql-assets.ts';
import { openingTabs, tabsVersion } from './graphiql-tabs.ts';
import type { GraphQLOptions } from './yoga.ts';

export interface PageOptions extends GraphQLOptions {
  /** The key of the links that sign in, and what starts a session of a workspace's owner; null when no link does. */
  signIn: { key: string; start(slug: string): Promise<{ token: string; expiresAt: Date } | null> } | null;
}

// GraphiQL writes its styles into the page and holds its fonts in them; it evaluates no text as code.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  'font-src data:',
  'img-src data:',
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * What answers browsers at the endpoint (GET, Accept text/html) and serves GraphiQL's files below it. True when the
 * request was one of these; every other is left to GraphQL.
 */
export function createGraphiqlPage(options: PageOptions) {
  return async (req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean> => {
    if (req.method !== 'GET') return false;
    if (url.pathname !== '/graphql') return sendAsset(res, url.pathname);
    if (options.mediaTypes.negotiate(req) !== 'text/html') return false;
    res.setHeader('cache-control', 'no-store');
    res.setHeader('vary', 'accept, cookie');
    res.setHeader('referrer-policy', 'no-referrer');
    res.setHeader('content-security-policy', policy);
    warmAssets();
    if (url.searchParams.has('signin')) await signIn(req, res, url.searchParams, options);
    else await sendPage(req, res, options);
    return true;
  };
}

async function sendAsset(res: ServerResponse, path: string): Promise<boolean> {
  const asset = await readAsset(path);
  if (!asset) return false;
  // Named by its version, so it never changes. Every browser takes gzip; the plain text is not kept.
  res.writeHead(200, {
    'content-type': asset.type,
    'content-encoding': 'gzip',
    'content-length': asset.gzipped.length,
    'cache-control': 'public, max-age=31536000, immutable',
  });
  res.end(asset.gzipped);
  return true;
}

async function signIn(
  { headers }: IncomingMessage,
  res: ServerResponse,
  asked: URLSearchParams,
  { signIn: links, secureCookies }: PageOptions,
): Promise<void> {
  if (!links) return refuse(res, 403, 'This server signs nobody in by a link. Open /graphql and sign in there.');
  // A name that points to this machine may be anybody's (DNS rebinding): only these can be nothing else.
  if (!/^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(headers.host ?? '')) {
    return refuse(res, 403, 'The link works only on this machine: open it at 127.0.0.1 or localhost.');
  }
  if (!isSame(asked.get('signin') ?? '', links.key)) {
    return refuse(
      res,
      403,
      'This link is not valid. Use the one that the running server printed: each start makes new ones.',
    );
  }
  const session = await links.start(asked.get('workspace') ?? '');
  if (!session)
    return refuse(res, 404, 'There is no such workspace, or nobody owns it. Use a link that the server printed.');
  const cookie = sessionCookie(session.token, session.expiresAt, secureCookies);
  res.writeHead(303, { location: '/graphql', 'set-cookie': cookie }).end();
}

/** Takes the same time whatever is given. */
function isSame(given: string, key: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(key));
}

function refuse(res: ServerResponse, status: number, message: string): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${message}\n`);
}

async function sendPage(req: IncomingMessage, res: ServerResponse, options: PageOptions): Promise<void> {
  const viewer = await viewerOf(req, options);
  const settings = {
    // Where the browser keeps the tabs: ids of one workspace, or of one database, mean nothing in another.
    viewer: viewer && `${viewer.workspaceId}:${viewer.userId}`,
    version: tabsVersion,
    tabs: await openingTabs(viewer, { ...options, address: req.socket.remoteAddress ?? '' }),
  };
  res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageOf(settings));
}

/** Nobody, where the request's credentials are refused: the page is there to sign in. */
async function viewerOf({ headers }: IncomingMessage, options: PageOptions): Promise<Viewer | null> {
  return readViewer(headers, options.authenticate, options.allowedOrigins).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 40 40"><rect width="32" height="32" rx="7" fill="#4338ca"/>' +
  '<path d="M9 11h9a5 5 0 0 1 5 5M23 21h-9a5 5 0 0 1-5-5" fill="none" stroke="#c7d2fe" stroke-width="2"/>' +
  '<g fill="#fff"><circle cx="9" cy="11" r="3"/><circle cx="23" cy="21" r="3"/></g></svg>';

// GraphiQL leaves each tab moved aside by an animation that never runs, and shows that once it has the focus: the first
// click on a tab would move it away from under the pointer, and be lost.
const tabStyle = '.graphiql-tab { transform: none !important }';

function pageOf(settings: object): string {
  // Names that people chose stand in the settings: with no < in them, nothing ends the element early.
  const json = JSON.stringify({ ...settings, icon }).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Switchboard</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}">
<link rel="stylesheet" href="${assetFolder}/graphiql.css">
<style>${tabStyle}</style>
<script type="application/json" id="settings">${json}</script>
<script src="${assetFolder}/graphiql.js" defer></script>
<script src="${assetFolder}/start.js" defer></script>
</head>
<body>
<noscript>GraphiQL needs JavaScript.</noscript>
<div id="root">Loading GraphiQL …</div>
</body>
</html>
`;
}
