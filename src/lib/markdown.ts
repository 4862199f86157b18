// Renders message bodies from Markdown to HTML that is safe to embed in a page. Raw HTML is shown as text; links get
// `rel` and lead only to http, https and mailto; images become links, as an image would tell its server who reads the
// message. The work is bounded: a body with more formatting than the limit is shown as plain text.
import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

// Takes 25 µs for a message of 200 characters, and the sanitiser takes as long again.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true });
markdown.disable('image');
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

/** A URL that names its own host, whatever page it is on: not //host, /path, or https:path. */
const leadsOut = /^(?:https?:\/\/[^/\\]|mailto:.)/i;
markdown.validateLink = (url) => leadsOut.test(url);

const rel = 'nofollow noopener noreferrer';
const safe: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'hr', 'strong', 'em', 's', 'a', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'span'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: { a: ['href', 'title', 'rel'], ol: ['start'], code: ['class'], span: ['class'], th: [], td: [] },
  allowedClasses: { code: ['language-*'], span: ['mention'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: {
    a: (tagName, { href = '', ...others }) => ({
      tagName,
      attribs: leadsOut.test(href) ? { href, ...others, rel } : {},
    }),
  },
};

// The work for one body, counted inside markdown-it: lines that could begin a block, places that could begin inline
// markup, and pieces of HTML that are written. Each takes 1 to 3 µs with the sanitiser, so that a body takes about 25
// ms at most. Prose has one per 5 to 20 characters, fenced code almost none.
const maxWork = 8_000;
// Each becomes an entity, which the sanitiser decodes and encodes again.
const maxEscapes = 10_000;

class TooMuchWork extends Error {}

/** The work done so far for a body; markdown-it passes this object along while it parses. */
interface Env {
  work?: number;
}

function count(env: Env): void {
  env.work = (env.work ?? 0) + 1;
  if (env.work > maxWork) throw new TooMuchWork();
}

// A rule that never matches: markdown-it calls it wherever a rule could apply.
const counting = ({ env }: { env: object }): boolean => {
  count(env);
  return false;
};
const inParagraphs = { alt: ['paragraph', 'reference', 'blockquote', 'list'] };
markdown.block.ruler.before('table', 'count', counting, inParagraphs);
markdown.inline.ruler.before('text', 'count', counting);
markdown.block.State = class extends MarkdownIt.StateBlock {
  override push(type: string, tag: string, nesting: -1 | 0 | 1) {
    count(this.env as Env);
    return super.push(type, tag, nesting);
  }
};
markdown.inline.State = class extends MarkdownIt.StateInline {
  override push(type: string, tag: string, nesting: -1 | 0 | 1) {
    count(this.env as Env);
    return super.push(type, tag, nesting);
  }
};

const mention = /(^|[^\w@./-])@([a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9_])?)/gi;

type Tokens = ReturnType<typeof markdown.parse>;

/** A parsed body: the handles that it mentions, and its HTML once it is known which of them exist. */
export interface ParsedBody {
  /** In lower case, in the order of first use, outside code and links. */
  readonly handles: readonly string[];
  /** Safe HTML in which the known handles are marked as `<span class="mention">`. */
  html(known: ReadonlySet<string>): string;
}

// One line that no Markdown, link, mention, HTML or list could begin in.
const plainLine = /^\p{L}[\p{L}\p{M}\p{N} .,;:!?()'"%€$=+–—…-]*$/u;

export function parseBody(body: string): ParsedBody {
  // Most messages are such lines. Parsing and sanitising them was the largest part of Node's work for a message.
  if (plainLine.test(body) && !body.endsWith(' ')) return { handles: [], html: () => `<p>${body}</p>` };
  const tokens = tokensOf(body);
  if (!tokens) return { handles: handlesIn([body]), html: (known) => asWritten(body, known) };
  return {
    handles: handlesIn([...texts(tokens)].map(({ content }) => content)),
    html(known) {
      if (known.size) markMentions(tokens, known);
      return sanitizeHtml(markdown.renderer.render(tokens, markdown.options, {}), safe).trim();
    },
  };
}

/** The parsed Markdown; null when the body exceeds the limits. */
function tokensOf(body: string): Tokens | null {
  let escapes = 0;
  for (let i = 0; i < body.length; i++) if (escaped.has(body.charCodeAt(i))) escapes++;
  if (escapes > maxEscapes) return null;
  try {
    return markdown.parse(body, {});
  } catch (error) {
    if (error instanceof TooMuchWork) return null;
    throw error;
  }
}

const escaped: ReadonlySet<number> = new Set([...'&<>"'].map((char) => char.charCodeAt(0)));

/** The body as plain text in one paragraph, with its mentions marked. */
const asWritten = (body: string, known: ReadonlySet<string>) =>
  `<p>${withMentions(escapeText(body), known).replaceAll('\n', '<br />\n')}</p>`;

const escapeText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function handlesIn(texts: readonly string[]): string[] {
  const handles = new Set<string>();
  for (const text of texts) for (const match of text.matchAll(mention)) handles.add(match[2]!.toLowerCase());
  return [...handles];
}

/** The tokens of plain text, outside code and links. */
function* texts(tokens: Tokens): Generator<Tokens[number]> {
  for (const block of tokens) {
    let links = 0;
    for (const token of block.children ?? []) {
      if (token.type === 'link_open') links++;
      else if (token.type === 'link_close') links--;
      else if (token.type === 'text' && links === 0) yield token;
    }
  }
}

// The token becomes raw HTML, escaped as the renderer would have done it.
function markMentions(tokens: Tokens, known: ReadonlySet<string>): void {
  for (const text of texts(tokens)) {
    text.type = 'html_inline';
    text.content = withMentions(markdown.utils.escapeHtml(text.content), known);
  }
}

/** HTML text in which the known handles are marked. */
const withMentions = (html: string, known: ReadonlySet<string>) =>
  html.replace(mention, (whole, before: string, handle: string) =>
    known.has(handle.toLowerCase()) ? `${before}<span class="mention">@${handle}</span>` : whole,
  );
