// Reads everything that a viewer can reach: every root that needs no id, four levels deep, and every id found so.

import { contract, operation, type RootField, rootFields, selectionOf } from './schema-walk.ts';
import type { Json } from './server.ts';
import type { Transport } from './transports.ts';

const root = (name: string) => rootFields.find((field) => field.name === name) as RootField;

/** The response of each of these operations; the ids that are found are fetched again as nodes. */
export async function crawl(transport: Transport, token: string | null, depth = 4): Promise<Record<string, Json>> {
  const answers: Record<string, Json> = {};
  const lists = { first: 50 };
  for (const [name, args] of [
    ['viewer', {}],
    ['workspace', {}],
    ['users', lists],
    ['channels', lists],
  ] as const) {
    // Lists hold what viewer and workspace hold one level above.
    const levels = 'first' in args ? depth - 1 : depth;
    answers[name] = await transport.ask(token, operation(root(name), levels, args), args);
  }
  const ids = [...idsIn(answers)].sort();
  const { selection, fragments } = selectionOf(contract.getType('Node')!, 1);
  const query = `query ($ids: [ID!]!) { nodes(ids: $ids) ${selection} } ${fragments}`;
  for (let at = 0; at < ids.length; at += 100) {
    answers[`nodes ${at}`] = await transport.ask(token, query, { ids: ids.slice(at, at + 100) });
  }
  return answers;
}

/** Every global id in a response. */
function idsIn(answer: Json): Set<string> {
  return new Set(JSON.stringify(answer).match(/\b[A-Z][A-Za-z]+_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g) ?? []);
}

/** A response as text that can be searched for a word: the contents of cursors are included decoded. */
export function readable(answer: Json): string {
  const text = JSON.stringify(answer);
  const cursors = text.match(/"[\w-]{16,}"/g) ?? [];
  return [text, ...cursors.map((cursor) => Buffer.from(cursor, 'base64url').toString())].join('\n');
}

/** The same responses without what changes by itself: when users were last active, and the viewer's own stream. */
export function settled(answers: Json): Json {
  return JSON.parse(
    JSON.stringify(answers, (key, value) => (/lastActiveAt$|inboxCursor$/.test(key) ? undefined : value)),
  );
}
