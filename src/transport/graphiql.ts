// GraphiQL for a browser that opens the endpoint, and the link that signs the browser in. The server serves all files,
// so the page works offline, and its content security policy allows no request to another origin.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Viewer } from '../graphql/context.ts';
import { AppError } from '../lib/errors.ts';
import { readViewer, sessionCookie } from './credentials.ts';
import { assetFolder, readAsset, warmAssets } from './graphiql-assets.ts';
import { openingTabs, tabsVersion } from './graphiql-tabs.ts';
import type { GraphQLOptions } from './yoga.ts';

export interface PageOptions extends GraphQLOptions {
  /** The key of the sign-in links, and how to start a session of a workspace's owner; null without such links. */
  signIn: { key: string; start(slug: string): Promise<{ token: string; expiresAt: Date } | null> } | null;
}

// GraphiQL inserts inline styles, with its fonts as data URLs in them. It does not use eval.
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
 * Serves the page to browsers at the endpoint (GET, Accept text/html), and GraphiQL's files below it. The handler
 * returns false for every other request.
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
  // The path holds a hash of the version, so the file never changes. Every browser accepts gzip; no other form is kept.
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
  params: URLSearchParams,
  { signIn: links, secureCookies }: PageOptions,
): Promise<void> {
  if (!links) return refuse(res, 403, 'This server has no sign-in links. Open /graphql and sign in there.');
  // Any other name that points to this machine may belong to an attacker (DNS rebinding).
  if (!/^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(headers.host ?? '')) {
    return refuse(res, 403, 'The link works only on this machine: open it at 127.0.0.1 or localhost.');
  }
  if (!isSame(params.get('signin') ?? '', links.key)) {
    return refuse(
      res,
      403,
      'This link is not valid. Use the link that the running server printed: each start creates new links.',
    );
  }
  const session = await links.start(params.get('workspace') ?? '');
  if (!session)
    return refuse(res, 404, 'There is no such workspace, or it has no owner. Use a link that the server printed.');
  const cookie = sessionCookie(session.token, session.expiresAt, secureCookies);
  res.writeHead(303, { location: '/graphql', 'set-cookie': cookie }).end();
}

/** Compares in constant time. */
function isSame(candidate: string, key: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(candidate), hash(key));
}

function refuse(res: ServerResponse, status: number, message: string): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${message}\n`);
}

async function sendPage(req: IncomingMessage, res: ServerResponse, options: PageOptions): Promise<void> {
  const viewer = await viewerOf(req, options);
  const settings = {
    // The browser stores the tabs under this key, since ids of one workspace or database mean nothing in another.
    viewer: viewer && `${viewer.workspaceId}:${viewer.userId}`,
    version: tabsVersion,
    tabs: await openingTabs(viewer, { ...options, address: req.socket.remoteAddress ?? '' }),
  };
  res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageOf(settings));
}

/** The viewer; null also when the request's credentials are refused, since the page is where users sign in. */
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

// GraphiQL leaves a transform on each tab, from an animation that never runs, and applies it when the tab gets the
// focus: the first click would move the tab away from under the pointer and be lost.
const tabStyle = '.graphiql-tab { transform: none !important }';

function pageOf(settings: object): string {
  // The settings contain names that users chose. Without a < in the JSON, none of them can end the script element
  // early.
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
