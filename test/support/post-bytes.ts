// Sends a request whose body is ready, and returns the response as text: so that a measurement includes little but the
// server.
import { Agent, request } from 'node:http';

export interface PlainAnswer {
  readonly status: number;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true });

/** POSTs a body; of an event stream, returns what came with the first event. */
export function postBytes(
  origin: string,
  body: Buffer,
  token: string | null,
  accept = 'application/json',
): Promise<PlainAnswer> {
  return new Promise((resolve, reject) => {
    const headers = {
      accept,
      'content-type': 'application/json',
      'content-length': body.length,
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const req = request(`${origin}/graphql`, { method: 'POST', agent, headers }, (res) => {
      const chunks: Buffer[] = [];
      const done = () => resolve({ status: res.statusCode!, text: String(Buffer.concat(chunks)) });
      res.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        // A subscription that starts does not end.
        if (accept === 'text/event-stream' && chunk.includes('data: ')) {
          done();
          res.destroy();
        }
      });
      res.on('end', done);
      res.on('error', reject);
    });
    req.on('error', reject);
    req.end(body);
  });
}
