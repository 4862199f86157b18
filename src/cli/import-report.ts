// The report that an import prints at its end: what was imported, what already existed, what was left out and why, and what
// to do next.
import { count, duration } from './import-progress.ts';
import type { ImportResult } from './import-run.ts';
import { printable, type SlackReport } from './slack/report.ts';

/** The data of the report in addition to the counts. */
export interface ReportContext {
  slug: string;
  hasOwner: boolean;
  seconds: number;
  /** People in the export who were matched by e-mail address with existing users. */
  matched: { email: string; handle: string }[];
  /** Imported people whose address another user already has. */
  emailsTaken: { email: string; handle: string }[];
  /** Handles of owners who were imported as admins. */
  secondOwners: string[];
}

/** Maximum printed lines of one kind. */
const maxLines = 100;

/** The lines of the report. */
export function reportLines(
  { users, changedUsers, renamed, channels, joined, archivedElsewhere, messages }: ImportResult,
  read: SlackReport,
  about: ReportContext,
): string[] {
  const handled = messages.added + messages.present;
  return [
    `The import into ${about.slug} is complete.`,
    ...section('Imported:', [
      list([
        [users.added, 'user'],
        [channels.added, 'channel'],
      ]),
      messages.added
        ? `${many(messages.added, 'message')}: ${many(messages.roots, 'root')}, ${many(messages.replies, 'reply', 'replies')}`
        : '',
      list([
        [messages.reactions, 'reaction'],
        [messages.mentions, 'mention'],
        [messages.attachments, 'file'],
        [messages.edited, 'edited message'],
        [messages.deleted, 'deleted message'],
        [messages.pins, 'pin'],
      ]),
    ]),
    ...section('Already there:', [
      list([
        [users.present, 'user'],
        [channels.present, 'channel'],
        [messages.present, 'message'],
      ]),
    ]),
    ...section('Changed since an earlier import:', [
      list([
        [changedUsers.updated, 'profile'],
        [changedUsers.deactivated, 'deactivated user'],
        [messages.changedBodies, 'newer edit'],
        [messages.changedToDeleted, 'deletion'],
      ]),
      messages.foundRoots ? `${many(messages.foundRoots, 'first message')} of threads, which replaced a note` : '',
    ]),
    ...section('Imported with a change:', [
      ...few(renamed.map(({ slack, here }) => `${printable(slack)} is ${here} here`)),
      ...few(about.matched.map(({ email, handle }) => `${email} is @${handle} here: matched as one person`)),
      ...few(
        about.emailsTaken.map(
          ({ email, handle }) =>
            `@${handle} has no e-mail address: another user here has ${email}. If they are one person, import into a new workspace with --match-email`,
        ),
      ),
      ...few(
        about.secondOwners.map(
          (handle) => `@${handle} owns the team in Slack and is an admin here, because the workspace has an owner`,
        ),
      ),
      joined ? `${many(joined, 'direct channel')} merged into the existing one of the same people` : '',
      messages.missingRoots
        ? `${many(messages.missingRoots, 'thread')} whose first message is not in the export: a note replaces it`
        : '',
      messages.orphans
        ? `${many(messages.orphans, 'reply', 'replies')} as root messages: their thread's root is not in the export`
        : '',
      ...[...read.changed].map(([what, number]) => `${what}: ${count(number)}`),
    ]),
    ...section('Changed in Slack, but not here:', [
      ...few(archivedElsewhere),
      ...few(changedUsers.kept.map(({ handle, what }) => `@${handle}: ${what}`)),
    ]),
    ...section('Not imported:', [
      ...[...read.skipped].map(([reason, number]) => `${reason}: ${count(number)}`),
      messages.unknownAuthors ? `messages whose author is not in the workspace: ${count(messages.unknownAuthors)}` : '',
    ]),
    ...section(`Broken, and left out (${count(read.problemCount)}):`, [
      ...read.problems.map(({ place, reason }) => `${place}: ${reason}`),
      read.problemCount > read.problems.length ? `and ${count(read.problemCount - read.problems.length)} more` : '',
    ]),
    '',
    `${many(handled, 'message')} in ${duration(about.seconds)}: ${count(handled / about.seconds)} a second.`,
    '',
    'Next:',
    '  npm start',
    `  npm run token -- --workspace ${about.slug} ${about.hasOwner ? '--owner' : '--user HANDLE'}`,
  ];
}

const many = (number: number, one: string, more = `${one}s`): string => `${count(number)} ${number === 1 ? one : more}`;

/** The first of many lines, and how many more there are. */
const few = (lines: string[]): string[] =>
  lines.length <= maxLines ? lines : [...lines.slice(0, maxLines), `and ${count(lines.length - maxLines)} more`];

/** `3 reactions, 1 pin`: the counts that are not 0. */
const list = (counts: [number, string][]): string =>
  counts
    .filter(([number]) => number > 0)
    .map(([number, one]) => many(number, one))
    .join(', ');

/** A title and its lines, or nothing when all lines are empty. */
function section(title: string, lines: string[]): string[] {
  const filled = lines.filter(Boolean);
  return filled.length ? ['', title, ...filled.map((line) => `  ${line}`)] : [];
}
