// Translates references in Slack's mrkdwn, which stand between < and >, into Markdown and plain text.

import { withEmoji } from './emoji.ts';

/** Finds the users and channels that a text may name. */
export interface Names {
  user(slackId: string): { id: string; handle: string } | undefined;
  /** The name of a public channel. */
  channel(slackId: string): string | undefined;
}

/**
 * Slack writes between < and > a user, a channel, a command, or an address with its scheme. Anything else is
 * unescaped text from an app, and stays unchanged.
 */
export const referencePattern = /<([@#][A-Z0-9]+(?:\|[^<>\n]*)?|![a-z_]+(?:[|^][^<>\n]*)?|[A-Za-z][\w+.-]*:[^<>\n]*)>/;
const everyReference = new RegExp(referencePattern, 'g');

/** Translates to plain text, for code, topics and names. */
export function toPlain(text: string, names: Names): string {
  return unescapeEntities(text.replace(everyReference, (_, inner: string) => plainReference(inner, names)));
}

export const unescapeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(lt|gt|amp);/g, (_, name) => (name === 'lt' ? '<' : name === 'gt' ? '>' : '&'))
    : text;

/** The two halves of `<left|right>`; without a label, the second is empty. */
function halves(inner: string): [string, string] {
  const bar = inner.indexOf('|');
  return bar < 0 ? [inner, ''] : [inner.slice(0, bar), inner.slice(bar + 1)];
}

function plainReference(inner: string, names: Names): string {
  const [target, label] = halves(inner);
  const kind = target[0];
  const id = target.slice(1);
  if (kind === '@') {
    const user = names.user(id);
    return user ? `@${user.handle}` : label || (id === 'USLACKBOT' ? 'Slackbot' : `unknown user ${id}`);
  }
  if (kind === '#') {
    const name = names.channel(id) ?? label;
    return name ? `#${name}` : 'a private channel';
  }
  if (kind !== '!') return label || target.replace(/^mailto:/, '');
  const [command = '', argument = ''] = id.split('^');
  if (command === 'here' || command === 'channel' || command === 'everyone') return `@${command}`;
  if (command === 'date') {
    const at = new Date(Number(argument) * 1000);
    return label || (Number.isNaN(at.getTime()) ? 'a date' : at.toISOString());
  }
  if (command === 'subteam') return label || `user group ${argument}`;
  return label || `@${command}`;
}

export function markdownReference(inner: string, names: Names, mentioned: Set<string>): string {
  if (inner[0] === '@') {
    const user = names.user(halves(inner.slice(1))[0]);
    if (user) {
      mentioned.add(user.id);
      return `@${user.handle}`;
    }
  }
  if (/^[@#!]/.test(inner)) return escapeLabel(unescapeEntities(plainReference(inner, names)));
  const [target, label] = halves(inner).map(unescapeEntities) as [string, string];
  return link(target, withEmoji(label));
}

/** A Markdown link if the address has an allowed scheme; else its label and the address as text. */
function link(url: string, label: string): string {
  if (!/^(?:https?:\/\/|mailto:)[^\s]/i.test(url)) {
    const shown = label && !url.endsWith(label) ? `${label} (${url})` : label || url;
    return escapeLabel(shown);
  }
  const address = url.replace(/^mailto:/i, '');
  const mail = address !== url;
  if (mail && (!label || label === address) && /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(address)) return `<${address}>`;
  if (!mail && (!label || label === url)) return `<${url.replace(/[\s<>]/g, percent)}>`;
  return `[${escapeLabel(label || address)}](${url.replace(/[\s<>()\\`]/g, percent)})`;
}

const percent = (char: string): string =>
  char.charCodeAt(0) < 128
    ? `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
    : encodeURIComponent(char);

const escapeLabel = (label: string): string =>
  label.replace(/[\\`*[\]<~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&').replace(/&(?=#?\w+;)/g, '\\&');
