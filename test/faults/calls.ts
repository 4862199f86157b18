// Requests to whichever instance responds. A request that fails or stays without a response has an unknown outcome: its
// write may have happened or not.
import { setTimeout as sleep } from 'node:timers/promises';

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
export type Json = any;

export interface Call {
  token: string;
  query: string;
  variables?: object;
  /** How long to wait for the response, in milliseconds; default 2,000. */
  timeoutMs?: number;
}

export type Outcome =
  | { kind: 'data'; data: Json }
  | { kind: 'error'; code: string; message: string }
  | { kind: 'silence'; reason: string };

/** One request to one instance. */
export async function call(
  origin: string,
  { token, query, variables = {}, timeoutMs = 2_000 }: Call,
): Promise<Outcome> {
  try {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { data, errors } = (await response.json()) as Json;
    if (!errors) return { kind: 'data', data };
    return { kind: 'error', code: errors[0].extensions?.code ?? `HTTP ${response.status}`, message: errors[0].message };
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string } };
    return { kind: 'silence', reason: cause?.code ?? `${name}: ${message}` };
  }
}

/** The data, requested from one instance after the other until one returns it, for at most half a minute. */
export async function insist(origins: readonly string[], request: Call): Promise<Json> {
  let last: Outcome | undefined;
  for (let tried = 0, deadline = Date.now() + 30_000; Date.now() < deadline; tried++) {
    last = await call(origins[tried % origins.length]!, { timeoutMs: 8_000, ...request });
    if (last.kind === 'data') return last.data;
    if (last.kind === 'error' && !isPassing(last.code)) break;
    await sleep(50 + 100 * Math.random());
  }
  throw new Error(`No data: ${JSON.stringify(last)}`);
}

/** Whether a response asks to retry. */
export const isPassing = (code: string) =>
  code === 'UNAVAILABLE' || code === 'RATE_LIMITED' || code.startsWith('HTTP 5');

/** Chooses among instances as a load balancer does: one that did not respond is skipped for a moment. */
export class Balancer {
  readonly #origins: readonly string[];
  readonly #suspectUntil = new Map<string, number>();
  #turn = 0;

  constructor(origins: readonly string[]) {
    this.#origins = origins;
  }

  next(): string {
    const now = Date.now();
    const well = this.#origins.filter((origin) => (this.#suspectUntil.get(origin) ?? 0) <= now);
    const from = well.length ? well : this.#origins;
    return from[this.#turn++ % from.length]!;
  }

  /** It did not respond. */
  suspect(origin: string): void {
    this.#suspectUntil.set(origin, Date.now() + 500);
  }
}
