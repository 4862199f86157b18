// The translation of Slack's text: what it becomes, and that a Markdown renderer then shows what Slack showed.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { reactionEmoji } from '../../src/cli/slack/emoji.ts';
import { toMarkdown } from '../../src/cli/slack/mrkdwn.ts';
import { toPlain } from '../../src/cli/slack/references.ts';
import { validEmoji } from '../../src/features/messages/model.ts';
import { parseBody } from '../../src/lib/markdown.ts';
import { hostileTexts } from '../support/hostile-texts.ts';

const people: Record<string, { id: string; handle: string }> = {
  U1: { id: 'id-1', handle: 'ada' },
  U2: { id: 'id-2', handle: 'grace_h' },
};
const names = {
  user: (id: string) => people[id],
  channel: (id: string) => (id === 'C1' ? 'general' : undefined),
};
const body = (text: string) => toMarkdown(text, names).body;
const renderer = new MarkdownIt({ html: false, breaks: true });
const html = (text: string) => renderer.render(body(text)).trim().replace(/\n/g, '');

describe('references', () => {
  it.each([
    ['<@U1> hi', '@ada hi'],
    ['<@U1|somebody>: hi', '@ada: hi'],
    ["<@U1>'s (<@U2>)", "@ada's (@grace_h)"],
    ['a<@U1>b', 'a @ada b'],
    ['<@U1><@U2>/<@U1>.x <@U1>. -<@U1>', '@ada @grace_h/ @ada .x @ada. -@ada'],
    ['<@U9|ned> and <@U9>', 'ned and unknown user U9'],
    ['<@USLACKBOT>', 'Slackbot'],
    ['<#C1> <#C1|> <#C7|seven_up> <#C8>', '#general #general #seven_up a private channel'],
    ['<!here> <!channel> <!everyone|everyone>', '@here @channel @everyone'],
    ['<!subteam^S1|@ops> <!subteam^S2>', '@ops user group S2'],
    ['<!date^1392734382^{date}|Feb 18> <!date^1392734382^{date}>', 'Feb 18 2014-02-18T14:39:42.000Z'],
    ['<!new_thing|as told> <!new_thing>', 'as told @new_thing'],
  ])('%s', (slack, markdown) => expect(body(slack)).toBe(markdown));

  it('lists everybody mentioned once, in order, and nobody mentioned in code', () => {
    expect(toMarkdown('<@U2> <@U1> <@U2> <@U9>', names).mentioned).toEqual(['id-2', 'id-1']);
    expect(toMarkdown('`<@U1>` ```<@U2>```', names)).toEqual({ body: '`@ada`\n```\n@grace_h\n```', mentioned: [] });
  });
});

describe('mentions beside marks', () => {
  const mention = (body: string) => parseBody(body).html(new Set(['ada', 'grace_h']));
  const ada = '<span class="mention">@ada</span>';

  it.each([
    ['_<@U1>_', `<p><em>${ada}</em></p>`],
    ['_thanks <@U1>_', `<p><em>thanks ${ada}</em></p>`],
    ['_<@U1> thanks_ x', `<p><em>${ada} thanks</em> x</p>`],
    ['*_<@U1>_*', `<p><strong><em>${ada}</em></strong></p>`],
    ['~<@U1>~ *<@U1>*', `<p><s>${ada}</s> <strong>${ada}</strong></p>`],
    ['_a_<@U1>', `<p><em>a</em>${ada}</p>`],
    ['<@U1>_x', `<p>${ada} _x</p>`],
    ['x_<@U1>', `<p>x_ ${ada}</p>`],
    ['`x`<@U1>', `<p><code>x</code>${ada}</p>`],
    ['_<@U1>', `<p>_ ${ada}</p>`],
  ])('%s', (slack, expected) => expect(mention(body(slack))).toBe(expected));
});

describe('emoji in text', () => {
  it.each([
    ['hi :tada: and :wave::skin-tone-3::+1:', 'hi 🎉 and 👋🏼👍'],
    ['_:tada:_ done:white_check_mark:', '_🎉_ done✅'],
    ['`:tada:` ```:tada:```', '`:tada:`\n```\n:tada:\n```'],
    ['std::x::y root:x:0:0 12:100:00 :tada', 'std::x::y root:x:0:0 12:100:00 :tada'],
    [':our_own: :мяу:', ':our_own: :мяу:'],
    ['<https://a.example/:tada:|:tada:>', '[🎉](https://a.example/:tada:)'],
  ])('%s', (slack, markdown) => expect(body(slack)).toBe(markdown));

  it('has a character that reactions accept for every standard name', () => {
    const lines = readFileSync('src/cli/slack/emoji-names.txt', 'utf8').trimEnd().split('\n');
    const names = lines.flatMap((line) => line.split(' ').slice(1));
    expect(names.length).toBeGreaterThan(1_900);
    for (const name of names) expect(validEmoji(reactionEmoji(name)!)).toBe(reactionEmoji(name));
    expect(names.filter((name) => body(`:${name}:`) === `:${name}:`)).toEqual([]);
  });
});

describe('what apps send without escaping it', () => {
  it.each([
    ['a < b and c > d', 'a < b and c > d'],
    ['return a<b>c', 'return a\\<b>c'],
    ['std::vector<int> <#include> <!-- x --> <@nobody> <>', 'std::vector\\<int> <#include> \\<!-- x --> <@nobody> <>'],
    ['`Map<K, V>` ```if (a<b>c)```', '`Map<K, V>`\n```\nif (a<b>c)\n```'],
    ['<@W012ABC> <@U1>', 'unknown user W012ABC @ada'],
  ])('%s', (slack, markdown) => {
    expect(body(slack)).toBe(markdown);
  });

  it('is shown whole', () => {
    expect(html('a < b and c > d')).toBe('<p>a &lt; b and c &gt; d</p>');
    expect(html('return a<b>c')).toBe('<p>return a&lt;b&gt;c</p>');
    expect(toPlain('a < b > c <int> <@U1>', names)).toBe('a < b > c <int> @ada');
  });
});

describe('links', () => {
  it.each([
    ['<https://a.example/b?c=1&amp;d=2>', '<https://a.example/b?c=1&d=2>'],
    ['<https://a.example|https://a.example>', '<https://a.example>'],
    ['<http://a.example|a.example>', '[a.example](http://a.example)'],
    ['<https://a.example/x_(y)|see [1] *now*>', '[see \\[1\\] \\*now\\*](https://a.example/x_%28y%29)'],
    ['<https://a.example/a b|two words>', '[two words](https://a.example/a%20b)'],
    ['<https://a.example|some_snake and _this_>', '[some_snake and \\_this\\_](https://a.example)'],
    ['<mailto:a@b.example|a@b.example>', '<a@b.example>'],
    ['<mailto:a@b.example|write me>', '[write me](mailto:a@b.example)'],
    ['<tel:+123|+123>', '+123'],
    ['<javascript:alert(1)|click>', 'click (javascript:alert(1))'],
    ['<data:text/html;x>', 'data:text/html;x'],
  ])('%s', (slack, markdown) => expect(body(slack)).toBe(markdown));

  it('become links, and only those that may be followed', () => {
    expect(html('<https://a.example/b_c_?d=1&amp;e=2>')).toContain('href="https://a.example/b_c_?d=1&amp;e=2"');
    expect(html('<https://a.example/x_(y)|t>')).toContain('href="https://a.example/x_%28y%29"');
    expect(html('<javascript:alert(1)|click>')).not.toContain('<a');
    expect(html('<https://a.example|&lt;img src=x&gt; ](https://evil.example)>')).toBe(
      '<p><a href="https://a.example">&lt;img src=x&gt; ](https://evil.example)</a></p>',
    );
  });
});

describe('formatting', () => {
  it.each([
    ['*bold* _italic_ ~gone~', '<p><strong>bold</strong> <em>italic</em> <s>gone</s></p>'],
    ['*_~all~_*', '<p><strong><em><s>all</s></em></strong></p>'],
    ['(*x*), "_y_"!', '<p>(<strong>x</strong>), &quot;<em>y</em>&quot;!</p>'],
    ['*a `b*c` d*', '<p><strong>a <code>b*c</code> d</strong></p>'],
    ['*<@U1>*', '<p><strong>@ada</strong></p>'],
    ['*not\nacross* lines', '<p>*not<br>across* lines</p>'],
    ['* no * _ no _ ~ no ~ x', '<ul><li>no * _ no _ ~ no ~ x</li></ul>'],
    ['a*b*c d_e_f g~h~i', '<p>a*b*c d_e_f g~h~i</p>'],
    ['*crossed _over* here_', '<p><strong>crossed _over</strong> here_</p>'],
    ['*a ~b* c~', '<p><strong>a ~b</strong> c~</p>'],
    ['*one *two*', '<p>*one <strong>two</strong></p>'],
    ['**not slack** __nor this__ ~~nor~~', '<p>**not slack** __nor this__ ~~nor~~</p>'],
    ['2 * 3 * 4', '<p>2 * 3 * 4</p>'],
  ])('%s', (slack, expected) => expect(html(slack)).toBe(expected));

  it('escapes one mark alone only where it could pair', () => {
    expect(body('use let* here')).toBe('use let* here');
    expect(body('let* and for*/list')).toBe('let\\* and for\\*/list');
    expect(body('~/here and ~/there')).toBe('~/here and ~/there');
    expect(body('snake_case and (_ x)')).toBe('snake_case and (_ x)');
  });
});

describe('code', () => {
  it.each([
    ['`a &lt;b&gt; &amp;amp; *c* _d_`', '<p><code>a &lt;b&gt; &amp;amp; *c* _d_</code></p>'],
    ['``two``', '<p><code>two</code></p>'],
    ['`a <https://x.example|x.example>`', '<p><code>a x.example</code></p>'],
    ['an odd ` tick and `code`', '<p>an odd <code>tick and</code>code`</p>'],
    ['`(a ,b) is quasi', '<p>`(a ,b) is quasi</p>'],
    ['```one line```', '<pre><code>one line</code></pre>'],
    ['use ```(*a*)``` here', '<p>use</p><pre><code>(*a*)</code></pre><p>here</p>'],
    ['```\n  indented\n\n# x &gt; <@U1>\n```\nafter', '<pre><code>  indented# x &gt; @ada</code></pre><p>after</p>'],
    ['````tick` inside````', '<pre><code>`tick` inside`</code></pre>'],
    ['```a```\n```b```', '<pre><code>a</code></pre><pre><code>b</code></pre>'],
    ['not ``` closed *bold*', '<p>not ``` closed <strong>bold</strong></p>'],
    ['``` ```', '<p>``` ```</p>'],
  ])('%j', (slack, expected) => expect(html(slack)).toBe(expected));

  it('keeps a fence longer than what it holds', () => {
    expect(body('```a `` b````')).toBe('```\na `` b`\n```');
    expect(body('```a``````b```')).toBe('````\na```\n````\nb\\`\\`\\`');
  });
});

describe('lines', () => {
  it.each([
    ['&gt; quoted\nnot quoted', '<blockquote><p>quoted</p></blockquote><p>not quoted</p>'],
    ['&gt; one\n&gt; two', '<blockquote><p>one<br>two</p></blockquote>'],
    ['a &gt; b', '<p>a &gt; b</p>'],
    [
      'intro\n&gt;&gt;&gt; all\nof *this*\n```x```',
      '<p>intro</p><blockquote><p>all<br>of <strong>this</strong></p><pre><code>x</code></pre></blockquote>',
    ],
    ['```&gt;&gt;&gt; 1```', '<pre><code>&gt;&gt;&gt; 1</code></pre>'],
    ['# not a heading', '<p># not a heading</p>'],
    ['&gt; ## nor here', '<blockquote><p>## nor here</p></blockquote>'],
    ['#lang racket', '<p>#lang racket</p>'],
    ['title\n=====', '<p>title<br>=====</p>'],
    ['title\n---', '<p>title<br>---</p>'],
    ['***', '<p>***</p>'],
    ['a | b\n--- | ---\nc | d', '<p>a | b<br>--- | ---<br>c | d</p>'],
    ['[x]: https://a.example', '<p>[x]: https://a.example</p>'],
    ['[this](https://a.example)', '<p>[this](https://a.example)</p>'],
    ['- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
    ['1. one\n2. two', '<ol><li>one</li><li>two</li></ol>'],
    ['one\n\n    four blanks', '<p>one</p><p>    four blanks</p>'],
    ['C:\\dir \\* \\', '<p>C:\\dir \\* \\</p>'],
    ['&lt;b&gt;x&lt;/b&gt; &amp;lt; &amp;copy;', '<p>&lt;b&gt;x&lt;/b&gt; &amp;lt; &amp;copy;</p>'],
    ['~~~', '<p>~~~</p>'],
  ])('%j', (slack, expected) => expect(html(slack).replaceAll('\u00a0', ' ')).toBe(expected));

  it('leaves plain text alone', () => {
    const plain = 'It\'s fine: a-b, c; (d) "e" + 1 = 2 ünï 🎉\nsecond line\n\nthird';
    expect(body(plain)).toBe(plain);
  });

  it('produces text that Postgres accepts', () => {
    expect(body('a\0b\ud800c\r\nd 🎉\udc00')).toBe('ab\ufffdc\nd 🎉\ufffd');
  });
});

/** What a reader sees: the rendered text without blanks, and without what either side may have used as formatting. */
const seen = (rendered: string) =>
  rendered
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|amp|quot);/g, (_, name: string) => ({ lt: '<', gt: '>', amp: '&', quot: '"' })[name]!)
    .replace(/[\s*_~`>\u00a0]/g, '');

const nasty = fc.string({
  unit: fc.constantFrom(...'ab \n\n*_~`\\[]()<>&#=|:!"lt;/\t', '&lt;', '```', '   ', '](', '# ', '> '),
  maxLength: 60,
});

it('whatever is typed, a renderer shows it', () => {
  fc.assert(
    fc.property(nasty, (typed) => {
      fc.pre(!/:(a|b|ab):/.test(typed)); // those are emoji
      const slack = typed.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
      expect(seen(renderer.render(body(slack)))).toBe(typed.replace(/[\s*_~`>]/g, ''));
    }),
    { numRuns: 3_000 },
  );
});

it('is fast for texts made to be slow', () => {
  const bad = [
    '`',
    '``a`',
    '*',
    '*a ',
    '_a* ',
    '<',
    '<@',
    '&lt;',
    '[',
    '](',
    '> ',
    '&gt; ',
    '&gt;&gt;&gt;\n',
    ' \n',
    '```',
    '\\',
    '```a```',
    ':',
    ':a',
    ':a:',
    ':tada:',
    '<@U1>_',
    '<a:',
    '<!a',
  ];
  const begun = performance.now();
  for (const unit of bad) toMarkdown(unit.repeat(100_000 / unit.length), names);
  for (const make of Object.values(hostileTexts)) toMarkdown(make(50_000), names);
  // Lines of blanks after an empty line, and in a quote.
  for (const before of ['*a*\n\n', '*a*\n>', '*a*\n- ']) {
    for (const blank of [' ', '\t', ' \t']) toMarkdown(`${before}${blank.repeat(50_000)}\nx`, names);
  }
  expect(performance.now() - begun).toBeLessThan(5_000);
});

it('plain text has no Markdown', () => {
  expect(toPlain('*a* &lt;b&gt; <@U1> <https://x.example|x> <https://y.example>', names)).toBe(
    '*a* <b> @ada x https://y.example',
  );
});

describe('reactions', () => {
  it.each([
    ['+1', '👍'],
    ['heart', '❤️'],
    ['wave::skin-tone-2', '👋🏻'],
    ['v::skin-tone-6', '✌🏿'],
    ['party-parrot', ':party-parrot:'],
    ['unheard_of::skin-tone-3', ':unheard_of-skin-tone-3:'],
    ['мяу', ':мяу:'],
    ['技術_最高', ':技術_最高:'],
    ["it's", ':it-s:'],
    ['metal', '🤘'],
    ['woman-running::skin-tone-4', '🏃🏽‍♀️'],
    ['flag-scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['x'.repeat(63), null],
  ])('%s', (name, emoji) => {
    expect(reactionEmoji(name)).toBe(emoji);
    if (emoji) expect(validEmoji(emoji)).toBe(emoji);
  });
});
