// Puts what a channel holds into order of time. Slack's days follow one another and are in order within; those of other
// tools need not be, so a day is sorted as far as it fits the window. A message that comes twice is known by its `ts`.
import type { SlackRecord } from './messages.ts';

/** So many messages, or bytes of their source, are sorted at a time. */
const windowMessages = 5_000;
const windowBytes = 4 * 2 ** 20;
/** So many `ts` of a day are remembered. */
const maxKnown = 100_000;

/** The window of one channel: add what is read, take what is in order. */
export class TimeOrder {
  private window: { order: number; records: SlackRecord[] }[] = [];
  private sorted: SlackRecord[] = [];
  private bytes = 0;
  private today = new Set<string>();
  private yesterday = new Set<string>();

  /** Whether this day, or the day before, had a message with this `ts`; remembers it. */
  knows(ts: unknown): boolean {
    if (typeof ts !== 'string') return false;
    if (this.today.has(ts) || this.yesterday.has(ts)) return true;
    if (this.today.size < maxKnown) this.today.add(ts);
    return false;
  }

  add(order: number, records: SlackRecord[], bytes: number): void {
    this.bytes += bytes;
    if (records.length > 0) this.window.push({ order, records });
  }

  /** Whether it holds as much as it should. */
  get isFull(): boolean {
    return this.window.length >= windowMessages || this.bytes >= windowBytes;
  }

  /** How many records are in order. */
  get ready(): number {
    return this.sorted.length;
  }

  /** What comes now is of a later day. */
  endOfDay(): void {
    this.sort();
    this.yesterday = this.today;
    this.today = new Set();
  }

  /** Everything it holds, in order. Users come first, as what they wrote may be sorted before what introduced them. */
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
