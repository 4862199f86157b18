// Points that all instances share. The buckets are in Redis; each instance leases blocks of points from them and spends
// these by itself, so that nearly every operation is admitted without a round trip. Without Redis each has its own buckets.
import { LRUCache } from 'lru-cache';
import type { RedisClient } from '../redis/client.ts';
import { keyOf } from '../redis/keys.ts';
import { type Budget, type BudgetOptions, MemoryBudget, type RateLimitKey, type TakeResult } from './budget.ts';

export interface LeasedBudgetOptions extends BudgetOptions {
  redis: RedisClient;
}

/** What this instance holds for one spender. */
interface Block {
  readonly key: string;
  /** The spender's whole bucket, and what comes back to it each second. */
  readonly size: number;
  readonly refill: number;
  /** Leased and not spent. */
  points: number;
  /** What was left in Redis when it was last asked, and when that was, in milliseconds. */
  left: number;
  askedAt: number;
  usedAt: number;
  leasing: boolean;
}

const maxBlocks = 100_000;
/** Milliseconds after which a block that nobody used goes back. */
const idleMs = 5_000;
const sweepMs = 1_000;
const maxSwept = 200;
/** Milliseconds for which Redis is not asked again for points that it has just said are not there. */
const refusedMs = 100;

// Gives up to `want` points if there are `need`; with negative numbers it takes them back. Goes by the server's clock. A
// bucket that is full has no key.
const leaseScript = `
local size, refill, need, want = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local level = size
local kept = redis.call('GET', KEYS[1])
if kept then
  local was, at = string.match(kept, '^(%S+) (%S+)$')
  level = math.min(size, tonumber(was) + math.max(0, now - tonumber(at)) * refill / 1000)
end
local given = 0
if level >= need then given = math.min(want, level) end
level = math.min(size, level - given)
if level < size then
  local full = math.ceil((size - level) * 1000 / refill) + 1
  redis.call('SET', KEYS[1], string.format('%.17g %.0f', level, now), 'PX', string.format('%.0f', full))
else
  redis.call('DEL', KEYS[1])
end
return { string.format('%.17g', given), string.format('%.17g', level) }`;

/**
 * A budget over Redis. An instance leases a tenth of a spender's bucket at a time, beside what an operation needs, holds
 * at most two tenths, and gives them back when they were not used for 5 s. So N instances together grant, in t seconds, at
 * most size + refill × t + N × size / 5. While Redis is away, each grants what a MemoryBudget of its own does, once more.
 * An instance that is killed takes at most its two tenths with it, which refill.
 */
export class LeasedBudget implements Budget {
  readonly #options: LeasedBudgetOptions;
  readonly #local: MemoryBudget;
  readonly #blocks = new LRUCache<string, Block>({ max: maxBlocks });
  readonly #sweeping: NodeJS.Timeout;

  constructor(options: LeasedBudgetOptions) {
    this.#options = options;
    this.#local = new MemoryBudget(options);
    this.#sweeping = setInterval(() => this.#sweep(), sweepMs).unref();
  }

  take(rateLimitKeys: readonly RateLimitKey[], points: number): TakeResult | Promise<TakeResult> {
    const blocks = rateLimitKeys.map((rateLimitKey) => this.#block(rateLimitKey));
    if (blocks.every((block) => block.points >= points)) {
      for (const block of blocks) {
        block.points -= points;
        this.#leaseAhead(block);
      }
      return { waitSeconds: 0 };
    }
    if (!this.#options.redis.available) return this.#takeLocal(rateLimitKeys, points);
    const now = this.#options.now();
    const lately = blocks.filter(({ askedAt }) => Math.abs(now - askedAt) < refusedMs);
    const waitSeconds = this.#wait(lately, points);
    return waitSeconds > 0 ? { waitSeconds } : this.#takeLeased(rateLimitKeys, blocks, points);
  }

  refund(rateLimitKeys: readonly RateLimitKey[], points: number): { available: number } {
    let available = Number.POSITIVE_INFINITY;
    for (const rateLimitKey of rateLimitKeys) {
      const block = this.#block(rateLimitKey);
      this.#put(block, points);
      available = Math.min(available, block.size, block.points + this.#left(block));
    }
    return { available: Math.floor(available) };
  }

  /** Gives back what was leased, as far as Redis takes it. */
  async stop(): Promise<void> {
    clearInterval(this.#sweeping);
    await Promise.all([...this.#blocks.values()].map((block) => this.#return(block)));
    this.#blocks.clear();
  }

  #takeLocal(rateLimitKeys: readonly RateLimitKey[], points: number): TakeResult {
    return { ...this.#local.take(rateLimitKeys, points), from: this.#local };
  }

  async #takeLeased(
    rateLimitKeys: readonly RateLimitKey[],
    blocks: readonly Block[],
    points: number,
  ): Promise<TakeResult> {
    const got = await Promise.all(blocks.map((block) => this.#reserve(block, points)));
    const enough = got.every((each) => each !== null && each >= points);
    blocks.forEach((block, i) => void this.#put(block, (got[i] ?? 0) - (enough ? points : 0)));
    if (enough) return { waitSeconds: 0 };
    if (got.includes(null)) return this.#takeLocal(rateLimitKeys, points);
    // Others may have given back meanwhile: it was refused all the same.
    return { waitSeconds: Math.max(0.001, this.#wait(blocks, points)) };
  }

  /** Takes what the block holds, and leases what is missing of so many points; gives what came together, null without Redis. */
  async #reserve(block: Block, points: number): Promise<number | null> {
    const own = Math.min(block.points, points);
    block.points -= own; // nobody else may count on it meanwhile
    const need = points - own;
    if (need === 0) return own;
    // One of those who wait leases for those to come.
    const given = await this.#lease(block, need, need + (block.leasing ? 0 : block.size / 10));
    if (given === null) block.points += own;
    return given === null ? null : given >= need ? Math.max(points, own + given) : own + given;
  }

  #leaseAhead(block: Block): void {
    const tenth = block.size / 10;
    if (block.points >= tenth / 2 || block.leasing || this.#left(block) < tenth) return;
    void this.#lease(block, 0, tenth).then((given) => this.#put(block, given ?? 0));
  }

  /** Adds points to a block; what is more than it should hold goes back. */
  #put(block: Block, points: number): void {
    block.points += points;
    const tenth = block.size / 10;
    if (block.points > 2 * tenth) void this.#return(block, tenth);
  }

  /** Gives back all points of a block but so many. */
  async #return(block: Block, keep = 0): Promise<void> {
    const surplus = block.points - keep;
    block.points = keep;
    const left = this.#left(block);
    if (surplus <= 0 || left === block.size) return; // a bucket that is full meanwhile takes none
    block.left = Math.min(block.size, left + surplus); // as the answer will tell
    block.askedAt = this.#options.now();
    await this.#lease(block, -surplus, -surplus);
  }

  async #lease(block: Block, need: number, want: number): Promise<number | null> {
    const { redis, now } = this.#options;
    if (need >= 0) block.leasing = true;
    const { key, size, refill } = block;
    const answer = await redis.call((commands) => commands.eval(leaseScript, 1, key, size, refill, need, want));
    if (need >= 0) block.leasing = false;
    if (answer === null) return null;
    const [given, left] = answer as [string, string];
    block.left = Number(left);
    block.askedAt = now();
    return Number(given);
  }

  #sweep(): void {
    const before = this.#options.now() - idleMs;
    const idle: [string, Block][] = [];
    for (const name of this.#blocks.rkeys()) {
      const block = this.#blocks.peek(name)!;
      if (block.usedAt > before || idle.length === maxSwept) break;
      idle.push([name, block]);
    }
    for (const [name, block] of idle) {
      this.#blocks.delete(name);
      void this.#return(block);
    }
  }

  /** What Redis should hold now, if nobody else took any. */
  #left({ size, refill, left, askedAt }: Block): number {
    return Math.min(size, left + (Math.max(0, this.#options.now() - askedAt) / 1000) * refill);
  }

  /** Seconds until all of these buckets should hold so many points. */
  #wait(blocks: readonly Block[], points: number): number {
    return blocks.reduce((longest, block) => {
      const missing = points - block.points - this.#left(block);
      return Math.max(longest, missing / block.refill);
    }, 0);
  }

  #block({ name, share }: RateLimitKey): Block {
    const { size, refill, now } = this.#options;
    let block = this.#blocks.get(name);
    if (!block) {
      const whole = size * share;
      const unasked = { points: 0, left: whole, askedAt: Number.NEGATIVE_INFINITY, leasing: false };
      block = { key: keyOf('points', name), size: whole, refill: refill * share, usedAt: 0, ...unasked };
      this.#blocks.set(name, block);
    }
    block.usedAt = now();
    return block;
  }
}
