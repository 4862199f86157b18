// Sorts the records of a channel by time. In Slack's exports days and the messages of a day are in order; other tools do not
// guarantee this, so a day is sorted as far as it fits into the window. Duplicate messages are recognised by their `ts`.
import type { SlackRecord } from './messages.ts';

/** Maximum messages, and bytes of their source, that are sorted at a time. */
const windowMessages = 5_000;
const windowBytes = 4 * 2 ** 20;
/** Maximum remembered `ts` of a day. */
const maxKnown = 100_000;

/** The window of one channel: `add` records as they are read, and `take` them in order. */
export class TimeOrder {
  private window: { order: number; records: SlackRecord[] }[] = [];
  private sorted: SlackRecord[] = [];
  private bytes = 0;
  private today = new Set<string>();
  private yesterday = new Set<string>();

  /** Whether this day, or the day before, had a message with this `ts`. Remembers the `ts`. */
  isDuplicate(ts: unknown): boolean {
    if (typeof ts !== 'string') return false;
    if (this.today.has(ts) || this.yesterday.has(ts)) return true;
    if (this.today.size < maxKnown) this.today.add(ts);
    return false;
  }

  add(order: number, records: SlackRecord[], bytes: number): void {
    this.bytes += bytes;
    if (records.length > 0) this.window.push({ order, records });
  }

  /** Whether the window is full. */
  get isFull(): boolean {
    return this.window.length >= windowMessages || this.bytes >= windowBytes;
  }

  /** How many records are sorted. */
  get ready(): number {
    return this.sorted.length;
  }

  /** Ends a day: records that are added after this belong to a later one. */
  endOfDay(): void {
    this.sort();
    this.yesterday = this.today;
    this.today = new Set();
  }

  /** Takes all records, in order. Users come first, since sorting may move their messages before them. */
  take(): SlackRecord[] {
    this.sort();
    const taken = this.sorted;
    this.sorted = [];
    this.bytes = 0;
    return taken;
  }

  private sort(): void {
    const { window, sorted } = this;
    for (const { records } of window) for (const record of records) if (record.kind === 'user') sorted.push(record);
    for (const { records } of window.sort((a, b) => a.order - b.order)) {
      for (const record of records) if (record.kind !== 'user') sorted.push(record);
    }
    this.window = [];
  }
}
