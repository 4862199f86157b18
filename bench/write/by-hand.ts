// The servers written by hand: bare node:http and pg, no GraphQL.
import { bodyOf } from '../read/by-hand.ts';
import { serve } from '../read/server.ts';
import { authorOf, type SendInput, type SentMessage } from './transaction.ts';

/** A server that sends messages with this function. */
export async function serveByHand(send: (authorId: string, input: SendInput) => Promise<SentMessage>): Promise<void> {
  await serve(async (req, res) => {
    try {
      const { variables } = JSON.parse(await bodyOf(req));
      const message = await send(authorOf(req.headers.authorization), variables.input);
      const body = JSON.stringify({ data: { sendMessage: { message } } });
      const length = Buffer.byteLength(body);
      res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': length }).end(body);
    } catch (error) {
      res.writeHead(500).end(String(error));
    }
  });
}
