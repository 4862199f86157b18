// What an import prints at its end: what was taken, what was there, what was not taken and why, and what to do next.
import { count, duration } from './import-progress.ts';
import type { Carried } from './import-run.ts';
import type { SlackReport } from './slack/report.ts';

/** The report as lines for a person. */
export function reportLines(
  { users, renamed, channels, messages }: Carried,
  read: SlackReport,
  about: { slug: string; hasOwner: boolean; seconds: number },
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
    ...section('Taken with a change:', [
      renamed ? `${many(renamed, 'user')} with another handle: theirs is somebody else's here` : '',
      messages.orphans
        ? `${many(messages.orphans, 'reply', 'replies')} as roots: their thread's root is not in the export`
        : '',
    ]),
    ...section('Not taken:', [
      ...[...read.skipped].map(([reason, number]) => `${reason}: ${count(number)}`),
      messages.strangers ? `messages of nobody in the workspace: ${count(messages.strangers)}` : '',
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
