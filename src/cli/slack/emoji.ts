// Emoji by Slack's names. Exports do not contain the pictures of custom emoji, so their names stay between colons.
import { readFileSync } from 'node:fs';
import { validEmoji } from '../../features/messages/model.ts';

/** A line for each emoji: the character, then its names. Slack's own list (iamcal's), from emojibase-data 17. */
const table = readFileSync(new URL('./emoji-names.txt', import.meta.url), 'utf8');

const characters = new Map<string, string>();
for (const line of table.trimEnd().split('\n')) {
  const [character, ...names] = line.split(' ');
  for (const name of names) characters.set(name, character!);
}

/** The character of a name such as `tada` or `wave::skin-tone-3`; undefined if it is no standard emoji. */
function standardEmoji(name: string): string | undefined {
  const [base = '', tone] = name.split('::skin-tone-');
  const character = characters.get(base);
  // Slack numbers the five tones from 2. The modifier follows the first character and replaces its variation selector.
  if (!character || !tone || !/^[2-6]$/.test(tone)) return character;
  const modifier = String.fromCodePoint(0x1f3fb + Number(tone) - 2);
  return character.replace(/^(\p{Emoji_Modifier_Base})\ufe0f?/u, `$1${modifier}`);
}

/** Converts a reaction from Slack's name to an emoji, or to `:name:` in any script; null if the name is not valid. */
export function reactionEmoji(name: string): string | null {
  if (name.length > 200) return null;
  const standard = standardEmoji(name);
  if (standard) return standard;
  const kept = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_+-]+/gu, '-');
  try {
    return validEmoji(`:${kept}:`);
  } catch {
    return null;
  }
}

/** One or more names between colons at this place in a text. */
const shortcodes = /(?::[a-z0-9_+'-]{1,80}:(?::skin-tone-[2-6](?:-[2-6])?:)?)+/y;
const letter = /[\p{L}\p{N}]/u;
const oneShortcode = /:([a-z0-9_+'-]+):(?::(skin-tone-[2-6])(?:-[2-6])?:)?/g;

/**
 * The emoji whose names begin with the colon at `at`, and where they end; null if there are none. Names between letters or
 * digits (`root:x:0`), or next to another colon (`std::a::b`), are not emoji.
 */
export function emojiAt(text: string, at: number): { characters: string; end: number } | null {
  if (text[at - 1] === ':') return null;
  shortcodes.lastIndex = at;
  const match = shortcodes.exec(text);
  if (!match) return null;
  const end = shortcodes.lastIndex;
  if (text[end] === ':' || (letter.test(text[at - 1] ?? '') && letter.test(text[end] ?? ''))) return null;
  const found = match[0].replace(oneShortcode, (whole, name: string, tone?: string) => {
    return standardEmoji(tone ? `${name}::${tone}` : name) ?? whole;
  });
  return found === match[0] ? null : { characters: found, end };
}

/** Replaces the names of emoji in a text by characters. */
export function withEmoji(text: string): string {
  let out = '';
  let from = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    const emoji = emojiAt(text, at);
    if (!emoji) continue;
    out += text.slice(from, at) + emoji.characters;
    from = emoji.end;
    at = from - 1;
  }
  return out + text.slice(from);
}
