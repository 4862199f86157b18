// Takes a top-level JSON array apart as it arrives, one element at a time. Nothing but the element being read is held,
// and a broken one is named by its line and left behind: the next is found where the lines are indented alike.

/** One element of the array, or why there is none. `line` is where it begins; `bytes` are those it took. */
export type JsonElement =
  | { value: unknown; line: number; bytes: number; reason?: undefined }
  | { reason: string; line: number };

/** An element may have this many bytes. */
export const largestElement = 8 * 2 ** 20;
/** And so many objects and lists: as values they take thirty times the room. */
const maxParts = 50_000;
/** How often the reading of one file goes back to look for the element after a broken one: bounds the time it takes. */
const maxReturns = 100;

/** The elements of the JSON array that the chunks hold, in order. An error of the stream is passed on. */
export async function* jsonElements(
  chunks: AsyncIterable<Uint8Array>,
  largest = largestElement,
): AsyncGenerator<JsonElement> {
  const splitter = new Splitter(largest);
  // To the end in any case: a zip's entry is only found to be damaged there.
  for await (const chunk of chunks) yield* splitter.push(chunk);
  yield* splitter.end();
}

const [newline, tab, space, carriageReturn, quote, comma, backslash] = [0x0a, 0x09, 0x20, 0x0d, 0x22, 0x2c, 0x5c];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

type State =
  | 'before' // the array has not begun
  | 'between' // two elements
  | 'inside' // an element
  | 'discarding' // an element that is too large
  | 'lost' // a broken one is behind; looking for a line that begins as the elements do
  | 'closed'
  | 'hopeless'; // nothing more can be read

class Splitter {
  private readonly largest: number;
  private bytes: Buffer = Buffer.allocUnsafe(0);
  /** Whether `bytes` may be written to. */
  private isOwn = false;
  private length = 0;
  private at = 0;
  private line = 1;
  private state: State = 'before';
  /** Where the element begins, on which line, and how deep within it we are. */
  private start = 0;
  private startLine = 1;
  private depth = 0;
  private parts = 0;
  private inString = false;
  /** What stands on the line so far: only blanks, or null. */
  private indent: string | null = '';
  /** A line break, the first element's indentation and its brace: elements of a printed file begin so. */
  private mark: Buffer | null = null;
  private returns = 0;
  private found: JsonElement[] = [];

  constructor(largest: number) {
    this.largest = largest;
  }

  push(chunk: Uint8Array): JsonElement[] {
    this.append(chunk);
    this.scan();
    return this.taken();
  }

  end(): JsonElement[] {
    if (this.state === 'before') this.fail('the file is empty');
    else if (this.state === 'between' || this.state === 'lost') this.fail('the file ends before its list is closed');
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

  /** Adds a chunk to what is still needed. A chunk that comes when nothing is gets read where it lies. */
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
      else if (state === 'lost') this.findMark();
      else if (state === 'closed' || state === 'hopeless') this.at = this.length;
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
        this.state = 'hopeless';
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

  /** The hot loop: every byte of every element passes here. */
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
    else if (length - this.start > this.largest) this.refuse();
  }

  private finish(ended: number): void {
    this.at = ended;
    if (this.state === 'discarding') {
      this.state = 'between';
      return;
    }
    const { start } = this;
    if (this.parts > maxParts) {
      this.fail(`holds more than ${maxParts} objects and lists`, this.startLine);
      this.state = 'between';
      return;
    }
    try {
      const value: unknown = JSON.parse(this.bytes.toString('utf8', start, ended));
      this.found.push({ value, line: this.startLine, bytes: ended - start });
      this.state = 'between';
    } catch {
      // A bracket too few lets an element swallow those that follow it: then one of them begins inside.
      const swallowed = this.mark !== null && this.bytes.subarray(start, ended).indexOf(this.mark) >= 0;
      if (swallowed) this.giveUp('is not valid JSON');
      else {
        this.fail('is not valid JSON', this.startLine);
        this.state = 'between';
      }
    }
  }

  private refuse(): void {
    const size = this.largest / 2 ** 20;
    const reason = `is larger than ${size >= 1 ? `${size} MB` : `${this.largest} bytes`}`;
    if (this.mark) this.giveUp(reason);
    else {
      this.fail(reason, this.startLine);
      this.state = 'discarding';
      this.start = this.at;
    }
  }

  /** Names the element and goes back to its beginning, to look from there for the next. */
  private giveUp(reason: string): void {
    this.fail(reason, this.startLine);
    if (!this.mark || this.returns++ >= maxReturns) {
      this.fail('what follows cannot be told apart and was not read');
      this.state = 'hopeless';
      return;
    }
    this.at = this.start + 1;
    this.line = this.startLine;
    this.state = 'lost';
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
