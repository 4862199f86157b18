// Who asks over HTTP, as the request's head says. A class: what it can do is made once, not for every request.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Viewer } from '../graphql/context.ts';
import type { Asker } from './answer.ts';
import { mayReadLedger, sessionCookie } from './credentials.ts';

export class HttpAsker implements Asker {
  readonly #req: IncomingMessage;
  readonly #res: ServerResponse;
  readonly #secureCookies: boolean;

  constructor(req: IncomingMessage, res: ServerResponse, secureCookies: boolean) {
    this.#req = req;
    this.#res = res;
    this.#secureCookies = secureCookies;
  }

  get address(): string {
    return this.#req.socket.remoteAddress ?? '';
  }

  get cost(): boolean {
    return this.#req.headers['x-cost'] === '1';
  }

  ledger(viewer: Viewer | null): boolean {
    return mayReadLedger(this.#req.headers['x-ledger'], viewer);
  }

  gone(): boolean {
    return this.#res.destroyed;
  }

  setSessionCookie(token: string | null, expiresAt?: Date): void {
    this.#res.setHeader('set-cookie', sessionCookie(token, expiresAt, this.#secureCookies));
  }
}
