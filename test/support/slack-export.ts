// Builds small Slack exports, zips like those that Slack makes, and reads them whole.
// The zip is written here because no package of the product writes any; it can be made invalid on purpose.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { openSlackExport, type SlackExport } from '../../src/cli/slack/export.ts';
import type { SlackRecord } from '../../src/cli/slack/messages.ts';
import type { ImportedMessage, ImportedUser } from '../../src/features/imports/model.ts';

/** A file of the zip: text, bytes, or a value to be written as Slack prints JSON. */
export type Content = string | Uint8Array | object;

export interface ZipOptions {
  /** Store instead of deflate. */
  store?: boolean;
  /** Mark every entry as encrypted. */
  encrypted?: boolean;
  /** Changes the packed bytes of one file. */
  damage?: { name: string; how: (packed: Buffer) => Buffer };
  /** Changes what the directory says of one file. */
  lie?: { name: string; size?: number; crc?: number; method?: number };
}

/** The bytes of a zip with these files, in this order. As Slack does, names are UTF-8 without the flag that says so. */
export function zipOf(files: Record<string, Content>, options: ZipOptions = {}): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const data = bytesOf(content);
    const lie = options.lie?.name === path ? options.lie : undefined;
    let packed: Buffer = options.store ? data : deflateRawSync(data);
    if (options.damage?.name === path) packed = options.damage.how(packed);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(options.encrypted ? 1 : 0, 2);
    header.writeUInt16LE(lie?.method ?? (options.store ? 0 : 8), 4);
    header.writeUInt32LE(lie?.crc ?? crc32(data), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(lie?.size ?? data.length, 18);
    header.writeUInt16LE(name.length, 22);
    local.push(Buffer.from('PK\x03\x04'), header, name, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), header, tail, name);
    offset += 30 + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, listed, end]);
}

function bytesOf(content: Content): Buffer {
  if (content instanceof Uint8Array) return Buffer.from(content);
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content, null, 4));
}

const folders: string[] = [];

/** Writes a zip with these files to a folder of its own, and returns its path. */
export function writeExport(files: Record<string, Content>, options?: ZipOptions): string {
  return writeBytes(zipOf(files, options));
}

/** Writes bytes as `team.zip` to a folder of their own, and returns the path. */
export function writeBytes(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'slack-export-'));
  folders.push(folder);
  const path = join(folder, 'team.zip');
  writeFileSync(path, bytes);
  return path;
}

/** Removes what was written; for `afterAll`. */
export function removeExports(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** The `ts` of a moment on a day of January 2024: `ts(2, '10:00:00')`. */
export function ts(day: number, clock: string, micros = '000100'): string {
  return `${Date.parse(`2024-01-${String(day).padStart(2, '0')}T${clock}Z`) / 1000}.${micros}`;
}

/** The workspace that tests import into. */
export const namespace = '0190a5c4-0000-7000-8000-000000000001';

/** Opens an export with these files. */
export const openExport = (files: Record<string, Content>, options?: ZipOptions): Promise<SlackExport> =>
  openSlackExport(writeExport(files, options), { namespace });

/** All records of an export, by the label of the channel; closes it. Throws if a batch is too large or progress odd. */
export async function readAll(slack: SlackExport): Promise<Record<string, SlackRecord[]>> {
  const byChannel: Record<string, SlackRecord[]> = {};
  for (const channel of slack.channels) {
    const records: SlackRecord[] = [];
    let before = 0;
    for await (const batch of slack.records(channel)) {
      if (batch.records.length > 1_000) throw new Error(`a batch of ${batch.records.length}`);
      if (batch.bytesRead < before || batch.bytesRead > channel.bytes) throw new Error(`read ${batch.bytesRead}`);
      before = batch.bytesRead;
      records.push(...batch.records);
    }
    byChannel[channel.label] = records;
  }
  slack.close();
  return byChannel;
}

export const messagesIn = (records: SlackRecord[] = []): ImportedMessage[] =>
  records.flatMap((record) => (record.kind === 'message' ? [record.message] : []));

export const usersIn = (records: SlackRecord[] = []): ImportedUser[] =>
  records.flatMap((record) => (record.kind === 'user' ? [record.user] : []));

/** The problems of an export, a line each. */
export const problemsOf = (slack: SlackExport): string[] =>
  slack.report.problems.map(({ place, reason }) => `${place}: ${reason}`);

/** A message of Slack's. */
export const said = (user: string, at: string, text: string, more: object = {}): object => ({
  type: 'message',
  user,
  text,
  ts: at,
  ...more,
});

/** A small team: its users and channels, and what is in #general, a day at a time from 2 January on. */
export const smallTeam = (days: Content[] = [], more: Record<string, Content> = {}): Record<string, Content> => ({
  'users.json': [
    { id: 'U1', name: 'ada' },
    { id: 'U2', name: 'bob' },
  ],
  'channels.json': [{ id: 'C1', name: 'general', created: 1_704_067_200, creator: 'U2', members: ['U1', 'U2'] }],
  ...Object.fromEntries(days.map((day, at) => [`general/2024-01-0${at + 2}.json`, day])),
  ...more,
});
