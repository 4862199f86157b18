// Finds an export's lists and day files in the zip. The directory of a large export has a million entries, so day files
// are stored as plain numbers.
import type { ChannelList, Days } from './channels.ts';
import { cut } from './json-values.ts';
import { openZip, type Zip, type ZipEntry } from './zip.ts';

/** The messages of one day of one channel. `size` is in unpacked bytes. */
export interface DayFile {
  /** Its name in reports: `general/2024-01-02.json`. */
  name: string;
  size: number;
  entry: ZipEntry;
}

const listNames = ['users.json', 'org_users.json', 'channels.json', 'groups.json', 'dms.json', 'mpims.json'] as const;
export type ListName = 'users.json' | 'org_users.json' | ChannelList;

const dayMs = 86_400_000;
/** The numbers for one day file: day since 1970, offset, packed, size, method, crc, index of its own name. */
const stride = 7;
/** The day of files whose name does not begin with a date: after all others. */
const undated = 1e6;
/** Folders of canvases (`FC:F012ABC:Plans`, or the canvas's id), which contain comments on documents and are not channels. */
const canvasFolder = /^(?:FC[:_ -]|F[A-Z0-9]{8,}$|canvas)/;

/** The files of an export, which may be inside a folder of the zip. */
export class ExportFiles {
  readonly zip: Zip;
  /** The number of files that are neither lists nor messages, such as canvases and logs. */
  readonly otherFiles: number;
  /** The number of files in folders of canvases. */
  readonly canvasFiles: number;
  private readonly names: string[];
  private readonly lists: Map<string, ZipEntry>;
  private readonly dayNumbers: Map<string, number[]>;

  private constructor(zip: Zip, found: EntryIndex) {
    const root = found.root();
    this.zip = zip;
    this.names = found.names;
    this.lists = within(root, found.lists);
    this.dayNumbers = within(root, found.days);
    const filesOf = (folders: Map<string, number[]>) =>
      [...folders.values()].reduce((sum, numbers) => sum + numbers.length / stride, 0);
    this.otherFiles = found.others + filesOf(found.days) - filesOf(this.dayNumbers);
    let canvasFiles = 0;
    for (const [folder, numbers] of this.dayNumbers) {
      if (!canvasFolder.test(folder)) continue;
      canvasFiles += numbers.length / stride;
      this.dayNumbers.delete(folder);
    }
    this.canvasFiles = canvasFiles;
  }

  /** Opens the zip; throws BAD_USER_INPUT if it is not readable. */
  static async open(path: string): Promise<ExportFiles> {
    const found = new EntryIndex();
    const zip = await openZip(path, (name, entry) => found.add(name, entry));
    return new ExportFiles(zip, found);
  }

  list(name: ListName): ZipEntry | undefined {
    return this.lists.get(name);
  }

  /** Every folder with day files. */
  folders(): IterableIterator<string> {
    return this.dayNumbers.keys();
  }

  /** The first and last day of a folder; undefined if it has none. */
  days(folder: string): Days | undefined {
    const numbers = this.dayNumbers.get(folder);
    if (!numbers) return undefined;
    let [first, last] = [undated, 0];
    for (let at = 0; at < numbers.length; at += stride) {
      if (numbers[at] === undated) continue;
      first = Math.min(first, numbers[at]!);
      last = Math.max(last, numbers[at]!);
    }
    return first === undated ? { first: null, last: null } : { first: first * dayMs, last: last * dayMs };
  }

  /** How many day files a folder has, and their unpacked bytes. */
  size(folder: string | null): { files: number; bytes: number } {
    const numbers = this.dayNumbers.get(folder ?? '') ?? [];
    let bytes = 0;
    for (let at = 0; at < numbers.length; at += stride) bytes += numbers[at + 3]!;
    return { files: numbers.length / stride, bytes };
  }

  /** The day files of a folder, oldest first. */
  dayFiles(folder: string | null): DayFile[] {
    const numbers = this.dayNumbers.get(folder ?? '') ?? [];
    const starts = Array.from({ length: numbers.length / stride }, (_, at) => at * stride);
    const nameOf = (start: number) => this.names[numbers[start + 6]!] ?? '';
    starts.sort((a, b) => numbers[a]! - numbers[b]! || nameOf(a).localeCompare(nameOf(b), 'en', { numeric: true }));
    return starts.map((start) => {
      const [day, offset, packed, size, method, crc] = numbers.slice(start, start + 6) as Numbers;
      const own = nameOf(start) || `${new Date(day * dayMs).toISOString().slice(0, 10)}.json`;
      return { name: `${cut(folder ?? '', 100)}/${cut(own, 100)}`, size, entry: { offset, packed, size, method, crc } };
    });
  }
}

type Numbers = [day: number, offset: number, packed: number, size: number, method: number, crc: number];

/** Sorts the zip's entries into lists, day files and others. */
class EntryIndex {
  readonly lists = new Map<string, ZipEntry>();
  readonly days = new Map<string, number[]>();
  /** Names of day files that are not just a date; index 0 stands for names that are. */
  readonly names = [''];
  others = 0;

  add(path: string, entry: ZipEntry): void {
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    if (path.startsWith('__MACOSX/') || name.startsWith('.')) return;
    const day = slash > 0 ? dayOf(name) : null;
    if (day !== null) {
      const folder = path.slice(0, slash);
      const numbers = this.days.get(folder) ?? [];
      if (numbers.length === 0) this.days.set(folder, numbers);
      const own = /^\d{4}-\d{2}-\d{2}\.json$/.test(name) ? 0 : this.names.push(name) - 1;
      numbers.push(day, entry.offset, entry.packed, entry.size, entry.method, entry.crc, own);
    } else if ((listNames as readonly string[]).includes(name)) this.lists.set(path, entry);
    else this.others++;
  }

  /** The folder of the export in the zip: the outermost that has the list of channels, or else of users. */
  root(): string {
    for (const name of ['channels.json', 'users.json', 'org_users.json']) {
      const paths = [...this.lists.keys()].filter((path) => path === name || path.endsWith(`/${name}`));
      const depth = (path: string) => path.split('/').length;
      const path = paths.sort((a, b) => depth(a) - depth(b))[0];
      if (path) return path.slice(0, -name.length);
    }
    return '';
  }
}

/** The entries directly inside the root folder, by their name. */
function within<T>(root: string, found: Map<string, T>): Map<string, T> {
  const inside = [...found].filter(([path]) => path.startsWith(root) && !path.includes('/', root.length));
  return new Map(inside.map(([path, value]) => [path.slice(root.length), value]));
}

/** The day at the beginning of a file's name, counted from 1970; null if the file cannot contain messages. */
function dayOf(name: string): number | null {
  if (!/\.json$/i.test(name) || /^canvas/i.test(name) || (listNames as readonly string[]).includes(name)) return null;
  const date = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?!\d)/.exec(name);
  if (!date) return undated;
  const [year, month, day] = [date[1], date[2], date[3] ?? '1'].map(Number) as [number, number, number];
  return Date.UTC(year, month - 1, day) / dayMs;
}
