// Counts what was imported from an export, what was left out, and why. Its size is bounded for every export.
import { cut, wellFormed } from './json-values.ts';

/** A place in the export; without a line, the whole file. */
export interface Place {
  file: string;
  line?: number;
}

const maxProblems = 100;
/** Maximum broken records that are kept of one file, so that one bad file does not hide all others. */
const maxLines = 20;
const maxReasons = 200;

/** Counts and named problems of one reading; they grow while channels are read. */
export class SlackReport {
  /** How many records of each kind were imported. */
  readonly taken: Record<string, number> = {};
  /** How many records were left out on purpose, by reason. */
  readonly skipped = new Map<string, number>();
  /** How many records were imported with a change, by the change. */
  readonly changed = new Map<string, number>();
  /**
   * Broken records with their place (`general/2024-01-02.json line 12`): the first hundred, and at most twenty of
   * one file; `problemCount` counts all.
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

/** Makes text from the export safe for a terminal. */
export const printable = (text: string): string => cut(wellFormed(text), 300);
