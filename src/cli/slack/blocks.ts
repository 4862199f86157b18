// What a message says outside its text, as mrkdwn: Block Kit blocks and the older attachments of apps and link previews.

import { reactionEmoji } from './emoji.ts';
import { type Fields, fields, objects, text } from './json-values.ts';

/** Lists in lists are followed so deep. */
const deepest = 8;

/** The text of a message's blocks; empty if they hold none. */
export function blocksText(blocks: unknown): string {
  return lines(objects(blocks).map(blockText));
}

function blockText(block: Fields): string {
  switch (block.type) {
    case 'rich_text':
      return lines(objects(block.elements).map((element) => richText(element, deepest)));
    case 'section':
      return lines([textObject(block.text), ...objects(block.fields).map(textObject)]);
    case 'header':
      return styled(textObject(block.text), '*');
    case 'context':
      return objects(block.elements).map(textObject).filter(Boolean).join(' ');
    case 'image':
      return reference(block.image_url, text(fields(block.title)?.text) ?? text(block.alt_text));
    case 'video':
      return reference(block.title_url ?? block.video_url, text(fields(block.title)?.text));
    case 'markdown':
      return escaped(block.text);
    default:
      return '';
  }
}

/** A text object: mrkdwn as it is, plain text escaped. */
function textObject(value: unknown): string {
  const object = fields(value);
  return object?.type === 'mrkdwn' ? (text(object.text) ?? '') : escaped(object?.text);
}

function richText(element: Fields, depth: number): string {
  const children = objects(element.elements);
  if (depth === 0) return '';
  switch (element.type) {
    case 'rich_text_list': {
      const indent = '    '.repeat(typeof element.indent === 'number' ? Math.min(Math.max(element.indent, 0), 8) : 0);
      const bullet = (at: number) => (element.style === 'ordered' ? `${at + 1}.` : '-');
      return lines(children.map((child, at) => `${indent}${bullet(at)} ${richText(child, depth - 1)}`));
    }
    case 'rich_text_quote':
      return children.map(inline).join('').replace(/^/gm, '&gt; ');
    case 'rich_text_preformatted':
      return `\`\`\`\n${children.map((child) => inline({ ...child, style: null })).join('')}\n\`\`\``;
    default:
      return children.map(inline).join('');
  }
}

function inline(element: Fields): string {
  switch (element.type) {
    case 'text': {
      const style = fields(element.style) ?? {};
      let out = escaped(element.text);
      if (style.code === true) out = styled(out, '`');
      if (style.strike === true) out = styled(out, '~');
      if (style.italic === true) out = styled(out, '_');
      return style.bold === true ? styled(out, '*') : out;
    }
    case 'link':
      return reference(element.url, text(element.text));
    case 'user':
      return `<@${inside(element.user_id)}>`;
    case 'channel':
      return `<#${inside(element.channel_id)}>`;
    case 'usergroup':
      return `<!subteam^${inside(element.usergroup_id)}>`;
    case 'broadcast':
      return `<!${inside(element.range)}>`;
    case 'emoji':
      return reactionEmoji(text(element.name) ?? '') ?? '';
    case 'date':
      return escaped(element.fallback);
    default:
      return '';
  }
}

/** Marks go inside the blanks around the text, or they would mark nothing. */
const styled = (value: string, mark: string): string => value.replace(/\S(?:.*\S)?/g, (words) => mark + words + mark);

const escaped = (value: unknown): string =>
  (text(value) ?? '').replace(/[<>&]/g, (char) => (char === '<' ? '&lt;' : char === '>' ? '&gt;' : '&amp;'));

/** Text for between < and >: without what would end it. */
const inside = (value: unknown): string => escaped(value).replace(/[|\n]/g, ' ');

/** `<address|label>`, or the label alone where there is no address. */
function reference(address: unknown, label: string | null): string {
  const url = inside(text(address)?.trim().replaceAll('|', '%7C'));
  if (!url) return escaped(label);
  return label ? `<${url}|${inside(label)}>` : `<${url}>`;
}

const lines = (parts: string[]): string => parts.filter(Boolean).join('\n');

/**
 * What an attachment adds to a message that says `body`: nothing if it only previews a link in it; else its title,
 * text and fields, its plain fallback where it has none of these, and its link.
 */
export function attachmentText(attachment: Fields, body: string): string {
  const urls = [attachment.from_url, attachment.original_url, attachment.title_link]
    .map(text)
    .filter((url) => url !== null);
  if (urls.some((url) => body.includes(url) || body.includes(escaped(url)))) return '';
  const title = text(attachment.title);
  const heading = title && (attachment.title_link ? reference(attachment.title_link, title) : styled(title, '*'));
  const said = text(attachment.text) ?? '';
  const shared = attachment.is_share === true || attachment.is_msg_unfurl === true;
  const parts = [
    text(attachment.pretext) ?? '',
    heading ?? '',
    shared ? said.replace(/^(?=.)/gm, '&gt; ') : said,
    ...objects(attachment.fields).map((field) =>
      [styled(text(field.title) ?? '', '*'), text(field.value) ?? ''].filter(Boolean).join(': '),
    ),
    blocksText(attachment.blocks),
  ];
  const out = lines(parts) || (text(attachment.fallback) ?? '');
  const link = text(attachment.title_link) ?? text(attachment.from_url);
  if (!link || out.includes(inside(link))) return out;
  return lines([out, reference(link, null)]);
}
