// Parses message templates into parts: plain text, {slots} and [choices|of text].
import { splitOutside } from './script.ts';

/** A part of a template: plain text, a slot to fill, or a choice. All choices of one tie choose the same position. */
export type Part = string | { slot: string } | { options: Part[][]; tie: string | undefined };

/** Parses a template, in the notation of script.ts. */
export function parse(template: string): Part[] {
  const parts: Part[] = [];
  let plain = '';
  const push = (part: Part) => {
    if (plain) parts.push(plain);
    plain = '';
    parts.push(part);
  };
  for (let i = 0; i < template.length; i++) {
    const c = template[i]!;
    if (c !== '{' && c !== '[') {
      plain += c;
      continue;
    }
    const close = closing(template, i);
    const inside = template.slice(i + 1, close);
    if (c === '{') push({ slot: inside });
    else {
      const tie = /^(\w)#/.exec(inside)?.[1];
      const options = splitOutside(tie ? inside.slice(2) : inside, '|').map(parse);
      // Brackets around a single text are Markdown's own: a link or a check box.
      if (options.length > 1) push({ options, tie });
      else for (const part of ['[', ...options[0]!, ']']) push(part);
    }
    i = close;
  }
  if (plain) parts.push(plain);
  return parts;
}

function closing(template: string, from: number): number {
  const [open, close] = template[from] === '{' ? ['{', '}'] : ['[', ']'];
  let depth = 0;
  for (let i = from; i < template.length; i++) {
    if (template[i] === open) depth++;
    else if (template[i] === close && --depth === 0) return i;
  }
  throw new Error(`A bracket is not closed in: ${template}`);
}
