// The content of a message outside its text: Block Kit blocks, the older attachments of apps and link previews, and
// messages shared from elsewhere.

import { reactionEmoji } from './emoji.ts';
import { type Fields, fields, list, objects, oneLine, text } from './json-values.ts';

/** Maximum depth of nested lists. */
const maxDepth = 8;

/** A part of a message: mrkdwn, Markdown that an app wrote, or the rows of a table whose cells are mrkdwn. */
export type Part = string | { markdown: string } | { rows: string[][] };

/** The content of a message's blocks, in order. Adjacent parts of mrkdwn are merged into one. */
function blockParts(blocks: unknown): Part[] {
  return merged(objects(blocks).flatMap(blockPart));
}

/** Blocks that replace the message's text. With only other blocks, Slack shows the text too. */
const textBlocks = new Set(['rich_text', 'section', 'header', 'context', 'markdown']);

/**
 * The content of a message: its text if the blocks only repeat it, as they do for messages that people type; else its
 * blocks, which Slack shows instead of the text that an app sends for notifications.
 */
export function saidParts(written: string, blocks: unknown): Part[] {
  const types = objects(blocks).map(({ type }) => type);
  if (written && types.every((type) => type === 'rich_text')) return [written];
  const parts = blockParts(blocks);
  const replaced = parts.length > 0 && types.some((type) => textBlocks.has(type as string));
  return replaced || !written ? parts : merged([written, ...parts]);
}

function merged(parts: Part[]): Part[] {
  const out: Part[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = `${last}\n${part}`;
    else out.push(part);
  }
  return out;
}

function blockPart(block: Fields): Part[] {
  switch (block.type) {
    case 'rich_text':
      return [richTextBlock(block)];
    case 'section':
      return [textObject(block.text), ...objects(block.fields).map(textObject)];
    case 'header':
      return [styled(textObject(block.text), '*')];
    case 'context':
      return [objects(block.elements).map(textObject).filter(Boolean).join(' ')];
    case 'image':
      return [reference(block.image_url ?? fields(block.slack_file)?.url, titleOf(block) ?? text(block.alt_text))];
    case 'video':
      return [reference(block.title_url ?? block.video_url, titleOf(block)), textObject(block.description)];
    case 'markdown':
      return [{ markdown: text(block.text) ?? '' }];
    case 'table':
    case 'data_table':
      return [styled(escaped(block.caption), '*'), { rows: list(block.rows).map((row) => list(row).map(cell)) }];
    case 'call': {
      const call = fields(fields(block.call)?.v1) ?? {};
      return [reference(call.join_url ?? call.desktop_app_join_url, text(call.name) ?? 'Call')];
    }
    default:
      return [textObject(block.text)];
  }
}

const titleOf = (block: Fields): string | null => text(fields(block.title)?.text);

const richTextBlock = (block: Fields): string =>
  lines(objects(block.elements).map((element) => richText(element, maxDepth)));

function cell(value: unknown): string {
  const content = fields(value) ?? {};
  if (content.type === 'rich_text') return richTextBlock(content);
  return escaped(content.text ?? (typeof content.value === 'number' ? String(content.value) : content.value));
}

/** A text object: mrkdwn unchanged, plain text escaped. */
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
  const style = fields(element.style) ?? {};
  let out = element.type === 'text' ? escaped(element.text) : inlineReference(element);
  if (style.code === true) out = styled(out, '`');
  if (style.strike === true) out = styled(out, '~');
  if (style.italic === true) out = styled(out, '_');
  return style.bold === true ? styled(out, '*') : out;
}

function inlineReference(element: Fields): string {
  switch (element.type) {
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
      return emojiOf(element);
    case 'date':
      return escaped(element.fallback);
    case 'color':
      return escaped(element.value);
    default:
      return escaped(element.text);
  }
}

/** The skin tone is part of the emoji's name, or in `skin_tone`. */
function emojiOf(element: Fields): string {
  const tone = typeof element.skin_tone === 'number' ? `::skin-tone-${element.skin_tone}` : '';
  return reactionEmoji(`${text(element.name) ?? ''}${tone}`) ?? '';
}

/** Marks go inside the spaces around the text, because mrkdwn ignores a mark next to a space. */
const styled = (value: string, mark: string): string => value.replace(/\S(?:.*\S)?/g, (words) => mark + words + mark);

const escaped = (value: unknown): string =>
  (text(value) ?? '').replace(/[<>&]/g, (char) => (char === '<' ? '&lt;' : char === '>' ? '&gt;' : '&amp;'));

/** Text for use between < and >, without characters that would end it. */
const inside = (value: unknown): string => escaped(value).replace(/[|\n]/g, ' ');

/** `<address|label>`, or only the label if there is no address. */
function reference(address: unknown, label: string | null): string {
  const url = inside(text(address)?.trim().replaceAll('|', '%7C'));
  if (!url) return escaped(label);
  return label ? `<${url}|${inside(label)}>` : `<${url}>`;
}

const lines = (parts: string[]): string => parts.filter(Boolean).join('\n');

/** Whether an attachment is a message shared from elsewhere. */
export const isSharedMessage = (attachment: Fields): boolean =>
  attachment.is_share === true || attachment.is_msg_unfurl === true;

/** The channel of a shared message; null if the export does not name it. */
export const channelOfShared = (attachment: Fields): string | null =>
  text(attachment.channel_id) ??
  /\/archives\/([A-Z0-9]+)\//.exec(text(attachment.from_url)?.slice(0, 500) ?? '')?.[1] ??
  null;

/** A shared message: its author, content and link; only the link if `hidden`. */
export function sharedParts(attachment: Fields, said: string, hidden: boolean): Part[] {
  const link = text(attachment.from_url);
  const where = link && !mentions(said, link) ? reference(link, null) : '';
  if (hidden) return merged(['(a message in a private channel)', where]);
  const author = oneLine(attachment.author_name ?? attachment.author_subname, 100);
  const written = text(attachment.text);
  const content = written ? [written] : blockParts(messageBlocks(attachment) ?? attachment.blocks);
  const quoted = merged([author ? `*${escaped(author)}*:` : '', ...content]).map((part) =>
    typeof part === 'string' ? part.replace(/^(?=.)/gm, '&gt; ') : part,
  );
  return merged([...(quoted.length ? quoted : [text(attachment.fallback) ?? '']), where]);
}

const messageBlocks = (attachment: Fields): unknown[] | null => {
  const blocks = objects(attachment.message_blocks).flatMap((each) => list(fields(each.message)?.blocks));
  return blocks.length ? blocks : null;
};

/**
 * The content that an attachment adds to a message with the text `said`: nothing if it only previews a link in it; else its
 * author, title, text, fields and footer, or its plain fallback if it has none of these, and its link.
 */
export function attachmentParts(attachment: Fields, said: string): Part[] {
  const urls = [attachment.from_url, attachment.original_url, attachment.title_link].map(text);
  if (urls.some((url) => url !== null && mentions(said, url))) return [];
  const title = text(attachment.title);
  const author = oneLine(attachment.author_name, 100);
  const image = text(attachment.image_url);
  const content: Part[] = [
    title ? (attachment.title_link ? reference(attachment.title_link, title) : styled(title, '*')) : '',
    text(attachment.text) ?? '',
    ...objects(attachment.fields).map((field) =>
      [styled(text(field.title) ?? '', '*'), text(field.value) ?? ''].filter(Boolean).join(': '),
    ),
    ...blockParts(attachment.blocks),
    image ? reference(image, null) : '',
  ];
  const fallback = text(attachment.fallback) ?? '';
  const filled = content.some((part) => part !== '') ? content : [fallback === noPreview ? '' : fallback];
  if (filled.every((part) => part === '') && !attachment.pretext) return merged([linkOf(attachment, '')]);
  const parts = merged([
    text(attachment.pretext) ?? '',
    author ? styled(escaped(author), '*') : '',
    ...filled,
    escaped(oneLine(attachment.footer, 300)),
  ]);
  return merged([...parts, linkOf(attachment, parts.filter((part) => typeof part === 'string').join('\n'))]);
}

const noPreview = '[no preview available]';

function linkOf(attachment: Fields, shown: string): string {
  const link = text(attachment.title_link) ?? text(attachment.from_url);
  return link && !shown.includes(inside(link)) ? reference(link, null) : '';
}

const mentions = (said: string, url: string): boolean => said.includes(url) || said.includes(escaped(url));
