// Random access to a zip: the directory is read once, then each entry as a stream. An entry never gives more bytes than the
// directory says, and its checksum is verified at the end.
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { AppError, badInput } from '../../lib/errors.ts';

/** What is needed to read an entry; `size` is its unpacked bytes. */
export interface ZipEntry {
  offset: number;
  packed: number;
  size: number;
  method: number;
  crc: number;
}

/** An open zip. */
export interface Zip {
  /** The bytes of an entry. Throws an Error with a short reason if it is damaged. */
  read(entry: ZipEntry): AsyncGenerator<Uint8Array>;
  close(): void;
}

const readAhead = 64 * 2 ** 10;
const smallEntry = 2 ** 20;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Opens the zip and calls `visit` with every file's name and entry. Throws BAD_USER_INPUT if it is not a readable zip. */
export async function openZip(path: string, visit: (name: string, entry: ZipEntry) => void): Promise<Zip> {
  const { zip, file } = await openDirectory(path);
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw badInput(encrypted(path));
      const name = nameOf(entry.fileName as unknown as Buffer);
      if (!name.endsWith('/')) visit(name, entryOf(entry));
    }
  } catch (error) {
    zip.close();
    if (error instanceof AppError) throw error;
    if (/strong encryption/.test((error as Error).message)) throw badInput(encrypted(path));
    throw badInput(`${path} is damaged: its list of files cannot be read. Download the export again.`);
  }
  return { read: (entry) => read(zip, file, entry), close: () => zip.close() };
}

async function openDirectory(path: string): Promise<{ zip: ZipFile; file: BufferedFile }> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    const file = new BufferedFile(handle);
    // Names are decoded here (Slack writes UTF-8 without the flag for it), and read() checks the size of each file.
    const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false };
    return { zip: await fromRandomAccessReaderPromise(file, (await handle.stat()).size, options), file };
  } catch (error) {
    await handle?.close().catch(() => {});
    throw badInput(whyNotOpened(path, error as NodeJS.ErrnoException));
  }
}

/** Reads ahead: directory entries and day files are small and adjacent, so most of them are in the buffer. */
class BufferedFile extends RandomAccessReader {
  private readonly handle: FileHandle;
  private readonly ahead = Buffer.allocUnsafe(readAhead);
  private buffered = Buffer.allocUnsafe(0);
  private from = 0;

  constructor(handle: FileHandle) {
    super();
    this.handle = handle;
  }

  /** The bytes at a position; fewer than requested at the end of the file. Valid until the next call. */
  async bytes(position: number, length: number): Promise<Buffer> {
    const at = position - this.from;
    if (at >= 0 && at + length <= this.buffered.length) return this.buffered.subarray(at, at + length);
    this.buffered = this.ahead.subarray(0, 0);
    const target = length <= readAhead ? this.ahead : Buffer.allocUnsafe(length);
    const { bytesRead } = await this.handle.read(target, 0, target.length, position);
    this.buffered = target.subarray(0, bytesRead);
    this.from = position;
    return this.buffered.subarray(0, length);
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.bytes(position, length).then((found) => callback(null, found.copy(target, offset)), callback);
  }

  // Not a stream of the file handle, because destroying one closes the handle.
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.pieces(start, end), { objectMode: false });
  }

  private async *pieces(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; ) {
      const piece = Buffer.allocUnsafe(Math.min(readAhead, end - at));
      const { bytesRead } = await this.handle.read(piece, 0, piece.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  }

  override close(callback: (error: Error | null) => void): void {
    this.handle.close().then(() => callback(null), callback);
  }
}

const encrypted = (path: string) =>
  `${path} is encrypted. Unpack it with its password, zip the files without a password, and import that zip.`;

function whyNotOpened(path: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return `There is no file ${path}. Give the path of the export's zip.`;
  if (error.code === 'EISDIR') return `${path} is a folder. Zip its contents, and import the zip.`;
  if (error.code) return `${path} cannot be read (${error.code}). Make it readable for this user.`;
  return `${path} is not a zip file, or its download is incomplete. Download the export from Slack again.`;
}

const maxNameBytes = 4_096;

function nameOf(bytes: Buffer): string {
  try {
    const name = utf8.decode(bytes).replaceAll('\\', '/');
    // Normalising is quadratic in the length, and no file system allows longer names.
    return bytes.length > maxNameBytes ? name : name.normalize('NFC');
  } catch {
    return bytes.toString('latin1').replaceAll('\\', '/');
  }
}

const entryOf = (entry: Entry): ZipEntry => ({
  offset: entry.relativeOffsetOfLocalHeader,
  packed: entry.compressedSize,
  size: entry.uncompressedSize,
  method: entry.compressionMethod,
  crc: entry.crc32,
});

// Node has crc32 since 20.15; without it, only sizes are checked.
const checksum: ((data: Uint8Array, value: number) => number) | undefined = zlib.crc32;

async function* read(zip: ZipFile, file: BufferedFile, wanted: ZipEntry): AsyncGenerator<Uint8Array> {
  const entry = Object.assign(new Entry(), {
    relativeOffsetOfLocalHeader: wanted.offset,
    compressedSize: wanted.packed,
    uncompressedSize: wanted.size,
    compressionMethod: wanted.method,
    generalPurposeBitFlag: 0,
  });
  let size = 0;
  let crc = 0;
  try {
    for await (const chunk of (await atOnce(zip, file, entry)) ?? (await zip.openReadStreamPromise(entry))) {
      size += chunk.length;
      if (size > wanted.size) throw new Error('it unpacks to more bytes than the directory says');
      if (checksum) crc = checksum(chunk, crc);
      yield chunk;
    }
  } catch (error) {
    throw new Error(`is damaged in the zip (${(error as Error).message})`);
  }
  if (size < wanted.size) throw new Error('is damaged in the zip (it ends too early)');
  if (checksum && crc !== wanted.crc) throw new Error('is damaged in the zip (its checksum is wrong)');
}

/** Unpacks a small entry at once, four times as fast as a stream; null if it is large or damaged. */
async function atOnce(zip: ZipFile, file: BufferedFile, entry: Entry): Promise<Buffer[] | null> {
  if (entry.compressionMethod !== 8 || Math.max(entry.compressedSize, entry.uncompressedSize) > smallEntry) return null;
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = await file.bytes(fileDataStart, entry.compressedSize);
  try {
    return [zlib.inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.uncompressedSize) })];
  } catch {
    return null;
  }
}
