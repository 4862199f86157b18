// Texts that cost a naive implementation more than linear time, each of a given length: patterns that backtrack,
// normalisation, Markdown, addresses, numbers; and invalid Unicode.

const fill = (piece: string) => (length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
const around = (before: string, piece: string, after: string) => (length: number) =>
  before + fill(piece)(Math.max(0, length - before.length - after.length)) + after;
const counted = (make: (index: number) => string) => (length: number) => {
  let text = '';
  for (let i = 1; text.length < length; i++) text += make(i);
  return text.slice(0, length);
};

export const hostileTexts: Readonly<Record<string, (length: number) => string>> = {
  'blanks, then a letter': around('', ' ', 'x'),
  'blanks between letters': around('x', ' ', 'x'),
  'every kind of blank': around('', ' \t\u00a0\u2003\u3000\ufeff', 'x'),
  'combining marks out of order': around('a', '\u0315\u0300', ''),
  'marks of many classes': around('a', '\u0315\u0300\u0327\u05b0\u3099\u0345', 'x'),
  'texts that grow when they are normalised': fill('\ufdfa'),
  'distinct ideographs': counted((i) => String.fromCharCode(0x4e00 + (i % 20_000))),
  'an address of distinct ideographs': (length) =>
    `https://${counted((i) => String.fromCharCode(0x4e00 + (i % 20_000)))(Math.max(0, length - 8))}`,
  'right to left and of no width': fill('\u202e\u200b\u200d\u2066'),
  'half of a surrogate pair': around('a', 'x', '\ud800'),
  'halves of surrogate pairs': fill('\udc00\ud800'),
  NUL: around('a', 'x', '\0'),
  emoji: fill('👩‍👩‍👧😀🏽'),
  'names of emoji': fill(':a:'),
  colons: fill(':'),
  lines: fill('a\n'),
  'empty lines': fill('\r\n'),
  paragraphs: fill('a\n\n'),
  quotes: fill('>'),
  'quotes within quotes': counted((i) => `${'>'.repeat(i % 120)}a\n`),
  stars: fill('*'),
  'stars that begin words': fill('*a '),
  'stars and underscores': fill('*a_b~~'),
  'strong in strong': fill('***a'),
  brackets: fill('['),
  'brackets within brackets': (length) => '['.repeat(length / 2) + ']'.repeat(length / 2),
  'links of nothing': fill('[a]('),
  'links to angles': fill('[a](<b'),
  links: fill('[a](https://x.example) '),
  'links that are defined': counted((i) => `[r${i}]: https://x.example\n`),
  titles: fill('[a](b "'),
  images: fill('![['),
  backticks: fill('`'),
  'backticks of every length': counted((i) => `${'`'.repeat(i % 300)}a`),
  fences: fill('```\n'),
  angles: fill('<'),
  'angles and letters': fill('<a '),
  comments: fill('<!--'),
  pipes: fill('|'),
  'a wide table': (length) => {
    const columns = Math.floor(length / 8);
    return `${'|a'.repeat(columns)}\n${'|-'.repeat(columns)}\n${fill('|b\n')(length)}`.slice(0, length);
  },
  'a long table': around('|a|b|\n|-|-|\n', '|a|b|\n', ''),
  'lists within lists': counted((i) => `${' '.repeat(2 * (i % 60))}- a\n`),
  'numbered lists': fill('1. a\n'),
  headings: fill('# a\n'),
  hashes: fill('#'),
  underlines: fill('a\n=\n'),
  ats: fill('@'),
  mentions: fill('@a '),
  'a long mention': around('@', 'a', ''),
  addresses: fill('https://a.b '),
  'an address': around('https://', 'a', ''),
  'an address with ports': around('https://a', ':1', ''),
  'addresses of mail': fill('mailto:a@b.c '),
  'an address of mail': around('a@', 'a.', 'b'),
  entities: fill('&amp;'),
  'entities that are none': fill('&a'),
  ampersands: fill('&'),
  'quotation marks': fill('"'),
  backslashes: fill('\\'),
  digits: fill('9'),
  'an id': around('Message_', '0', ''),
  'a long fraction': around('2026-11-22T03:51:35.', '9', 'Z'),
  'a cursor': (length) => Buffer.from(fill('[')(length)).toString('base64url').slice(0, length),
  'JSON in a cursor': (length) =>
    Buffer.from(`["a",${'[9],'.repeat(length)}9]`)
      .toString('base64url')
      .slice(0, length),
  dots: fill('a.'),
  dashes: fill('-'),
  'a name of the prototype': () => '__proto__',
};
