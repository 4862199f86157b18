// Answers in fewer bytes, as the request takes them. What is remembered is compressed once in each encoding and kept with
// it, off the thread that serves; an answer is the same in every encoding.
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, type ZlibOptions } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import type { Entry, ResponseCache } from '../cache/response-cache.ts';
import type { SerializedResponse } from '../execution/operation-runner.ts';

export type Encoding = 'br' | 'gzip';

export interface AcceptedEncoding {
  /** What to compress with; null for not at all. */
  readonly encoding: Encoding | null;
  /** Whether plain bytes are taken too. */
  readonly plain: boolean;
}

/** A body to be sent, and what its encoding is. */
export interface EncodedBody {
  readonly body: string | Buffer;
  readonly encoding: Encoding | null;
}

export interface CompressorOptions {
  enabled: boolean;
  cache: ResponseCache;
}

// Measured on RecentMessages of the demo, 56 KB, CPU of the process: Brotli's quality 3 takes 0.58 ms and leaves 28.7 %;
// 4: 0.62 ms, 28.1 %; 5: 1.12 ms, 27.1 %. Gzip's level 1 0.41 ms, 30.5 %; 6: 0.76 ms, 28.6 %. Node makes the encoder on the
// serving thread: a window past the answer's size would only be cleared there for nothing.
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

/** What is shorter fits into a packet, and compressing it costs more than it saves. */
const least = 1_024;
/** More at a time would hold up what else runs on Node's four threads, such as the hashing of passwords. */
const maxAtOnce = 2;

export class Compressor {
  readonly #enabled: boolean;
  readonly #cache: ResponseCache;
  // Programs and browsers send few different headers, each of them always.
  readonly #wanted = new LRUCache<string, AcceptedEncoding>({ max: 100 });
  readonly #making = new WeakMap<Entry, Map<Encoding, Promise<EncodedBody>>>();
  #running = 0;
  /** How many bodies were compressed. */
  made = 0;

  constructor({ enabled, cache }: CompressorOptions) {
    this.#enabled = enabled;
    this.#cache = cache;
  }

  /**
   * Whether an answer depends on what encodings are taken. Those of mutations do not: they may hold a new token beside text
   * of the caller's choosing, and the length of the two compressed together tells of both (BREACH).
   */
  varies({ isQuery }: SerializedResponse): boolean {
    return this.#enabled && isQuery;
  }

  /** The body of an answer for a request with this Accept-Encoding. */
  encode(response: SerializedResponse, acceptEncoding: string | undefined): EncodedBody | Promise<EncodedBody> {
    const { body, cacheResult } = response;
    const { entry } = cacheResult;
    const { encoding, plain } = this.varies(response) ? this.#wantedBy(acceptEncoding) : nothing;
    if (!encoding || (plain && body.length < least)) return { body, encoding: null };
    // With extensions it is this request's own.
    const kept = entry?.bytes === body ? entry : null;
    const cached = kept?.encodings.get(encoding);
    if (cached) return { body: cached, encoding };
    const making = kept ? this.#making.get(kept)?.get(encoding) : undefined;
    if (making !== undefined) return making;
    if (plain && this.#running >= maxAtOnce) return { body, encoding: null };
    const encoded = this.#compress(body, encoding);
    return kept ? this.#keep(kept, encoding, encoded) : encoded;
  }

  #wantedBy(header = ''): AcceptedEncoding {
    let wanted = this.#wanted.get(header);
    if (!wanted) {
      wanted = readAcceptEncoding(header);
      if (header.length < 200) this.#wanted.set(header, wanted);
    }
    return wanted;
  }

  async #compress(body: string | Buffer, encoding: Encoding): Promise<EncodedBody> {
    this.#running++;
    this.made++;
    try {
      return { body: await compress[encoding](body), encoding };
    } finally {
      this.#running--;
    }
  }

  #keep(entry: Entry, encoding: Encoding, encoded: Promise<EncodedBody>): Promise<EncodedBody> {
    const making = this.#making.get(entry) ?? new Map<Encoding, Promise<EncodedBody>>();
    this.#making.set(entry, making);
    const kept = encoded.then((made) => {
      this.#cache.addEncoding(entry, encoding, made.body as Buffer);
      return made;
    });
    making.set(encoding, kept);
    return kept.finally(() => making.delete(encoding));
  }
}

const nothing: AcceptedEncoding = { encoding: null, plain: true };

const offered = ['br', 'gzip', 'identity'] as const;

/** Its types leave out the order that decides between equal weights. */
interface EncodingNegotiator {
  encodings<Name extends string>(available: readonly Name[], preferred: readonly Name[]): Name[];
}

/** What an Accept-Encoding asks for (RFC 9110, 12.5.3): of what it likes best Brotli, then gzip, then plain bytes. */
export function readAcceptEncoding(header: string | undefined): AcceptedEncoding {
  if (!header) return nothing;
  const headers = { 'accept-encoding': header.toLowerCase().replaceAll('x-gzip', 'gzip') };
  const negotiator = new Negotiator({ headers }) as unknown as EncodingNegotiator;
  const taken = negotiator.encodings(offered, offered);
  const [best = 'identity'] = taken;
  return { encoding: best === 'identity' ? null : best, plain: taken.includes('identity') };
}
