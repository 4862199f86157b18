// Checks the request target and Host before anything else reads them (RFC 9112, 3.2): URLs are built from both, and
// neither may make that throw.
import type { IncomingMessage } from 'node:http';
import { RequestError } from './request-error.ts';

/**
 * Refuses an invalid Host or target, and normalises the target of every other request to origin form: a path and
 * perhaps a query. The host of an absolute target overrides the Host header.
 */
export function readHead(req: IncomingMessage): void {
  const { headers, rawHeaders } = req;
  // HTTP/1.0 may omit it, and Node refuses HTTP/1.1 without it.
  if (headers.host && !isHost(headers.host)) throw new RequestError(400, 'The Host header is not valid.');
  if (isRepeated('host', rawHeaders)) throw new RequestError(400, 'Send only one Host header.');
  const target = req.url!;
  if (target.startsWith('/') || target === '*') return;
  const [, host = '', path = ''] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(target) ?? [];
  if (!isHost(host)) throw new RequestError(400, 'The request target is not valid.');
  req.url = path.startsWith('/') ? path : `/${path}`;
  headers.host = host;
}

/** The URL of a request after `readHead`. Its host is a placeholder. */
export const urlOf = (req: IncomingMessage): URL => new URL(`http://host${req.url === '*' ? '/*' : req.url}`);

/** Whether the query is percent-encoded UTF-8. URLSearchParams would replace any other byte by U+FFFD. */
export function isUtf8Query(search: string): boolean {
  try {
    decodeURIComponent(search);
    return true;
  } catch {
    return false;
  }
}

// The last valid host is cached, since clients use few names for a server and the check takes 0.5 µs.
let lastValid: string | undefined;

function isHost(text: string): boolean {
  if (text === lastValid) return true;
  const valid = !/[\s/?#@\\]/.test(text) && URL.canParse(`http://${text}`);
  if (valid) lastValid = text;
  return valid;
}

/** Whether a header came more than once: `headers` holds only the first one. */
function isRepeated(name: string, rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const header = rawHeaders[i]!;
    if (header.length === name.length && header.toLowerCase() === name) count++;
  }
  return count > 1;
}
