// Translates Slack's mrkdwn into Markdown that renders as Slack showed it. Formatting is kept, and literal characters are
// escaped, but only where Markdown would read them as formatting.
import { emojiAt } from './emoji.ts';
import { wellFormed } from './json-values.ts';
import { markdownReference, type Names, referencePattern, toPlain, unescapeEntities } from './references.ts';

/** Markdown, and the users that it mentions (each once, in order). */
export interface Translation {
  body: string;
  mentioned: string[];
}

/** Translates a message's text. Linear in its length, except for lines full of unmatched backticks. */
export function toMarkdown(text: string, names: Names): Translation {
  const mentioned = new Set<string>();
  const body = blocks(wellFormed(text), names, mentioned).replace(/^\n+/, '').trimEnd();
  return { body, mentioned: [...mentioned] };
}

// Blocks: fenced code, quotes up to the end of the text (>>>), and the text between.

function blocks(text: string, names: Names, mentioned: Set<string>, inQuote = false): string {
  const rest = !inQuote && text.includes('&gt;&gt;&gt;') ? quoteOfTheRest(text) : -1;
  if (rest >= 0) {
    const quoted = blocks(text.slice(rest + 12).trimStart(), names, mentioned, true);
    return blocks(text.slice(0, rest), names, mentioned) + quoted.replace(/^/gm, '> ');
  }
  const parts: string[] = [];
  let at = 0;
  for (let from = 0; ; ) {
    const open = text.indexOf('```', from);
    let close = open < 0 ? -1 : text.indexOf('```', open + 3);
    if (close < 0) break;
    while (text[close + 3] === '`') close++;
    from = close + 3;
    const code = toPlain(text.slice(open + 3, close), names)
      .replace(/^[ \t]*\n/, '')
      .trimEnd();
    if (!code) continue;
    const before = paragraphs(text.slice(at, open), names, mentioned).trimEnd();
    if (before) parts.push(before);
    parts.push(fenced(code));
    if (text[from] === '\n') from++;
    at = from;
  }
  parts.push(paragraphs(text.slice(at), names, mentioned));
  return parts.join('\n');
}

function fenced(code: string): string {
  const fence = (code.match(/`{3,}/g) ?? []).reduce(
    (fence, run) => (run.length < fence.length ? fence : `${run}\``),
    '```',
  );
  return `${fence}\n${code}\n${fence}`;
}

/** Where a line outside code begins with `>>>`, which quotes everything after it; -1 if none does. */
function quoteOfTheRest(text: string): number {
  let inCode = false;
  for (const match of text.matchAll(/```|^&gt;&gt;&gt;/gm)) {
    if (match[0] === '```') inCode = !inCode;
    else if (!inCode) return match.index;
  }
  return -1;
}

// Lines: characters that Markdown would interpret at the beginning of a line.

const heading = /^((?:[ \t>*+-]|\d{1,9}[.)])*)(?=#{1,6}(?:[ \t]|$))/gm;
const ruleOrUnderline = /^((?:[ \t>]|\d{1,9}[.)])*)(?=[-=|:*_][-=|:*_ \t]*$)/gm;
const definition = /^( {0,3}\[[^\]\n]+\]):/gm;
const endOfQuote = /^( {0,3}>[^\n]*\n)(?=[^\n>])/gm;
// No two parts of a pattern may match the same blanks in more than one way: matching would be quadratic in their number.
// Four blanks turn a line after an empty one into code, and also a line in a quote or a list.
const indented = /(^(?:[ \t]*\n)*|\n[ \t]*\n)( {4}[ \t]*| {0,3}\t[ \t]*)(?=\S)/g;
const indentedWithin = /^([ \t>]*(?:>|[-+*]|\d{1,9}[.)]))( {5}[ \t]*| {0,4}\t[ \t]*)(?=\S)/gm;

function paragraphs(text: string, names: Names, mentioned: Set<string>): string {
  if (!/[<&*_~`\\[\]]|:[a-z0-9_+'-]+:|^[ \t#>=|:+\d-]/m.test(text)) return text;
  return inline(text, names, mentioned)
    .replace(heading, '$1\\')
    .replace(ruleOrUnderline, '$1\\')
    .replace(definition, '$1\\:')
    .replace(endOfQuote, '$1\n')
    .replace(indented, (_, before: string, blanks: string) => before + unbreakable(blanks))
    .replace(indentedWithin, (_, before: string, blanks: string) => `${before} ${unbreakable(blanks)}`);
}

const unbreakable = (blanks: string): string => blanks.replaceAll('\t', '    ').replaceAll(' ', '\u00a0');

// Inline: entities, references, code, and the marks of bold, italic and struck text.

interface Mark {
  char: string;
  /** Whether Markdown could read it as formatting when it is literal. */
  risky: boolean;
  paired: boolean;
}

/** A mention: adjacent characters must not be read as part of the handle. */
interface Mention {
  mention: string;
}

type Piece = string | Mark | Mention;

const special = /[<&*_~`:\n]/g;
const reference = new RegExp(referencePattern, 'y');
const entity = /&(?:lt|gt|amp);/y;

function inline(text: string, names: Names, mentioned: Set<string>): string {
  const pieces: Piece[] = [];
  let literal = '';
  let at = 0;
  const flush = (next: string) => {
    if (literal) pieces.push(escapeLiteral(literal, next));
    literal = '';
  };
  let open: Record<string, number> = {};
  for (;;) {
    special.lastIndex = at;
    const found = special.exec(text)?.index ?? text.length;
    if (found > at) literal += text.slice(at, found);
    if (found === text.length) break;
    at = found + 1;
    const char = text[found]!;
    if (char === '\n') {
      literal += '\n';
      open = {};
    } else if (char === '&') {
      const match = matchAt(entity, text, found);
      literal += match ? unescapeEntities(match[0]) : '&';
      if (match) at = entity.lastIndex;
    } else if (char === '<') {
      const match = matchAt(reference, text, found);
      if (!match) {
        literal += '<';
        continue;
      }
      at = reference.lastIndex;
      const markdown = markdownReference(match[1]!, names, mentioned);
      if (!markdown.startsWith('@')) {
        flush(markdown);
        pieces.push(markdown);
        continue;
      }
      // A space separates the handle from adjacent characters that could be part of it.
      const before = literal || pieces.at(-1);
      const joined =
        typeof before === 'string' ? /[\p{L}\p{N}_@./]$/u.test(before.slice(-2)) : before && !isMark(before);
      if (joined) literal += ' ';
      flush(markdown);
      pieces.push({ mention: markdown });
      if (/^(?:[a-z0-9-]|\.\w)/i.test(text.slice(at, at + 2))) literal = ' ';
    } else if (char === ':') {
      const emoji = emojiAt(text, found);
      literal += emoji?.characters ?? ':';
      if (emoji) at = emoji.end;
    } else if (char === '`') {
      while (text[at] === '`') at++;
      const length = at - found;
      const close = length < 3 ? closingTicks(text, at, length) : -1;
      flush('`');
      if (close < 0) pieces.push('\\`'.repeat(length));
      else {
        const ticks = '`'.repeat(length);
        pieces.push(ticks + toPlain(text.slice(at, close), names) + ticks);
        at = close + length;
      }
    } else {
      flush(char);
      mark(char, text, found, pieces, open);
    }
  }
  flush('');
  return join(pieces);
}

/** Where a run of exactly `length` backticks closes the code that begins at `from`, on the same line; else -1. */
function closingTicks(text: string, from: number, length: number): number {
  const ticks = /`+|\n/g;
  ticks.lastIndex = from;
  for (let match = ticks.exec(text); match && match[0] !== '\n'; match = ticks.exec(text)) {
    if (match[0].length === length) return match.index;
  }
  return -1;
}

const blank = /^\s?$/;
const wordy = /[\p{L}\p{N}]/u;

/** Adds a mark; if it closes an open one on its line, both become formatting. `open` holds open marks, by character. */
function mark(char: string, text: string, at: number, pieces: Piece[], open: Record<string, number>): void {
  const before = text[at - 1] ?? '';
  const after = text[at + 1] ?? '';
  const [spaceBefore, spaceAfter] = [blank.test(before), blank.test(after)];
  const [wordBefore, wordAfter] = [wordy.test(before), wordy.test(after)];
  const doubled = before === char || after === char;
  const risky = char === '~' ? doubled : !(spaceBefore && spaceAfter) && !(char === '_' && wordBefore && wordAfter);
  const index = pieces.push({ char, risky, paired: false }) - 1;
  if (doubled) return;
  const opener = open[char];
  if (opener !== undefined && !spaceBefore && !wordAfter) {
    (pieces[opener] as Mark).paired = true;
    (pieces[index] as Mark).paired = true;
    for (const [other, where] of Object.entries(open)) if (where >= opener) delete open[other];
  } else if (!wordBefore && !spaceAfter) open[char] = index;
}

const markdownMarks: Record<string, string> = { '*': '**', _: '_', '~': '~~' };

/** A single literal mark cannot form a pair, so marks are escaped only when there are several. */
function join(pieces: Piece[]): string {
  const marks: Record<string, number> = { '*': 0, _: 0, '~': 1 };
  for (const piece of pieces) if (isMark(piece) && (piece.risky || piece.paired)) marks[piece.char]!++;
  let out = '';
  for (const [at, piece] of pieces.entries()) {
    const [before, after] = [pieces[at - 1], pieces[at + 1]];
    if (typeof piece === 'string') out += piece;
    else if (!isMark(piece)) {
      // A literal underscore would become part of the handle or prevent the mention; a paired one is formatting.
      out += isLiteralUnderscore(before) ? ` ${piece.mention}` : piece.mention;
      if (isLiteralUnderscore(after)) out += ' ';
    } else if (piece.paired) out += markdownMarks[piece.char];
    else out += piece.risky && marks[piece.char]! > 1 ? `\\${piece.char}` : piece.char;
  }
  return out;
}

const isMark = (piece: Piece): piece is Mark => typeof piece === 'object' && 'char' in piece;
const isLiteralUnderscore = (piece: Piece | undefined): boolean =>
  piece !== undefined && isMark(piece) && piece.char === '_' && !piece.paired;

/** Escapes characters of literal text that Markdown would interpret; `next` is the text after it. */
function escapeLiteral(literal: string, next: string): string {
  if (!/[\\<&\]]/.test(literal)) return literal;
  return (
    (literal + next.slice(0, 1))
      .replace(/\\(?=[!-/:-@[-`{-~\n]|$)/g, '\\\\')
      .replace(/<(?=[A-Za-z/!?])/g, '\\<')
      .replace(/&(?=#?\w+;)/g, '\\&')
      // A link, or a link definition, which would not be shown at all.
      .replace(/\](?=[(:])/g, ']\\')
      .slice(0, next ? -1 : undefined)
  );
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
