// Which files of the zip are an export's lists and days. The directory of a large export has a million lines, so the
// days are kept as numbers.
import type { ChannelList, Days } from './channels.ts';
import { cut } from './json-values.ts';
import { openZip, type Zip, type ZipEntry } from './zip.ts';

/** The messages of one day of one channel. `size`: the bytes it unpacks to. */
export interface DayFile {
  /** For people: `general/2024-01-02.json`. */
  name: string;
  size: number;
  entry: ZipEntry;
}

const listNames = ['users.json', 'org_users.json', 'channels.json', 'groups.json', 'dms.json', 'mpims.json'] as const;
export type ListName = 'users.json' | 'org_users.json' | ChannelList;

const dayMs = 86_400_000;
/** The numbers kept for one day file: day since 1970, offset, packed, size, method, crc. */
const stride = 6;

/** The files of an export, which may lie under folders of their own. */
export class ExportFiles {
  readonly zip: Zip;
  /** Files that hold no list and no messages, such as canvases and logs. */
  readonly otherFiles: number;
  private readonly lists: Map<string, ZipEntry>;
  private readonly dayNumbers: Map<string, number[]>;

  private constructor(zip: Zip, found: Found) {
    const root = found.root();
    this.zip = zip;
    this.otherFiles = found.others;
    this.lists = within(root, found.lists);
    this.dayNumbers = within(root, found.days);
  }

  /** Opens the zip; BAD_USER_INPUT if it cannot be read as one. */
  static async open(path: string): Promise<ExportFiles> {
    const found = new Found();
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
    let [first, last] = [numbers[0]!, numbers[0]!];
    for (let at = 0; at < numbers.length; at += stride) {
      first = Math.min(first, numbers[at]!);
      last = Math.max(last, numbers[at]!);
    }
    return { first: first * dayMs, last: last * dayMs };
  }

  /** How many day files a folder has, and the bytes they unpack to. */
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
    starts.sort((a, b) => numbers[a]! - numbers[b]!);
    return starts.map((at) => {
      const [day, offset, packed, size, method, crc] = numbers.slice(at, at + stride) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const date = new Date(day * dayMs).toISOString().slice(0, 10);
      return { name: `${cut(folder ?? '', 100)}/${date}.json`, size, entry: { offset, packed, size, method, crc } };
    });
  }
}

/** Sorts the files as the directory names them. */
class Found {
  readonly lists = new Map<string, ZipEntry>();
  readonly days = new Map<string, number[]>();
  others = 0;

  add(path: string, entry: ZipEntry): void {
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    if (path.startsWith('__MACOSX/') || name.startsWith('.')) return;
    const day = dayOf(name);
    if (day !== null && slash > 0) {
      const folder = path.slice(0, slash);
      const numbers = this.days.get(folder) ?? [];
      if (numbers.length === 0) this.days.set(folder, numbers);
      numbers.push(day, entry.offset, entry.packed, entry.size, entry.method, entry.crc);
    } else if ((listNames as readonly string[]).includes(name)) this.lists.set(path, entry);
    else this.others++;
  }

  /** Under which folder the export lies: where its list of channels is, or else of users; the outermost. */
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

/** The entries whose path is the root and one name more, by that name. */
function within<T>(root: string, found: Map<string, T>): Map<string, T> {
  const inside = [...found].filter(([path]) => path.startsWith(root) && !path.includes('/', root.length));
  return new Map(inside.map(([path, value]) => [path.slice(root.length), value]));
}

/** The day that a file is named after, counted from 1970; null if it is named otherwise. */
function dayOf(name: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}\.json$/.test(name)) return null;
  const at = Date.parse(`${name.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(at) ? null : at / dayMs;
}
