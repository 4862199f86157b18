// Which HTML a response may contain, checked twice: by an independent grammar that knows only the harmless, and by a
// parser that is as lenient as browsers are.
import { createRequire } from 'node:module';

interface Element {
  readonly type: string;
  readonly name?: string;
  readonly attribs?: Record<string, string>;
  readonly children?: Element[];
}

// The parser that the sanitiser brings along.
const bring = createRequire(createRequire(import.meta.url).resolve('sanitize-html'));
const { parseDocument } = bring('htmlparser2') as { parseDocument(html: string): Element };

const attributes: Record<string, string[]> = {
  ...Object.fromEntries(
    'p br hr strong em s pre blockquote ul li h1 h2 h3 h4 h5 h6 table thead tbody tr th td'
      .split(' ')
      .map((name) => [name, []]),
  ),
  ...{ a: ['href', 'title', 'rel'], ol: ['start'], code: ['class'], span: ['class'] },
};

const tag = `<(?:/(?:${Object.keys(attributes).join('|')})|(?:${Object.keys(attributes).join('|')})(?: [a-z]+="[^"<>]*")*(?: /)?)>`;
const harmless = new RegExp(`^(?:[^<>&]|&(?:amp|lt|gt|quot|#39|#x27);|${tag})*$`);

/** What is dangerous in this HTML; empty when nothing is. */
export function dangers(html: string): string[] {
  const found: string[] = [];
  if (!harmless.test(html)) found.push('not of the harmless grammar');
  const walk = (element: Element): void => {
    if (!['root', 'tag', 'text'].includes(element.type)) found.push(element.type);
    if (element.type === 'tag') {
      const allowed = attributes[element.name!];
      if (!allowed) found.push(`<${element.name}>`);
      for (const [name, value] of Object.entries(element.attribs ?? {})) {
        if (!allowed?.includes(name)) found.push(`${element.name} ${name}`);
        if (name === 'href' && !leadsOut(value)) found.push(`href ${value}`);
        if (name === 'class' && !(element.name === 'span' ? value === 'mention' : /^language-\S+$/.test(value))) {
          found.push(`class ${value}`);
        }
        if (name === 'start' && !/^\d+$/.test(value)) found.push(`start ${value}`);
      }
      const { href, rel } = element.attribs ?? {};
      if (href !== undefined && rel !== 'nofollow noopener noreferrer') found.push('a link without rel');
    }
    element.children?.forEach(walk);
  };
  walk(parseDocument(html));
  return found;
}

// As a browser would resolve it: to the same place from any page, so that neither the page's scheme nor its host
// counts.
function leadsOut(href: string): boolean {
  const [one, other] = ['https://chat.example.com/a/', 'http://other.example/b/'].map((page) =>
    URL.canParse(href, page) ? new URL(href, page) : null,
  );
  return one?.href === other?.href && ['http:', 'https:', 'mailto:'].includes(one?.protocol ?? '');
}
