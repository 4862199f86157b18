// Splits a top-level JSON array into its elements while it is read as a stream. Only the current element is in memory. A
// broken element is reported by its line and skipped: the next one is found by a line with the same indentation.

/** One element of the array, or the reason why it is broken. `line` is where it begins, `bytes` its length. */
export type JsonElement =
  | { value: unknown; line: number; bytes: number; reason?: undefined }
  | { reason: string; line: number };

/** Maximum bytes of an element. */
export const maxElementBytes = 8 * 2 ** 20;
/** Maximum objects and lists in an element: as values they take thirty times the memory. */
const maxParts = 50_000;
/** How often the reader goes back in one file to find the element after a broken one. This bounds the time. */
const maxResyncs = 100;

/** The elements of the JSON array in the chunks, in order. Errors of the stream are thrown. */
export async function* jsonElements(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes = maxElementBytes,
): AsyncGenerator<JsonElement> {
  const splitter = new Splitter(maxBytes);
  // Read to the end in any case: only there is a zip entry known to be undamaged.
  for await (const chunk of chunks) yield* splitter.push(chunk);
  yield* splitter.end();
}

const [newline, tab, space, carriageReturn, quote, comma, backslash] = [0x0a, 0x09, 0x20, 0x0d, 0x22, 0x2c, 0x5c];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

type State =
  | 'before' // before the array
  | 'between' // between two elements
  | 'inside' // inside an element
  | 'discarding' // inside an element that is too large
  | 'resyncing' // after a broken element, looking for a line that begins like an element
  | 'closed' // after the array
  | 'unreadable'; // nothing more can be read

class Splitter {
  private readonly maxBytes: number;
  private bytes: Buffer = Buffer.allocUnsafe(0);
  /** Whether `bytes` may be written to. */
  private isOwn = false;
  private length = 0;
  private at = 0;
  private line = 1;
  private state: State = 'before';
  /** Where the element begins, on which line, and the current depth in it. */
  private start = 0;
  private startLine = 1;
  private depth = 0;
  private parts = 0;
  private inString = false;
  /** The blanks at the beginning of the current line; null after any other character. */
  private indent: string | null = '';
  /** A line break, the first element's indentation and its brace: in an indented file all elements begin like this. */
  private mark: Buffer | null = null;
  private resyncs = 0;
  private found: JsonElement[] = [];

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  push(chunk: Uint8Array): JsonElement[] {
    this.append(chunk);
    this.scan();
    return this.taken();
  }

  end(): JsonElement[] {
    if (this.state === 'before') this.fail('the file is empty');
    else if (this.state === 'between' || this.state === 'resyncing')
      this.fail('the file ends before its list is closed');
    else if (this.state === 'inside' && !this.mark) this.fail('is not closed', this.startLine);
    else {
      while (this.state === 'inside') {
        this.giveUp('is not closed');
        this.scan();
      }
    }
    return this.taken();
  }

  private taken(): JsonElement[] {
    const found = this.found;
    this.found = [];
    return found;
  }

  /** Adds a chunk to the bytes that are still needed. If none are, the chunk is read in place. */
  private append(chunk: Uint8Array): void {
    const keep = this.state === 'inside' ? this.start : this.at;
    const rest = this.length - keep;
    if (rest === 0) {
      this.bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      this.isOwn = false;
    } else {
      const needed = rest + chunk.length;
      const target = this.isOwn && needed <= this.bytes.length ? this.bytes : Buffer.allocUnsafe(2 * needed);
      this.bytes.copy(target, 0, keep, this.length);
      target.set(chunk, rest);
      this.bytes = target;
      this.isOwn = true;
    }
    this.at -= keep;
    this.start -= keep;
    this.length = rest + chunk.length;
  }

  private fail(reason: string, line = this.line): void {
    this.found.push({ reason, line });
  }

  private scan(): void {
    for (;;) {
      const { state, at } = this;
      if (state === 'before') this.findArray();
      else if (state === 'between') this.findElement();
      else if (state === 'resyncing') this.findMark();
      else if (state === 'closed' || state === 'unreadable') this.at = this.length;
      else this.findEnd();
      if (this.state === state && (this.at === at || this.at === this.length)) return;
    }
  }

  private findArray(): void {
    while (this.at < this.length) {
      const byte = this.bytes[this.at++]!;
      if (byte === openList) {
        this.state = 'between';
        this.indent = null;
        return;
      }
      if (byte === newline) this.line++;
      else if (!isBlank(byte) && byte !== 0xef && byte !== 0xbb && byte !== 0xbf) {
        this.fail('the file is not a JSON list');
        this.state = 'unreadable';
        return;
      }
    }
  }

  private findElement(): void {
    while (this.at < this.length) {
      const byte = this.bytes[this.at]!;
      if (byte === newline) {
        this.line++;
        this.indent = '';
      } else if (byte === space || byte === tab) {
        if (this.indent !== null) this.indent += String.fromCharCode(byte);
      } else if (byte === closeList) {
        this.state = 'closed';
        return;
      } else if (byte !== comma && byte !== carriageReturn) {
        if (byte === openObject && this.indent !== null) this.mark ??= Buffer.from(`\n${this.indent}{`);
        this.begin();
        return;
      }
      this.at++;
    }
  }

  private begin(): void {
    this.start = this.at;
    this.startLine = this.line;
    this.depth = 0;
    this.parts = 0;
    this.inString = false;
    this.indent = null;
    this.state = 'inside';
  }

  /** The hot loop, for every byte of every element. */
  private findEnd(): void {
    const { bytes, length } = this;
    let { at, depth, parts, inString, line } = this;
    let ended = -1;
    let broken = false;
    for (; at < length; at++) {
      const byte = bytes[at]!;
      if (inString) {
        if (byte === backslash) {
          if (at + 1 === length) break;
          at++;
        } else if (byte === quote) {
          inString = false;
          if (depth === 0) {
            ended = at + 1;
            break;
          }
        } else if (byte === newline) {
          broken = true;
          break;
        }
      } else if (byte === quote) inString = true;
      else if (byte === openObject || byte === openList) {
        depth++;
        parts++;
      } else if (depth === 0 && (byte === comma || byte === closeList || isBlank(byte))) {
        ended = at;
        break;
      } else if (byte === closeObject || byte === closeList) {
        if (--depth <= 0) {
          ended = at + 1;
          break;
        }
      } else if (byte === newline) line++;
    }
    this.at = at;
    this.depth = depth;
    this.parts = parts;
    this.inString = inString;
    this.line = line;
    if (broken) this.giveUp('has a string that is not closed');
    else if (ended >= 0) this.finish(ended);
    else if (this.state === 'discarding') this.start = at;
    else if (length - this.start > this.maxBytes) this.refuse();
  }

  private finish(ended: number): void {
    this.at = ended;
    if (this.state === 'discarding') {
      this.state = 'between';
      return;
    }
    const { start } = this;
    if (this.parts > maxParts) {
      this.fail(`has more than ${maxParts} objects and lists`, this.startLine);
      this.state = 'between';
      return;
    }
    try {
      const value: unknown = JSON.parse(this.bytes.toString('utf8', start, ended));
      this.found.push({ value, line: this.startLine, bytes: ended - start });
      this.state = 'between';
    } catch {
      // With a bracket missing, an element swallows those that follow it, so one of them begins inside it.
      const swallowed = this.mark !== null && this.bytes.subarray(start, ended).indexOf(this.mark) >= 0;
      if (swallowed) this.giveUp('is not valid JSON');
      else {
        this.fail('is not valid JSON', this.startLine);
        this.state = 'between';
      }
    }
  }

  private refuse(): void {
    const size = this.maxBytes / 2 ** 20;
    const reason = `is larger than ${size >= 1 ? `${size} MB` : `${this.maxBytes} bytes`}`;
    if (this.mark) this.giveUp(reason);
    else {
      this.fail(reason, this.startLine);
      this.state = 'discarding';
      this.start = this.at;
    }
  }

  /** Reports the element, and goes back to its beginning to look for the next one from there. */
  private giveUp(reason: string): void {
    this.fail(reason, this.startLine);
    if (!this.mark || this.resyncs++ >= maxResyncs) {
      this.fail('the elements after it cannot be found and were not read');
      this.state = 'unreadable';
      return;
    }
    this.at = this.start + 1;
    this.line = this.startLine;
    this.state = 'resyncing';
  }

  private findMark(): void {
    const mark = this.mark!;
    const found = this.bytes.subarray(0, this.length).indexOf(mark, this.at);
    const next = found >= 0 ? found : Math.max(this.at, this.length - mark.length + 1);
    for (let at = this.at; at < next; at++) if (this.bytes[at] === newline) this.line++;
    this.at = next;
    if (found < 0) return;
    this.at += mark.length - 1;
    this.line++;
    this.begin();
  }
}

const isBlank = (byte: number): boolean =>
  byte === space || byte === newline || byte === carriageReturn || byte === tab;
