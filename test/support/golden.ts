// The result of an operation, as a golden file shows it: names in place of ids, and readable JSON.
import { createHash } from 'node:crypto';
import type { LedgerReport } from '../../src/telemetry/ledger.ts';
import { filledId, sizes } from './filled-database.ts';
import type { Json } from './server.ts';

// Taking a snapshot and reading cursors of streams are not counted in budgets.
const uncounted = ['changes.snapshot', 'changes.positions'];

/** The statements that a budget counts, by name: those of one level may end in any order. */
export const counted = (ledger: LedgerReport) =>
  ledger.statements
    .filter(({ name }) => !uncounted.includes(name))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));

/** How many runs of statements a budget counts. */
export const countedCalls = (ledger: LedgerReport) => counted(ledger).reduce((sum, { calls }) => sum + calls, 0);

const names = new Map<string, string>();
for (const { users, named, direct, plans } of [sizes.small]) {
  names.set(filledId('Workspace 1'), 'Workspace 1');
  for (let n = 1; n <= users; n++) names.set(filledId(`User ${n}`), `User ${n}`);
  for (let n = 1; n <= named + direct; n++) {
    names.set(filledId(`Channel ${n}`), `Channel ${n}`);
    const messages = plans[n - 1]?.messages ?? 2;
    for (let seq = 1; seq <= messages; seq++) names.set(filledId(`Message ${n}.${seq}`), `Message ${n}.${seq}`);
  }
}

/** The result with the ids of the small database as names, those created since as `new`, and no secrets. */
export function named(result: Json): Json {
  const text = JSON.stringify(result)
    .replace(/([A-Z][A-Za-z]+)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/g, (_, type, id) => {
      return names.get(id) ?? `${type} new`;
    })
    .replace(/swb_[\w-]+/g, 'swb_…');
  return JSON.parse(text);
}

/** JSON with what fits on a line on one line. */
export function print(value: Json, indent = ''): string {
  const line = flat(value);
  if (indent.length + line.length <= 170 || typeof value !== 'object' || value === null) return line;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => deeper + print(item, deeper))
    : Object.entries(value).map(([key, item]) => `${deeper}${JSON.stringify(key)}: ${print(item as Json, deeper)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

function flat(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(flat).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${flat(item as Json)}`);
  return parts.length ? `{ ${parts.join(', ')} }` : '{}';
}

/** How many things of each type a result has that is too large to read. */
export function shown(result: Json): string {
  const counts = new Map<string, number>();
  for (const [, type] of JSON.stringify(result).matchAll(/"id":"([A-Z][A-Za-z]+)_/g)) {
    counts.set(type!, (counts.get(type!) ?? 0) + 1);
  }
  return [...counts]
    .map(([type, count]) => `${type} ${count}`)
    .sort()
    .join(', ');
}

/** A hash of a whole result, the same in every run unless the ids are new. */
export const hashOf = (result: Json): string =>
  createHash('sha256').update(JSON.stringify(result)).digest('hex').slice(0, 16);
