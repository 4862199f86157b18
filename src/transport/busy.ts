// The answer to a request that the server will not carry out now: 503, and when to come back.
import type { ServerResponse } from 'node:http';
import { busy } from '../resilience/concurrency-limiter.ts';

const { message, details, code } = busy;
const body = JSON.stringify({ errors: [{ message, extensions: { ...details, code } }] });

/** Refuses the request as Yoga would, at the least cost: it is sent when there is more to do than can be done. */
export function sendBusy(res: ServerResponse, mediaType = 'application/json'): void {
  res.writeHead(503, {
    'content-type': `${mediaType}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'retry-after': `${details.retryAfter}`,
  });
  res.end(body);
}
