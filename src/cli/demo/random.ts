// Reproducible random numbers: the same seed gives the same numbers on every machine. Only integer and basic
// floating-point arithmetic is used, so no platform's maths library can change the result.

/** A seeded generator (sfc32). */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d = 1;

  constructor(seed: string) {
    let h = 0x811c9dc5;
    for (let i = 0; i < seed.length; i++) h = Math.imul(h ^ seed.charCodeAt(i), 0x01000193);
    this.a = h;
    this.b = h ^ 0x9e3779b9;
    this.c = Math.imul(h, 0x85ebca6b);
    for (let i = 0; i < 16; i++) this.next();
  }

  /** A number in [0, 1). */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return (t >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A number from `low` to `high` that is mostly near `low`, like the time that people take to reply. */
  skewed(low: number, high: number): number {
    const x = this.next();
    return low + (high - low) * x * x * x;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('Cannot pick from an empty list.');
    return list[Math.floor(this.next() * list.length)]!;
  }

  /** A random item, in proportion to its weight; undefined if no weight is above zero. */
  weighted<T>(list: readonly T[], weight: (item: T) => number): T | undefined {
    const weights = list.map(weight);
    let left = weights.reduce((sum, w) => sum + w, 0) * this.next();
    let last: T | undefined;
    for (const [i, w] of weights.entries()) {
      if (w <= 0) continue;
      last = list[i]!;
      left -= w;
      if (left < 0) return last;
    }
    return last;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [out[i], out[j]] = [out[j]!, out[i]!];
    }
    return out;
  }
}

/** A shuffled deck: no card is drawn twice before every card was drawn once. */
export class Deck<T> {
  private readonly cards: readonly T[];
  private readonly random: Random;
  private pile: T[] = [];

  constructor(cards: readonly T[], random: Random) {
    this.cards = cards;
    this.random = random;
  }

  draw(): T {
    if (this.pile.length === 0) this.pile = this.random.shuffled(this.cards);
    return this.pile.pop()!;
  }
}
