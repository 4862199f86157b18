// What was taken from an export, what was not, and why. Bounded, whatever the export holds.

const mostProblems = 100;
const mostReasons = 200;

/** Counts and named problems of one reading; they grow while channels are read. */
export class SlackReport {
  /** How many of each thing were handed over. */
  readonly taken: Record<string, number> = {};
  /** How many things were left out on purpose, by reason. */
  readonly skipped = new Map<string, number>();
  /** Broken things by place (`general/2024-01-02.json line 12`): the first hundred; `problemCount` counts all. */
  readonly problems: { place: string; reason: string }[] = [];
  problemCount = 0;

  take(what: string, count = 1): void {
    this.taken[what] = (this.taken[what] ?? 0) + count;
  }

  skip(reason: string, count = 1): void {
    if (count === 0) return;
    const key = this.skipped.has(reason) || this.skipped.size < mostReasons ? reason : 'other reasons';
    this.skipped.set(key, (this.skipped.get(key) ?? 0) + count);
  }

  problem(place: string, reason: string): void {
    this.problemCount++;
    if (this.problems.length < mostProblems) this.problems.push({ place, reason });
  }
}
