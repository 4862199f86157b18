// What an import prints at its end: what was taken, what was there, what was not taken and why, and what to do next.
import { count, duration } from './import-progress.ts';
import type { Carried } from './import-run.ts';
import { printable, type SlackReport } from './slack/report.ts';

/** What the report needs beside the counts. */
export interface ReportContext {
  slug: string;
  hasOwner: boolean;
  seconds: number;
  /** People who were taken for one with the same address, by address. */
  matched: { email: string; handle: string }[];
  /** Whose address somebody else has here. */
  emailsTaken: { email: string; handle: string }[];
  /** Handles of owners who came as admins. */
  secondOwners: string[];
}

/** So many lines of one kind are printed. */
const maxLines = 100;

/** The report as lines for a person. */
export function reportLines(
  { users, changedUsers, renamed, channels, joined, archivedElsewhere, messages }: Carried,
  read: SlackReport,
  about: ReportContext,
): string[] {
  const handled = messages.added + messages.present;
  return [
    `The import into ${about.slug} is complete.`,
    ...section('Taken:', [
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
    ...section('There already:', [
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
      messages.foundRoots
        ? `${many(messages.foundRoots, 'first message')} of threads in place of the note that stood there`
        : '',
    ]),
    ...section('Taken with a change:', [
      ...few(renamed.map(({ slack, here }) => `${printable(slack)} is ${here} here`)),
      ...few(about.matched.map(({ email, handle }) => `${email} is @${handle} here: they are one person`)),
      ...few(
        about.emailsTaken.map(
          ({ email, handle }) =>
            `@${handle} has no e-mail address: ${email} is somebody else's here. If they are one person, import into a new workspace with --match-email`,
        ),
      ),
      ...few(
        about.secondOwners.map(
          (handle) => `@${handle} owns the team in Slack and is an admin here, where there is an owner`,
        ),
      ),
      joined ? `${many(joined, 'direct channel')} went into the one that the same people have here` : '',
      messages.missingRoots
        ? `${many(messages.missingRoots, 'thread')} whose first message is not in the export: a note stands in its place`
        : '',
      messages.orphans
        ? `${many(messages.orphans, 'reply', 'replies')} as roots: their thread's root is not in the export`
        : '',
      ...[...read.changed].map(([what, number]) => `${what}: ${count(number)}`),
    ]),
    ...section('Changed in Slack, and not here:', [
      ...few(archivedElsewhere),
      ...few(changedUsers.kept.map(({ handle, what }) => `@${handle}: ${what}`)),
    ]),
    ...section('Not taken:', [
      ...[...read.skipped].map(([reason, number]) => `${reason}: ${count(number)}`),
      messages.unknownAuthors ? `messages of nobody in the workspace: ${count(messages.unknownAuthors)}` : '',
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

/** `3 reactions, 1 pin`: those that are not 0. */
const list = (counts: [number, string][]): string =>
  counts
    .filter(([number]) => number > 0)
    .map(([number, one]) => many(number, one))
    .join(', ');

/** A title and its lines, or nothing where all are empty. */
function section(title: string, lines: string[]): string[] {
  const filled = lines.filter(Boolean);
  return filled.length ? ['', title, ...filled.map((line) => `  ${line}`)] : [];
}
