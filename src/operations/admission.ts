// Whether an operation may run: what it costs, who pays for it, and whether it may ask for the schema. Every road calls
// admit() before it executes, and settle() when the rows are known.
import { type DocumentNode, type GraphQLSchema, getOperationAST } from 'graphql';
import { AppError } from '../lib/errors.ts';
import type { Ledger } from '../telemetry/ledger.ts';
import { type Budget, MemoryBudget, type Spender, type Taken } from './budget.ts';
import { type Cost, OperationCost, type Variables } from './cost.ts';
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
  schema: GraphQLSchema;
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

const free: Charge = { settle: () => null };

export class Admission {
  readonly #options: AdmissionOptions;
  readonly #budget: Budget;
  readonly #costs = new WeakMap<DocumentNode, Map<string | null | undefined, OperationCost>>();

  constructor(options: AdmissionOptions, budget: Budget | null = null) {
    const { bucket: size, refill, now } = options;
    this.#options = options;
    this.#budget = budget ?? new MemoryBudget({ size, refill, now });
  }

  /**
   * Takes what the operation may cost; the document must be valid. QUERY_TOO_COMPLEX when it can never run,
   * RATE_LIMITED with `retryAfter` in seconds when it cannot yet, UNAUTHENTICATED when it asks for a schema that is not
   * shown to everybody. A promise only where the points have to be leased first.
   */
  admit(
    document: DocumentNode,
    operationName: string | null | undefined,
    variables: Variables,
    caller: Caller,
  ): Charge | Promise<Charge> {
    const { limits, hidesSchema } = this.#options;
    const operation = this.#costOf(document, operationName);
    if (!operation) return free; // graphql tells what is wrong
    if (operation.introspects && hidesSchema && !caller.viewer) {
      throw new AppError('UNAUTHENTICATED', 'Sign in first: this server shows its schema only to those who have.');
    }
    if (!limits) return free;
    const cost = operation.of(variables);
    this.#require(cost);
    const spenders = spendersOf(caller);
    const taken = this.#budget.take(spenders, cost.requested);
    if (taken instanceof Promise) return taken.then((leased) => this.#charge(cost, spenders, leased));
    return this.#charge(cost, spenders, taken);
  }

  /**
   * Takes what an execution did cost, as the rows in its ledger tell, where how often the operation would be executed was
   * not known when it was admitted. RATE_LIMITED with `retryAfter` when the points are not there.
   */
  async charge(
    document: DocumentNode,
    operationName: string | null | undefined,
    variables: Variables,
    caller: Caller,
    { rows }: Ledger,
  ): Promise<void> {
    const cost = this.#options.limits ? this.#costOf(document, operationName)?.of(variables) : undefined;
    if (!cost) return;
    const spenders = spendersOf(caller);
    const requested = actualOf(cost, rows);
    this.#charge({ ...cost, requested }, spenders, await this.#budget.take(spenders, requested));
  }

  #charge({ requested, fixed }: Cost, spenders: readonly Spender[], taken: Taken): Charge {
    const { waitSeconds, from = this.#budget } = taken;
    if (waitSeconds > 0) {
      const retryAfter = Math.ceil(waitSeconds);
      const message = `This costs ${requested} points, which you have again in ${retryAfter} s: wait, or ask for less.`;
      throw new AppError('RATE_LIMITED', message, { retryAfter, requested });
    }
    const { refill: restoreRate } = this.#options;
    return {
      settle({ rows }) {
        const actual = actualOf({ requested, fixed }, rows);
        const { available } = from.giveBack(spenders, requested - actual);
        return { requested, actual, available, restoreRate };
      },
    };
  }

  /** QUERY_TOO_COMPLEX when the document's operation could not run even with the defaults of its variables. */
  check(document: DocumentNode): void {
    const operation = this.#costOf(document, null);
    if (operation && this.#options.limits) this.#require(operation.of(null));
  }

  #require({ requested, listSize }: Cost): void {
    const { bucket, listSize: longest } = this.#options;
    if (listSize > longest) throw tooComplex('rows in lists within lists', listSize, longest);
    if (requested > bucket) throw tooComplex('points of cost', requested, bucket);
  }

  #costOf(document: DocumentNode, name: string | null | undefined): OperationCost | undefined {
    const costs = this.#costs.get(document);
    const known = costs?.get(name);
    if (known) return known;
    const operation = getOperationAST(document, name);
    if (!operation) return undefined;
    const cost = new OperationCost(this.#options.schema, document, operation);
    this.#costs.set(document, (costs ?? new Map()).set(name, cost));
    return cost;
  }
}

/** What an execution did cost that read so many rows. */
const actualOf = ({ requested, fixed }: Pick<Cost, 'requested' | 'fixed'>, rows: number): number =>
  Math.min(requested, Math.max(1, fixed + rows));

/** Those who are not signed in share what their address has. */
function spendersOf({ viewer, address }: Caller): Spender[] {
  if (!viewer) return [{ name: address, share: 1 }];
  return [
    { name: viewer.tokenId, share: 1 },
    { name: viewer.userId, share: tokensOfUser },
  ];
}
