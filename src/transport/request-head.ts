// The request line and Host, checked before anything else reads them (RFC 9112, 3.2): URLs are built from both, and
// neither may make that throw.
import type { IncomingMessage } from 'node:http';
import { RequestError } from './request-error.ts';

/**
 * Refuses an invalid Host or target, and leaves every other request with a target in origin form: a path, and a query if
 * there is one. From an absolute target the host is taken, whatever Host says.
 */
export function readHead(req: IncomingMessage): void {
  const { headers, rawHeaders } = req;
  // HTTP/1.0 may leave it out, and Node refuses HTTP/1.1 without it.
  if (headers.host && !isHost(headers.host)) throw new RequestError(400, 'The Host header is not valid.');
  if (isRepeated('host', rawHeaders)) throw new RequestError(400, 'Send one Host header.');
  const target = req.url!;
  if (target.startsWith('/') || target === '*') return;
  const [, host = '', path = ''] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(target) ?? [];
  if (!isHost(host)) throw new RequestError(400, 'The request target is not valid.');
  req.url = path.startsWith('/') ? path : `/${path}`;
  headers.host = host;
}

/** The URL of a request whose head was read; its host means nothing. */
export const urlOf = (req: IncomingMessage): URL => new URL(`http://host${req.url === '*' ? '/*' : req.url}`);

/** Whether the query is percent-encoded UTF-8. URLSearchParams would put U+FFFD into the place of any other byte. */
export function isUtf8Query(search: string): boolean {
  try {
    decodeURIComponent(search);
    return true;
  } catch {
    return false;
  }
}

// Clients of a server call it by few names, and this takes 0.5 µs.
let lastValid: string | undefined;

function isHost(text: string): boolean {
  if (text === lastValid) return true;
  const valid = !/[\s/?#@\\]/.test(text) && URL.canParse(`http://${text}`);
  if (valid) lastValid = text;
  return valid;
}

/** Whether a header came more than once: of those that may come once Node keeps the first. */
function isRepeated(name: string, rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const given = rawHeaders[i]!;
    if (given.length === name.length && given.toLowerCase() === name) count++;
  }
  return count > 1;
}
