// Builds of the product with one fault each, to prove that the checker detects it. A build is a copy of the sources
// with one piece of text replaced; when that piece does not exist any more, the test fails instead of passing.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresServer } from './stores.ts';
import { product } from './world.ts';

export interface Mutant {
  file: string;
  replace: readonly (readonly [text: string, by: string])[];
  /** What the database needs for it. */
  prepare?: (postgres: PostgresServer) => Promise<void>;
}

/** Copies the product with the fault in it; returns the folder, and a function that removes it. */
export function build({ file, replace }: Mutant): { root: string; remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'switchboard-mutant-'));
  for (const part of ['src', 'schema', 'package.json', 'tsconfig.json']) {
    cpSync(join(product, part), join(root, part), { recursive: true });
  }
  symlinkSync(join(product, 'node_modules'), join(root, 'node_modules'));
  let text = readFileSync(join(root, file), 'utf8');
  for (const [from, to] of replace) {
    if (text.split(from).length !== 2) throw new Error(`${file} does not hold this once; mend the mutant: ${from}`);
    text = text.replace(from, () => to);
  }
  writeFileSync(join(root, file), text);
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Numbers from a sequence, in the order of insertion and without the streams' locks. */
export const serialCursor: Mutant = {
  file: 'src/changes/record.ts',
  replace: [
    ['if (streams.length) void tx.run(lockStreams, [[...streams].sort()]);', 'void lockStreams;'],
    ['do update set head = s.head + excluded.head', 'do nothing'],
    ['heads.head - n.total + n.place', "nextval('serial_cursor')"],
    ['from placed n join heads on heads.key = n.stream order by', 'from placed n order by'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source as it stands
    ['order by key ${lock}', 'order by key'],
    // Commits that take a moment, as they do on a busy server; with the locks that would be harmless.
    [
      '    return done;\n',
      '    await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));\n    return done;\n',
    ],
  ],
  prepare: async (postgres) => void (await postgres.query('create sequence serial_cursor start 1000')),
};

/** A buffer before each socket that holds four and drops the oldest when it is full. */
export const droppingBuffer: Mutant = {
  file: 'src/transport/socket-outbox.ts',
  replace: [
    [
      'else this.#socket.write(message);',
      `else if (this.#lossy.push(message) > 4) this.#lossy.shift();
    if (this.#lossy.length === 1) setTimeout(() => this.#lossy.splice(0).forEach((one) => this.#socket.write(one)), 100);`,
    ],
    ['#isHeld = false;\n  #awaits', 'readonly #lossy: Buffer[] = [];\n  #isHeld = false;\n  #awaits'],
  ],
};

/** A message that is sent again is written again. */
export const retryWithoutKey: Mutant = {
  file: 'src/features/messages/sending-commands.ts',
  replace: [
    ['key: key === null ? null : { text: key, inputHash: inputHash() }', 'key: key && inputHash() ? null : null'],
  ],
};

/** Combined messages are written whether or not they got their keys. */
export const unclaimedTogether: Mutant = {
  file: 'src/features/messages/sending-statements.ts',
  replace: [
    ['where key is null or id in (select message_id from claimed)', 'where (select count(*) >= 0 from claimed)'],
  ],
};

/** A message that must be refused is written with those it is combined with. */
export const refusedTogether: Mutant = {
  file: 'src/features/messages/sending-statements.ts',
  replace: [['and c.archived_at is null ', '']],
};

/** The grant is checked when an event was written, and not when its rows are read. */
export const grantAtPosition: Mutant = {
  file: 'src/execution/stream-access.ts',
  replace: [["if (this.#arrived > endedBy) return 'end';", 'void this.#arrived;']],
};
