// Decides whether an operation may run: what it costs, which buckets pay, and whether it may introspect the schema. Every
// transport calls admit() before it executes an operation, and settle() when the rows it read are known.
import { AppError } from '../lib/errors.ts';
import type { Ledger } from '../telemetry/ledger.ts';
import { type Budget, MemoryBudget, type RateLimitKey, type TakeResult } from './budget.ts';
import { type Cost, hashPoints, type OperationCost, type Variables } from './cost.ts';
import type { TakePoints } from './documents.ts';
import { tooComplex } from './limits.ts';

/** The cost that a response reports when the client sends `x-cost: 1`. */
export interface CostReport {
  /** Points that were taken before the operation ran: its maximum cost. */
  readonly requested: number;
  /** Points that the operation did cost. */
  readonly actual: number;
  /** Points that the caller can spend now. */
  readonly available: number;
  /** Points that the bucket refills each second. */
  readonly restoreRate: number;
}

/** The points that were taken for one operation. */
export interface Charge {
  /** Refunds the points that the operation did not need, by the rows in its ledger. Call it once. Null without limits. */
  settle(ledger: Ledger): CostReport | null;
}

/** The user and token of a request, or null when it is not signed in, and its address. */
export interface Caller {
  readonly viewer: { readonly userId: string; readonly tokenId: string } | null;
  readonly address: string;
}

export interface AdmissionOptions {
  /** When false, no cost is computed and no operation is refused for its size. */
  limits: boolean;
  /** The size of a token's bucket in points, and the points that it refills each second. */
  bucket: number;
  refill: number;
  /** The maximum size of nested lists: the product of their lengths. */
  listSize: number;
  /** Whether only signed-in callers may introspect the schema. */
  hidesSchema: boolean;
  now: () => number;
}

// All tokens of a user together may spend this many times what one token may.
const userShare = 2;

// New documents take points from separate buckets, which must be large enough for one document. Reading a document takes
// time of this process only, so each instance keeps its own buckets. Callers who are not signed in have a tenth.
const minDocumentBucket = { bucket: 20_000, refill: 1_000 };
const documentAddressShare = 0.1;

const noCharge: Charge = { settle: () => null };

export class Admission {
  readonly #options: AdmissionOptions;
  readonly #budget: Budget;
  readonly #documentBudget: MemoryBudget;

  constructor(options: AdmissionOptions, budget: Budget | null = null) {
    const { bucket: size, refill, now } = options;
    this.#options = options;
    this.#budget = budget ?? new MemoryBudget({ size, refill, now });
    this.#documentBudget = new MemoryBudget({
      size: Math.max(size, minDocumentBucket.bucket),
      refill: Math.max(refill, minDocumentBucket.refill),
      now,
    });
  }

  /** Takes the points for reading new documents from the caller's buckets; throws RATE_LIMITED when there are too few. */
  documentPoints(caller: Caller): TakePoints {
    const rateLimitKeys = rateLimitKeysOf(caller, documentAddressShare);
    let taken = 0;
    return (points) => {
      if (!this.#options.limits) return;
      if (this.#documentBudget.take(rateLimitKeys, points).waitSeconds === 0) {
        taken += points;
        return;
      }
      // When the client sends the document again, all these points are taken again.
      const requested = taken + points;
      const { waitSeconds } = this.#documentBudget.take(rateLimitKeys, requested);
      throw rateLimited(waitSeconds, requested, 'wait, or send stored operations, or documents that were sent before');
    };
  }

  /**
   * Takes the maximum that the operation can cost with these variables. Throws QUERY_TOO_COMPLEX when the operation can
   * never run, RATE_LIMITED with `retryAfter` in seconds when it cannot run yet, and UNAUTHENTICATED when it introspects
   * a schema that only signed-in callers may see. Returns a promise only when points must be leased first.
   */
  admit(operation: OperationCost, variables: Variables, caller: Caller): Charge | Promise<Charge> {
    const { limits, hidesSchema } = this.#options;
    if (operation.introspects && hidesSchema && !caller.viewer) {
      throw new AppError('UNAUTHENTICATED', 'Sign in first: this server shows its schema only to signed-in users.');
    }
    if (!limits) return noCharge;
    const cost = operation.of(variables);
    this.#require(cost);
    const rateLimitKeys = rateLimitKeysOf(caller);
    const taken = this.#budget.take(rateLimitKeys, cost.requested);
    if (taken instanceof Promise) return taken.then((leased) => this.#charge(cost, rateLimitKeys, leased));
    return this.#charge(cost, rateLimitKeys, taken);
  }

  /**
   * Takes the actual cost of an execution, by the rows in its ledger. This is for the events of subscriptions, whose number
   * is not known when the subscription is admitted. Throws RATE_LIMITED with `retryAfter` when there are too few points.
   */
  async charge(operation: OperationCost, variables: Variables, caller: Caller, ledger: Ledger): Promise<void> {
    if (!this.#options.limits) return;
    const cost = operation.of(variables);
    const rateLimitKeys = rateLimitKeysOf(caller);
    const requested = actualOf(cost, ledger);
    this.#charge({ ...cost, requested }, rateLimitKeys, await this.#budget.take(rateLimitKeys, requested));
  }

  #charge({ requested, fixed }: Cost, rateLimitKeys: readonly RateLimitKey[], taken: TakeResult): Charge {
    const { waitSeconds, from = this.#budget } = taken;
    if (waitSeconds > 0) throw rateLimited(waitSeconds, requested, 'wait, or request less');
    const { refill: restoreRate } = this.#options;
    return {
      settle(ledger) {
        const actual = actualOf({ requested, fixed }, ledger);
        const { available } = from.refund(rateLimitKeys, requested - actual);
        return { requested, actual, available, restoreRate };
      },
    };
  }

  /** Throws QUERY_TOO_COMPLEX when the operation is too expensive even with the defaults of its variables. */
  check(operation: OperationCost): void {
    if (this.#options.limits) this.#require(operation.of(null));
  }

  #require({ requested, listSize }: Cost): void {
    const { bucket, listSize: maxListSize } = this.#options;
    if (listSize > maxListSize) throw tooComplex('rows in nested lists', listSize, maxListSize);
    if (requested > bucket) throw tooComplex('points of cost', requested, bucket);
  }
}

function rateLimited(waitSeconds: number, requested: number, advice: string): AppError {
  const retryAfter = Math.ceil(waitSeconds);
  const message = `This costs ${requested} points, which will be available in ${retryAfter} s: ${advice}.`;
  return new AppError('RATE_LIMITED', message, { retryAfter, requested });
}

/** The actual cost of an execution, by the rows and hashes in its ledger. */
const actualOf = ({ requested, fixed }: Pick<Cost, 'requested' | 'fixed'>, { rows, hashes }: Ledger): number =>
  Math.min(requested, Math.max(1, fixed + rows + hashes * hashPoints));

/** Callers who are not signed in share the bucket of their address. */
function rateLimitKeysOf({ viewer, address }: Caller, addressShare = 1): RateLimitKey[] {
  if (!viewer) return [{ name: address, share: addressShare }];
  return [
    { name: viewer.tokenId, share: 1 },
    { name: viewer.userId, share: userShare },
  ];
}
