// Bodies of messages: Markdown to HTML that is safe to put into a page. Raw HTML in the source is shown as text, links
// lead out with rel and only to http, https and mailto, images become links (an image would tell its server who reads).
import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

// 25 µs for a message of 200 characters, and as much again for the sanitiser.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true });
markdown.disable('image');
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

const safe: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'hr', 'strong', 'em', 's', 'a', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'span'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: { a: ['href', 'title', 'rel'], ol: ['start'], code: ['class'], span: ['class'], th: [], td: [] },
  allowedClasses: { code: ['language-*'], span: ['mention'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noopener noreferrer' }) },
};

const mention = /(^|[^\w@./-])@([a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9_])?)/gi;

type Tokens = ReturnType<typeof markdown.parse>;

/** A body that has been read: whom it may mention, and its HTML once it is known who of them exists. */
export interface ParsedBody {
  /** Lower case, in the order of first use, outside code and links. */
  readonly handles: readonly string[];
  /** Safe HTML in which these handles are marked as `<span class="mention">`. */
  html(known: ReadonlySet<string>): string;
}

export function parseBody(body: string): ParsedBody {
  const tokens = markdown.parse(body, {});
  const handles = new Set<string>();
  for (const text of texts(tokens)) {
    for (const match of text.content.matchAll(mention)) handles.add(match[2]!.toLowerCase());
  }
  return {
    handles: [...handles],
    html(known) {
      if (known.size) markMentions(tokens, known);
      return sanitizeHtml(markdown.renderer.render(tokens, markdown.options, {}), safe).trim();
    },
  };
}

/** The pieces of plain text: not in code, not in a link. */
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

// The text becomes HTML of our own making here, escaped as the renderer would have done it.
function markMentions(tokens: Tokens, known: ReadonlySet<string>): void {
  for (const text of texts(tokens)) {
    const marked = markdown.utils
      .escapeHtml(text.content)
      .replace(mention, (whole, before: string, handle: string) =>
        known.has(handle.toLowerCase()) ? `${before}<span class="mention">@${handle}</span>` : whole,
      );
    text.type = 'html_inline';
    text.content = marked;
  }
}
