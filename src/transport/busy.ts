// The response to a request that is refused because of load: 503 with Retry-After.
import type { ServerResponse } from 'node:http';
import { busy } from '../resilience/concurrency-limiter.ts';

const { message, details, code } = busy;
const body = JSON.stringify({ errors: [{ message, extensions: { ...details, code } }] });

/** Refuses the request as Yoga would, but as cheaply as possible, since it is sent when the server is overloaded. */
export function sendBusy(res: ServerResponse, mediaType = 'application/json'): void {
  res.writeHead(503, {
    'content-type': `${mediaType}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'retry-after': `${details.retryAfter}`,
  });
  res.end(body);
}
