// Reads the body of a request on every HTTP path: uncompressed JSON in UTF-8, of a bounded size.
import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { MIMEType } from 'node:util';
import { RequestError } from './request-error.ts';

/** A request whose body may already have been read. */
export type BodyRequest = IncomingMessage & { body?: string };

/** The maximum size of a body, in bytes. */
export const maximumBody = 1_000_000;

/** Whether it is JSON, declared as nearly all clients do; `requireJson` knows the other ways. */
export const isPlainJson = (contentType: string | undefined): boolean =>
  contentType !== undefined && /^application\/json(; ?charset=utf-8)?$/i.test(contentType);

/** Throws 415 unless the body is declared as uncompressed JSON in UTF-8 (RFC 9110, 15.5.16). */
export function requireJson(headers: IncomingHttpHeaders): void {
  const type = headers['content-type'];
  if (!isPlainJson(type) && !isJson(type ?? '')) {
    throw new RequestError(415, 'Send the request as application/json.', { accept: 'application/json' });
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw new RequestError(415, 'Send the body without Content-Encoding.', { 'accept-encoding': 'identity' });
  }
}

function isJson(contentType: string): boolean {
  try {
    const { essence, params } = new MIMEType(contentType);
    const charset = params.get('charset') ?? 'utf-8';
    return /^application\/(graphql\+)?json$/.test(essence) && new TextDecoder(charset).encoding === 'utf-8';
  } catch {
    return false; // not a media type, or an unknown charset
  }
}

/**
 * The body; null when the client disconnected before it was complete. RequestError when it is too large or not UTF-8,
 * which decoding would silently replace by U+FFFD. The rest of a refused body is read and dropped, so the connection
 * stays usable.
 */
export function readBody(req: IncomingMessage, maximum = maximumBody): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const refuseIfLarge = (bytes: number) => {
      if (bytes <= maximum) return;
      chunks.length = 0;
      reject(new RequestError(413, 'Request body too large'));
    };
    refuseIfLarge(Number(req.headers['content-length'] ?? 0));
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maximum) chunks.push(chunk);
      else refuseIfLarge(length);
    });
    req.on('end', () => {
      const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      if (isUtf8(bytes)) resolve(String(bytes));
      else reject(new RequestError(400, 'The body is not valid UTF-8.'));
    });
    req.on('error', () => resolve(null));
    req.on('close', () => resolve(null));
  });
}
