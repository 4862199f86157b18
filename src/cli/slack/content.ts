// Translates the content of a Slack message: its body, its files as links, its reactions.
import type { ImportedMessage } from '../../features/imports/model.ts';
import { maximumBody, maximumEmoji } from '../../features/messages/model.ts';
import { attachmentParts, channelOfShared, isSharedMessage, type Part, saidParts, sharedParts } from './blocks.ts';
import { reactionEmoji } from './emoji.ts';
import { cut, type Fields, fields, iso, list, objects, oneLine, text, time, wellFormed } from './json-values.ts';
import { toMarkdown } from './mrkdwn.ts';
import type { People } from './people.ts';
import type { Names } from './references.ts';
import type { Place, SlackReport } from './report.ts';

/** The context that all channels of an export share. */
export interface ContentContext {
  people: People;
  names: Names;
  report: SlackReport;
  /** Whether a message of that channel may be quoted in the one being read. */
  mayQuote(slackChannelId: string): boolean;
}

/** Slack's markup is cut off at this length before it is translated: its longest texts have 40,000 characters. */
const maxText = 200_000;
/** Maximum translated parts of one message. */
const maxParts = 500;

/** The body as Markdown, and the users that it mentions. */
export function bodyOf(message: Fields, subtype: string | null, context: ContentContext, place: Place) {
  const said = saidParts(ownText(message, subtype), message.blocks);
  const saidText = said.filter((part) => typeof part === 'string').join('\n');
  const attached = objectsIn(message, 'attachments', context.report, place).flatMap((attachment) =>
    isSharedMessage(attachment)
      ? sharedParts(attachment, saidText, !mayQuote(attachment, context))
      : attachmentParts(attachment, saidText),
  );
  const mentioned = new Set<string>();
  let isCut = said.length + attached.length > maxParts;
  const translate = (slack: string): string => {
    isCut ||= slack.length > maxText;
    const translated = toMarkdown(cut(slack, maxText), context.names);
    for (const id of translated.mentioned) mentioned.add(id);
    return translated.body;
  };
  let body = [...said, ...attached]
    .slice(0, maxParts)
    .map((part) => asMarkdown(part, translate))
    .filter(Boolean)
    .join('\n\n');
  if (subtype === 'me_message') body = emphasised(body);
  if (body.length > maximumBody || isCut) {
    context.report.problem(place, `its text has more than ${maximumBody} characters; the rest was cut off`);
    body = cut(body, maximumBody).trimEnd();
  }
  return { body, mentioned: [...mentioned] };
}

function asMarkdown(part: Part, translate: (slack: string) => string): string {
  if (typeof part === 'string') return translate(part);
  if ('markdown' in part) return wellFormed(cut(part.markdown, maxText)).trim();
  const columns = Math.max(0, ...part.rows.map((row) => row.length));
  if (columns === 0) return '';
  const cells = part.rows.map((row) =>
    Array.from({ length: columns }, (_, at) =>
      translate(row[at] ?? '')
        .replaceAll('|', '\\|')
        .replace(/\n+/g, ' '),
    ),
  );
  const [head, ...rows] = cells.map((row) => `| ${row.join(' | ')} |`);
  return [head, `|${' --- |'.repeat(columns)}`, ...rows].join('\n');
}

/** A note for a message that would be empty; null if the export does not say what it was. */
export function noteFor(message: Fields, subtype: string | null): string | null {
  const modes = filesOf(message).map(({ mode }) => mode);
  if (modes.includes('hidden_by_limit')) return "_A file that the Slack plan's limit hides._";
  if (modes.includes('tombstone')) return '_A file that was deleted._';
  if (modes.length) return '_A file that the export has no link to._';
  const room = fields(message.room);
  if (subtype !== 'huddle_thread' && subtype !== 'sh_room_created' && !room) return null;
  const [start, end] = [time(room?.date_start), time(room?.date_end)];
  const minutes = start !== null && end !== null && end > start ? Math.ceil((end - start) / 60_000) : 0;
  return minutes ? `_A huddle of ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}._` : '_A huddle._';
}

const mayQuote = (attachment: Fields, context: ContentContext): boolean => {
  const from = channelOfShared(attachment);
  return from === null || context.mayQuote(from);
};

/** The files of a message as links, including those of messages shared in it. */
export function attachmentsOf(message: Fields, context: ContentContext, place: Place): ImportedMessage['attachments'] {
  const { report } = context;
  objectsIn(message, 'files', report, place);
  const shared = objects(message.attachments).filter((each) => isSharedMessage(each) && mayQuote(each, context));
  const attachments: ImportedMessage['attachments'] = [];
  for (const file of [...filesOf(message), ...shared.flatMap(filesOf)]) {
    const url = webAddress(file.url_private) ?? webAddress(file.permalink);
    if (file.mode === 'tombstone') report.skip('files that were deleted');
    else if (file.mode === 'hidden_by_limit') report.skip("files hidden by the Slack plan's limit");
    else if (!url) report.skip('files without a link');
    else {
      const name = oneLine(file.name, 255) ?? oneLine(file.title, 255) ?? 'file';
      const { size } = file;
      const known = typeof size === 'number' && Number.isSafeInteger(size) && size >= 0;
      attachments.push({ name, url, mediaType: oneLine(file.mimetype, 255), size: known ? size : null });
    }
  }
  return attachments;
}

function filesOf(message: Fields): Fields[] {
  const files = objects(message.files);
  const old = fields(message.file);
  return files.length === 0 && old ? [old] : files;
}

/** Reactions, timed a millisecond apart after the message, so that emoji and people keep Slack's order of first use. */
export function reactionsOf(message: Fields, at: number, context: ContentContext, place: Place) {
  const { people, report } = context;
  const reactions = new Map<string, ImportedMessage['reactions'][number]>();
  const emojis = new Set<string>();
  for (const reaction of objectsIn(message, 'reactions', report, place)) {
    const emoji = reactionEmoji(text(reaction.name) ?? '');
    const users = list(reaction.users);
    if (emoji && !emojis.has(emoji) && emojis.size >= maximumEmoji) {
      report.skip(`reactions past the ${maximumEmoji} different emoji that a message may carry`, users.length);
      continue;
    }
    for (const slackId of users) {
      const user = typeof slackId === 'string' ? people.find(slackId) : undefined;
      if (!emoji) report.skip('reactions whose name cannot be kept');
      else if (!user) report.skip('reactions of users that are not in users.json');
      else if (!reactions.has(`${emoji} ${user.id}`)) {
        emojis.add(emoji);
        reactions.set(`${emoji} ${user.id}`, { emoji, userId: user.id, createdAt: iso(at + reactions.size) });
      }
    }
  }
  return [...reactions.values()];
}

/** The objects in a list of the message. A value that is not a list is reported and ignored. */
function objectsIn(message: Fields, name: string, report: SlackReport, place: Place): Fields[] {
  const value = message[name];
  if (value != null && !Array.isArray(value)) report.problem(place, `its ${name} are not a list and were left out`);
  return objects(value);
}

/** The author's text, without the prefix that Slack added when a file was shared or commented on. */
function ownText(message: Fields, subtype: string | null): string {
  const written = text(message.text) ?? '';
  if (subtype === 'file_comment') return text(fields(message.comment)?.comment) ?? written;
  if (!fields(message.file)) return written;
  return written.replace(/^<@[^>\n]*> (?:uploaded|shared) a file: <[^>\n]*>(?: and commented: ?)?/, '');
}

/** Italicises a body of one paragraph that has no italics. */
function emphasised(body: string): string {
  if (body === '' || /\n\n|```|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\s$/u.test(body)) return body;
  return `_${body}_`;
}

const slackHost = /(?:^|\.)slack(?:-edge|-files)?\.com$/;

/** A web address, without the export's token, which gives access to every file of the team; null if it is none. */
function webAddress(value: unknown): string | null {
  const address = text(value);
  if (!address || address.length > 4_000 || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (slackHost.test(url.hostname)) {
    url.searchParams.delete('token');
    url.searchParams.delete('t');
  }
  return url.href;
}
