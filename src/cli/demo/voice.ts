// The writing style of a person: with or without capitals and full stops.
import type { Person } from './people.ts';

/** Removes spaces and punctuation that are doubled where two phrases were joined. */
export function tidy(text: string): string {
  return text
    .replace(/ +(?=[ ,?!]|\.(?!\.)|$)/gm, '')
    .replace(/([?!…])[.,](?=\s|$)/g, '$1')
    .trim();
}

/** The text in its author's style. Code is not changed. */
export function voiced(text: string, author: Person): string {
  if (author.team === 'bot') return text;
  if (author.voice === 'casual') return text;
  const upper = text
    .split(/(```[\s\S]*?```|`[^`]*`)/)
    .map((part, i) =>
      i % 2
        ? part
        : part.replace(
            /(?<!\b(?:e\.g|i\.e|vs|etc|approx))([.!?…]\s+|\n\n)(\p{Ll})(?!\p{Lu})/gu,
            (_, mark, c) => mark + c.toUpperCase(),
          ),
    )
    .join('');
  const capital =
    /^\p{Ll}(?!\p{Lu})/u.test(upper) && !/^https?:/.test(upper) ? upper[0]!.toUpperCase() + upper.slice(1) : upper;
  const open = author.voice === 'proper' && /[\p{L}\d)%'"]$/u.test(capital) && capital.length > 14;
  return open && !capital.includes('\n') && !/https?:\S+$/.test(capital) ? `${capital}.` : capital;
}
