// What the runner needs to know of an HTTP request. It is a class so that its methods are not created for each request.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestInfo } from '../execution/operation-runner.ts';
import type { Viewer } from '../graphql/context.ts';
import { mayReadLedger, sessionCookie } from './credentials.ts';

export class HttpRequestInfo implements RequestInfo {
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

  get wantsCost(): boolean {
    return this.#req.headers['x-cost'] === '1';
  }

  wantsLedger(viewer: Viewer | null): boolean {
    return mayReadLedger(this.#req.headers['x-ledger'], viewer);
  }

  hasDisconnected(): boolean {
    return this.#res.destroyed;
  }

  setSessionCookie(token: string | null, expiresAt?: Date): void {
    this.#res.setHeader('set-cookie', sessionCookie(token, expiresAt, this.#secureCookies));
  }
}
