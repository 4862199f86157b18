// What the two servers written by hand share: bare node:http, a response for each operation by its name, no GraphQL.
import type { IncomingMessage, RequestListener } from 'node:http';

/** The body of the response to an operation with these variables. */
export type Answers = Record<string, (variables: never) => Promise<string | Buffer>>;

/** A handler that answers the operations by name. */
export function byHand(answers: Answers): RequestListener {
  return async (req, res) => {
    try {
      const { operationName, variables } = JSON.parse(await bodyOf(req));
      const body = await answers[operationName]!(variables as never);
      const length = Buffer.byteLength(body);
      res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': length }).end(body);
    } catch (error) {
      res.writeHead(500).end(String(error));
    }
  };
}

/** The body of a request as text. */
export function bodyOf(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => resolve(Buffer.concat(chunks).toString()));
    req.on('error', reject);
  });
}
