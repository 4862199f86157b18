// Compresses responses with an encoding that the request accepts. A cached response is compressed once for each
// encoding, off the serving thread, and the result is stored in its cache entry.
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, type ZlibOptions } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import type { Entry, ResponseCache } from '../cache/response-cache.ts';
import type { SerializedResponse } from '../execution/operation-runner.ts';

export type Encoding = 'br' | 'gzip';

export interface AcceptedEncoding {
  /** The encoding to use; null for no compression. */
  readonly encoding: Encoding | null;
  /** Whether the client also accepts an uncompressed body. */
  readonly plain: boolean;
}

/** A body to be sent, and its encoding. */
export interface EncodedBody {
  readonly body: string | Buffer;
  readonly encoding: Encoding | null;
}

export interface CompressorOptions {
  enabled: boolean;
  cache: ResponseCache;
}

// Measured on RecentMessages of the demo, 56 KB, CPU of the process: Brotli's quality 3 takes 0.58 ms and leaves 28.7
// %; 4: 0.62 ms, 28.1 %; 5: 1.12 ms, 27.1 %. Gzip's level 1 0.41 ms, 30.5 %; 6: 0.76 ms, 28.6 %. Node creates the
// encoder on the serving thread and clears its window there, so a window larger than the response would only cost time.
const chunkSize = 32_768;
const [brotli, zip] = [promisify(brotliCompress), promisify<string | Buffer, ZlibOptions, Buffer>(gzip)];
const compress: Record<Encoding, (body: string | Buffer) => Promise<Buffer>> = {
  br: (body) =>
    brotli(body, {
      chunkSize,
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 3,
        [constants.BROTLI_PARAM_LGWIN]: 17,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
  gzip: (body) => zip(body, { level: 1, chunkSize }),
};

/** A shorter body fits into one packet, so compressing it costs more than it saves. */
const minBytes = 1_024;
/** More at a time would delay other work on Node's four threads, such as password hashing. */
const maxAtOnce = 2;

export class Compressor {
  readonly #enabled: boolean;
  readonly #cache: ResponseCache;
  // Clients send few different headers, and each client sends the same one every time.
  readonly #accepted = new LRUCache<string, AcceptedEncoding>({ max: 100 });
  readonly #pending = new WeakMap<Entry, Map<Encoding, Promise<EncodedBody>>>();
  #running = 0;
  /** How many bodies were compressed. */
  compressions = 0;

  constructor({ enabled, cache }: CompressorOptions) {
    this.#enabled = enabled;
    this.#cache = cache;
  }

  /**
   * Whether a response depends on Accept-Encoding. Responses to mutations are never compressed: they may hold a new
   * token beside text that the caller chose, and the compressed length of the two together leaks the token (BREACH).
   */
  varies({ isQuery }: SerializedResponse): boolean {
    return this.#enabled && isQuery;
  }

  /** The body of a response to a request with this Accept-Encoding. */
  encode(response: SerializedResponse, acceptEncoding: string | undefined): EncodedBody | Promise<EncodedBody> {
    const { body, cacheResult } = response;
    const { entry } = cacheResult;
    const { encoding, plain } = this.varies(response) ? this.#acceptedBy(acceptEncoding) : identityOnly;
    if (!encoding || (plain && body.length < minBytes)) return { body, encoding: null };
    // A body with extensions belongs to this request alone and differs from the cached bytes.
    const cachedEntry = entry?.bytes === body ? entry : null;
    const cached = cachedEntry?.encodings.get(encoding);
    if (cached) return { body: cached, encoding };
    const pending = cachedEntry ? this.#pending.get(cachedEntry)?.get(encoding) : undefined;
    if (pending !== undefined) return pending;
    if (plain && this.#running >= maxAtOnce) return { body, encoding: null };
    const encoded = this.#compress(body, encoding);
    return cachedEntry ? this.#store(cachedEntry, encoding, encoded) : encoded;
  }

  #acceptedBy(header = ''): AcceptedEncoding {
    let accepted = this.#accepted.get(header);
    if (!accepted) {
      accepted = readAcceptEncoding(header);
      if (header.length < 200) this.#accepted.set(header, accepted);
    }
    return accepted;
  }

  async #compress(body: string | Buffer, encoding: Encoding): Promise<EncodedBody> {
    this.#running++;
    this.compressions++;
    try {
      return { body: await compress[encoding](body), encoding };
    } finally {
      this.#running--;
    }
  }

  #store(entry: Entry, encoding: Encoding, encoded: Promise<EncodedBody>): Promise<EncodedBody> {
    const pending = this.#pending.get(entry) ?? new Map<Encoding, Promise<EncodedBody>>();
    this.#pending.set(entry, pending);
    const stored = encoded.then((result) => {
      this.#cache.addEncoding(entry, encoding, result.body as Buffer);
      return result;
    });
    pending.set(encoding, stored);
    return stored.finally(() => pending.delete(encoding));
  }
}

const identityOnly: AcceptedEncoding = { encoding: null, plain: true };

const offered = ['br', 'gzip', 'identity'] as const;

/** The types of `negotiator` lack the second argument, the order that decides between equal weights. */
interface EncodingNegotiator {
  encodings<Name extends string>(available: readonly Name[], preferred: readonly Name[]): Name[];
}

/** Reads an Accept-Encoding (RFC 9110, 12.5.3). Between equal weights Brotli comes first, then gzip, then identity. */
export function readAcceptEncoding(header: string | undefined): AcceptedEncoding {
  if (!header) return identityOnly;
  const headers = { 'accept-encoding': header.toLowerCase().replaceAll('x-gzip', 'gzip') };
  const negotiator = new Negotiator({ headers }) as unknown as EncodingNegotiator;
  const accepted = negotiator.encodings(offered, offered);
  const [best = 'identity'] = accepted;
  return { encoding: best === 'identity' ? null : best, plain: accepted.includes('identity') };
}
