// Markdown becomes HTML that is harmless, whatever people write; mentions are found where they are text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../../src/lib/markdown.ts';
import { dangers } from '../support/html-safety.ts';

const html = (body: string, known: string[] = []) => parseBody(body).html(new Set(known));

it.each([
  ['**bold** _em_ ~~gone~~ `code`', '<p><strong>bold</strong> <em>em</em> <s>gone</s> <code>code</code></p>'],
  ['one\ntwo\n\nthree', '<p>one<br />\ntwo</p>\n<p>three</p>'],
  ['```ts\nlet a = 1 < 2;\n```', '<pre><code class="language-ts">let a = 1 &lt; 2;\n</code></pre>'],
  ['1. a\n2. b', '<ol>\n<li>a</li>\n<li>b</li>\n</ol>'],
  ['> quoted', '<blockquote>\n<p>quoted</p>\n</blockquote>'],
  ['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
  [
    '[site](https://example.com "title")',
    '<p><a href="https://example.com" title="title" rel="nofollow noopener noreferrer">site</a></p>',
  ],
  [
    'https://example.com/a?b=1&c=2',
    '<p><a href="https://example.com/a?b=1&amp;c=2" rel="nofollow noopener noreferrer">https://example.com/a?b=1&amp;c=2</a></p>',
  ],
  ['[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
  [
    '![logo](https://example.com/l.png)',
    '<p>!<a href="https://example.com/l.png" rel="nofollow noopener noreferrer">logo</a></p>',
  ],
  ['example.com and a@example.com', '<p>example.com and a@example.com</p>'],
])('%j becomes %s', (body, expected) => {
  expect(html(body)).toBe(expected);
});

describe('a link that does not lead to another host by itself is shown as it was written', () => {
  it.each([
    '//x.example',
    '/\\x.example',
    '/path',
    'path',
    '?a',
    '#a',
    'https:x.example',
    'https:/x.example',
    'mailto:',
  ])('%s', (address) => {
    expect(html(`[x](${address})`)).not.toContain('<a');
    expect(html(`[x]: ${address}\n\n[x]`)).not.toContain('<a');
  });
});

describe('a body with more formatting than is rendered', () => {
  const written = (body: string) => {
    const text = body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return `<p>${text.replaceAll('\n', '<br />\n')}</p>`;
  };
  const fill = (piece: string) => piece.repeat(Math.floor(40_000 / piece.length)).trimEnd();

  it.each([
    'a\n',
    '> a\n',
    '- a\n',
    '1. a\n',
    '*a* ',
    '[a](https://x.example) ',
    '<https://x.example> ',
    '"<',
    '|a',
    'a&',
  ])('is shown as it was written: %j', (piece) => {
    expect(html(fill(piece))).toBe(written(fill(piece)));
    expect(dangers(html(fill(piece), ['a']))).toEqual([]);
  });

  it('still has its mentions', () => {
    const body = `@ada <b> & "c"\n${fill('*a* ').slice(0, 39_000)}@Ada`;
    expect(parseBody(body).handles).toEqual(['ada']);
    const marked = html(body, ['ada']);
    expect(marked.startsWith('<p><span class="mention">@ada</span> &lt;b&gt; &amp; "c"<br />\n*a* ')).toBe(true);
    expect(marked.endsWith('<span class="mention">@Ada</span></p>')).toBe(true);
    expect(dangers(marked)).toEqual([]);
  });

  it('does not include what people write: long prose, long code, and a long list are rendered', () => {
    const paragraph = 'The **quick** brown fox jumps over the lazy dog, and asks @ada: is it done? See `docs`.\n\n';
    expect(html(fill(paragraph).slice(0, 20_000))).toContain('<strong>quick</strong>');
    const line = '  const answer = await ask({ id: 7, name: "x" }); // <- as before\n';
    expect(html(`\`\`\`ts\n${line.repeat(550)}\`\`\``)).toContain('<pre><code class="language-ts">');
    expect(html('- an item of a long list\n'.repeat(600))).toContain('<li>');
  });
});

describe('mentions', () => {
  it('are handles in text, in lower case, once, in the order of their first use', () => {
    const body =
      '@Ada and (@bob), @ada again; not me@example.com, not `@code`, not [@link](https://x.example/@path), **@carol**. @dot.dash-and_x.';
    expect(parseBody(body).handles).toEqual(['ada', 'bob', 'carol', 'dot.dash-and_x']);
  });

  it('are marked when they are known, as they were written, and escaped like the rest', () => {
    expect(html('Hi @Ada & @bob <3', ['ada'])).toBe('<p>Hi <span class="mention">@Ada</span> &amp; @bob &lt;3</p>');
    expect(html('`@ada` [@ada](https://x.example)', ['ada'])).not.toContain('mention');
  });
});

describe('whatever is written', () => {
  const piece = fc.oneof(
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 }).map((codes) => String.fromCharCode(...codes)),
    fc.constantFrom(
      ...[
        '<script>',
        '</p>',
        '<img src=x onerror=alert(1)>',
        '<svg/onload=alert(1)>',
        'javascript:alert(1)',
        'data:text/html,x',
      ],
      ...[
        '[a](',
        ')',
        '![',
        '](',
        '<https://x.example>',
        '<javascript:x>',
        '"onmouseover="x',
        "' x='",
        '&#60;script&#62;',
        '&lt;',
      ],
      ...[
        '@ada',
        '@',
        '`',
        '```',
        '```"><x',
        '**',
        '~~',
        '\n',
        '\n\n',
        '> ',
        '- ',
        '1. ',
        '| a | b |\n|---|---|\n',
        '\\',
        '\0',
        '\u202e',
      ],
      ...[
        '[x]: javascript:alert(1)',
        '[x][x]',
        'https://x.example/"><script>',
        'mailto:a@b.c',
        '<!--',
        '-->',
        '<![CDATA[',
        '<a href="//x">',
      ],
    ),
  );
  const body = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));

  it('becomes harmless HTML, the same each time, with and without mentions', () => {
    fc.assert(
      fc.property(body, (text) => {
        const parsed = parseBody(text);
        expect(dangers(parsed.html(new Set()))).toEqual([]);
        const marked = html(text, ['ada']);
        expect(dangers(marked)).toEqual([]);
        expect(marked).toBe(html(text, ['ada']));
        expect(marked.includes('class="mention"')).toBe(parsed.handles.includes('ada'));
      }),
      { numRuns: 400 },
    );
  });
});

it('of one plain line is the same as when it is parsed', () => {
  const characters = [...'abcXYZäñЖ漢字0123456789 .,;:!?()\'"%€$=+–—…-', 'e\u0301'];
  const line = fc.string({
    unit: fc.constantFrom(...characters, 'http:', '1. ', ' - ', 'www.example.com'),
    minLength: 1,
  });
  fc.assert(
    fc.property(line, (text) => {
      // With an empty line after it, it is not treated as a plain line.
      expect(html(text)).toBe(html(`${text}\n\n`));
    }),
    { numRuns: 2_000 },
  );
});
