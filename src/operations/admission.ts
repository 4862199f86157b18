// Whether an operation may run: what it costs, who pays for it, and whether it may ask for the schema. Every road calls
// admit() before it executes, and settle() when the rows are known.
import { AppError } from '../lib/errors.ts';
import type { Ledger } from '../telemetry/ledger.ts';
import { type Budget, MemoryBudget, type RateLimitKey, type TakeResult } from './budget.ts';
import { type Cost, hashPoints, type OperationCost, type Variables } from './cost.ts';
import type { TakePoints } from './documents.ts';
import { tooComplex } from './limits.ts';

/** What those who send `x-cost: 1` are told. */
export interface CostReport {
  /** Points that were taken before it ran: the most it could cost. */
  readonly requested: number;
  /** Points that it did cost. */
  readonly actual: number;
  /** Points that can be spent now. */
  readonly available: number;
  /** Points that come back each second. */
  readonly restoreRate: number;
}

/** What was taken for one operation. */
export interface Charge {
  /** Gives back what the operation did not need, as the rows in its ledger tell. To be called once; null without limits. */
  settle(ledger: Ledger): CostReport | null;
}

/** Who asks, and from where. */
export interface Caller {
  readonly viewer: { readonly userId: string; readonly tokenId: string } | null;
  readonly address: string;
}

export interface AdmissionOptions {
  /** False: nothing is measured and nothing is refused for its size. */
  limits: boolean;
  /** The bucket of a token: its size, and what comes back each second. */
  bucket: number;
  refill: number;
  /** Longest list within lists. */
  listSize: number;
  /** Whether only those who are signed in may ask for the schema. */
  hidesSchema: boolean;
  now: () => number;
}

// A user's tokens may spend this many times what one of them may.
const tokensOfUser = 2;

// New documents take points from buckets of their own, which may not be so small that one document does not fit. They cost
// this process alone its time, so each instance keeps its own. Those who are not signed in have a tenth.
const minForDocuments = { bucket: 20_000, refill: 1_000 };
const documentsOfAddress = 0.1;

const free: Charge = { settle: () => null };

export class Admission {
  readonly #options: AdmissionOptions;
  readonly #budget: Budget;
  readonly #forDocuments: MemoryBudget;

  constructor(options: AdmissionOptions, budget: Budget | null = null) {
    const { bucket: size, refill, now } = options;
    this.#options = options;
    this.#budget = budget ?? new MemoryBudget({ size, refill, now });
    this.#forDocuments = new MemoryBudget({
      size: Math.max(size, minForDocuments.bucket),
      refill: Math.max(refill, minForDocuments.refill),
      now,
    });
  }

  /** Takes the points for reading new documents from the caller's buckets: RATE_LIMITED when there are not enough. */
  documentPoints(caller: Caller): TakePoints {
    const rateLimitKeys = rateLimitKeysOf(caller, documentsOfAddress);
    let taken = 0;
    return (points) => {
      if (!this.#options.limits) return;
      if (this.#forDocuments.take(rateLimitKeys, points).waitSeconds === 0) {
        taken += points;
        return;
      }
      // When it is sent again, it takes all of them again.
      const requested = taken + points;
      const { waitSeconds } = this.#forDocuments.take(rateLimitKeys, requested);
      throw rateLimited(waitSeconds, requested, 'wait, or send stored operations, or documents that were sent before');
    };
  }

  /**
   * Takes what the operation may cost with these variables. QUERY_TOO_COMPLEX when it can never run,
   * RATE_LIMITED with `retryAfter` in seconds when it cannot yet, UNAUTHENTICATED when it asks for a schema that is not
   * shown to everybody. A promise only where the points have to be leased first.
   */
  admit(operation: OperationCost, variables: Variables, caller: Caller): Charge | Promise<Charge> {
    const { limits, hidesSchema } = this.#options;
    if (operation.introspects && hidesSchema && !caller.viewer) {
      throw new AppError('UNAUTHENTICATED', 'Sign in first: this server shows its schema only to those who have.');
    }
    if (!limits) return free;
    const cost = operation.of(variables);
    this.#require(cost);
    const rateLimitKeys = rateLimitKeysOf(caller);
    const taken = this.#budget.take(rateLimitKeys, cost.requested);
    if (taken instanceof Promise) return taken.then((leased) => this.#charge(cost, rateLimitKeys, leased));
    return this.#charge(cost, rateLimitKeys, taken);
  }

  /**
   * Takes what an execution did cost, as the rows in its ledger tell, where how often the operation would be executed was
   * not known when it was admitted. RATE_LIMITED with `retryAfter` when the points are not there.
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
    if (waitSeconds > 0) throw rateLimited(waitSeconds, requested, 'wait, or ask for less');
    const { refill: restoreRate } = this.#options;
    return {
      settle(ledger) {
        const actual = actualOf({ requested, fixed }, ledger);
        const { available } = from.refund(rateLimitKeys, requested - actual);
        return { requested, actual, available, restoreRate };
      },
    };
  }

  /** QUERY_TOO_COMPLEX when the operation could not run even with the defaults of its variables. */
  check(operation: OperationCost): void {
    if (this.#options.limits) this.#require(operation.of(null));
  }

  #require({ requested, listSize }: Cost): void {
    const { bucket, listSize: longest } = this.#options;
    if (listSize > longest) throw tooComplex('rows in lists within lists', listSize, longest);
    if (requested > bucket) throw tooComplex('points of cost', requested, bucket);
  }
}

function rateLimited(waitSeconds: number, requested: number, advice: string): AppError {
  const retryAfter = Math.ceil(waitSeconds);
  const message = `This costs ${requested} points, which you have again in ${retryAfter} s: ${advice}.`;
  return new AppError('RATE_LIMITED', message, { retryAfter, requested });
}

/** What an execution did cost, as its ledger tells. */
const actualOf = ({ requested, fixed }: Pick<Cost, 'requested' | 'fixed'>, { rows, hashes }: Ledger): number =>
  Math.min(requested, Math.max(1, fixed + rows + hashes * hashPoints));

/** Those who are not signed in share what their address has. */
function rateLimitKeysOf({ viewer, address }: Caller, shareOfAddress = 1): RateLimitKey[] {
  if (!viewer) return [{ name: address, share: shareOfAddress }];
  return [
    { name: viewer.tokenId, share: 1 },
    { name: viewer.userId, share: tokensOfUser },
  ];
}
