// Rate limits that all instances share. The buckets are in Redis. Each instance leases blocks of points from them and spends
// these locally, so that nearly every operation is admitted without a round trip. Without Redis each instance has its own
// buckets.
import { LRUCache } from 'lru-cache';
import type { RedisClient } from '../redis/client.ts';
import { keyOf } from '../redis/keys.ts';
import { type Budget, type BudgetOptions, MemoryBudget, type RateLimitKey, type TakeResult } from './budget.ts';

export interface LeasedBudgetOptions extends BudgetOptions {
  redis: RedisClient;
}

/** The points that this instance has leased from one bucket. */
interface Block {
  readonly key: string;
  /** The size of the whole bucket in Redis, and its refill each second. */
  readonly size: number;
  readonly refill: number;
  /** Points that are leased and not spent. */
  points: number;
  /** The level of the bucket in Redis when it was last read, and when that was, in milliseconds. */
  level: number;
  levelAt: number;
  usedAt: number;
  isLeasing: boolean;
}

const maxBlocks = 100_000;
/** After this many milliseconds without use, the points of a block are returned to Redis. */
const idleMs = 5_000;
const sweepMs = 1_000;
const maxSwept = 200;
/** For this many milliseconds after Redis had too few points, requests are refused without another call. */
const refusedMs = 100;

// Grants up to `want` points if the bucket holds at least `need`; negative numbers return points to the bucket. The script
// uses the clock of the Redis server. A full bucket has no key.
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
 * A budget over Redis. An instance leases a tenth of a bucket at a time, in addition to what the operation needs. It holds
 * at most two tenths, and returns them when they were not used for 5 s. So N instances together grant, in t seconds, at
 * most size + refill × t + N × size / 5. While Redis is unavailable, each instance additionally grants what its own
 * MemoryBudget holds. An instance that is killed loses at most its two tenths, which refill.
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
    const readLately = blocks.filter(({ levelAt }) => Math.abs(now - levelAt) < refusedMs);
    const waitSeconds = this.#waitSeconds(readLately, points);
    return waitSeconds > 0 ? { waitSeconds } : this.#takeLeased(rateLimitKeys, blocks, points);
  }

  refund(rateLimitKeys: readonly RateLimitKey[], points: number): { available: number } {
    let available = Number.POSITIVE_INFINITY;
    for (const rateLimitKey of rateLimitKeys) {
      const block = this.#block(rateLimitKey);
      this.#put(block, points);
      available = Math.min(available, block.size, block.points + this.#levelNow(block));
    }
    return { available: Math.floor(available) };
  }

  /** Returns all leased points to Redis, if it is available. */
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
    const reserved = await Promise.all(blocks.map((block) => this.#reserve(block, points)));
    const isEnough = reserved.every((each) => each !== null && each >= points);
    blocks.forEach((block, i) => void this.#put(block, (reserved[i] ?? 0) - (isEnough ? points : 0)));
    if (isEnough) return { waitSeconds: 0 };
    if (reserved.includes(null)) return this.#takeLocal(rateLimitKeys, points);
    // Points may have been refunded meanwhile, so the computed wait may be 0; but 0 would mean that the points were taken.
    return { waitSeconds: Math.max(0.001, this.#waitSeconds(blocks, points)) };
  }

  /**
   * Takes up to `points` from the block and leases the rest. Returns how many points it got, which may be more or fewer;
   * null when Redis is unavailable.
   */
  async #reserve(block: Block, points: number): Promise<number | null> {
    const own = Math.min(block.points, points);
    block.points -= own; // so that concurrent requests do not spend them too
    const need = points - own;
    if (need === 0) return own;
    // Only one of the concurrent requests leases a tenth for later operations.
    const granted = await this.#lease(block, need, need + (block.isLeasing ? 0 : block.size / 10));
    if (granted === null) block.points += own;
    return granted === null ? null : granted >= need ? Math.max(points, own + granted) : own + granted;
  }

  #leaseAhead(block: Block): void {
    const tenth = block.size / 10;
    if (block.points >= tenth / 2 || block.isLeasing || this.#levelNow(block) < tenth) return;
    void this.#lease(block, 0, tenth).then((granted) => this.#put(block, granted ?? 0));
  }

  /** Adds points to a block; when it then holds more than two tenths, all but one tenth is returned to Redis. */
  #put(block: Block, points: number): void {
    block.points += points;
    const tenth = block.size / 10;
    if (block.points > 2 * tenth) void this.#return(block, tenth);
  }

  /** Returns the points of a block to Redis, except `keep` of them. */
  async #return(block: Block, keep = 0): Promise<void> {
    const surplus = block.points - keep;
    block.points = keep;
    const level = this.#levelNow(block);
    if (surplus <= 0 || level === block.size) return; // a bucket that has refilled meanwhile takes none
    block.level = Math.min(block.size, level + surplus); // what Redis will reply
    block.levelAt = this.#options.now();
    await this.#lease(block, -surplus, -surplus);
  }

  async #lease(block: Block, need: number, want: number): Promise<number | null> {
    const { redis, now } = this.#options;
    if (need >= 0) block.isLeasing = true;
    const { key, size, refill } = block;
    const reply = await redis.call((commands) => commands.eval(leaseScript, 1, key, size, refill, need, want));
    if (need >= 0) block.isLeasing = false;
    if (reply === null) return null;
    const [granted, level] = reply as [string, string];
    block.level = Number(level);
    block.levelAt = now();
    return Number(granted);
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

  /** The expected level of the bucket in Redis now, if no other instance took points. */
  #levelNow({ size, refill, level, levelAt }: Block): number {
    return Math.min(size, level + (Math.max(0, this.#options.now() - levelAt) / 1000) * refill);
  }

  /** Seconds until each of these blocks should have this many points, with what its bucket holds. */
  #waitSeconds(blocks: readonly Block[], points: number): number {
    return blocks.reduce((maxWait, block) => {
      const missing = points - block.points - this.#levelNow(block);
      return Math.max(maxWait, missing / block.refill);
    }, 0);
  }

  #block({ name, share }: RateLimitKey): Block {
    const { size, refill, now } = this.#options;
    let block = this.#blocks.get(name);
    if (!block) {
      const whole = size * share;
      const unread = { points: 0, level: whole, levelAt: Number.NEGATIVE_INFINITY, isLeasing: false };
      block = { key: keyOf('points', name), size: whole, refill: refill * share, usedAt: 0, ...unread };
      this.#blocks.set(name, block);
    }
    block.usedAt = now();
    return block;
  }
}
