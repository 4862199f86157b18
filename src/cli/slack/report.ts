// What was taken from an export, what was not, and why. Bounded, whatever the export holds.
import { cut, wellFormed } from './json-values.ts';

/** Where in the export something stands; without a line, the whole file is meant. */
export interface Place {
  file: string;
  line?: number;
}

const maxProblems = 100;
/** So many broken records of one file are kept, or a single bad file would hide all others. */
const maxLines = 20;
const maxReasons = 200;

/** Counts and named problems of one reading; they grow while channels are read. */
export class SlackReport {
  /** How many of each thing were handed over. */
  readonly taken: Record<string, number> = {};
  /** How many things were left out on purpose, by reason. */
  readonly skipped = new Map<string, number>();
  /** How many things were taken otherwise than Slack has them, by what was done. */
  readonly changed = new Map<string, number>();
  /**
   * Broken things by place (`general/2024-01-02.json line 12`): the first hundred, and of one file
   * twenty; `problemCount` counts all.
   */
  readonly problems: { place: string; reason: string }[] = [];
  problemCount = 0;
  private lastFile = '';
  private linesKept = 0;

  take(what: string, count = 1): void {
    this.taken[what] = (this.taken[what] ?? 0) + count;
  }

  skip(reason: string, count = 1): void {
    if (count === 0) return;
    const key = this.skipped.has(reason) || this.skipped.size < maxReasons ? reason : 'other reasons';
    this.skipped.set(key, (this.skipped.get(key) ?? 0) + count);
  }

  change(what: string, count = 1): void {
    this.changed.set(what, (this.changed.get(what) ?? 0) + count);
  }

  problem({ file, line }: Place, reason: string): void {
    this.problemCount++;
    if (line !== undefined) {
      this.linesKept = this.lastFile === file ? this.linesKept + 1 : 1;
      this.lastFile = file;
      if (this.linesKept > maxLines) return;
    }
    if (this.problems.length >= maxProblems) return;
    const place = line === undefined ? file : `${file} line ${line}`;
    this.problems.push({ place: printable(place), reason: printable(reason) });
  }
}

/** Names from the export go to a terminal. */
export const printable = (text: string): string => cut(wellFormed(text), 300);
