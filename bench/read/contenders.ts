// The measured servers, in the order of the table, and the settings that the product is measured with.
import { readFile } from 'node:fs/promises';

export interface Contender {
  title: string;
  /** The product must be ahead of every peer; the servers written by hand show what is possible at all. */
  is: 'peer' | 'by hand' | 'product';
  /** Whether Q4 differs from Q2. */
  caches: boolean;
}

export const contenders = {
  yoga: { title: 'baseline: Yoga, DataLoader, prepared statements', is: 'peer', caches: true },
  apollo: { title: 'Apollo Server', is: 'peer', caches: true },
  postgraphile: { title: 'PostGraphile 5', is: 'peer', caches: false },
  mercurius: { title: 'Mercurius, JIT', is: 'peer', caches: false },
  joined: { title: "the loaders' SQL joined by hand, no GraphQL", is: 'by hand', caches: false },
  statement: { title: 'one hand-written statement; Q4 from memory', is: 'by hand', caches: true },
  switchboard: { title: '**Switchboard**', is: 'product', caches: true },
} as const satisfies Record<string, Contender>;

export type ContenderName = keyof typeof contenders;

/** What turns the product's response cache off, as Q1 to Q3 are measured. */
export const cacheOff: Record<string, string> = { CACHE_MB: '0' };

/** The settings of the product that make it faster, each with what turns it off. */
export const optimisations: { title: string; off: Record<string, string> }[] = [
  { title: 'prepared statements', off: { PREPARED: 'off' } },
  { title: 'look-ups of several operations in one statement', off: { CROSS_REQUEST_BATCHING: 'off' } },
  { title: 'the fast path', off: { FAST_PATH: 'off' } },
  { title: 'compiled queries', off: { JIT: 'off' } },
  { title: 'new objects kept young', off: { ALLOCATE_YOUNG: 'off' } },
  { title: 'the viewer cache', off: { VIEWER_CACHE: 'off' } },
  { title: 'ten executions at a time', off: { EXECUTIONS: '0' } },
  { title: 'the response cache', off: { CACHE_MB: '0' } },
  { title: 'limits and cost (what they cost)', off: { LIMITS: 'off' } },
];

/** The flags for V8 that npm start gives the product. */
export async function startFlags(): Promise<Record<string, string>> {
  const { scripts } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  const flags = (scripts.start as string).match(/--max-[\w-]+=\d+/g);
  return flags ? { NODE_OPTIONS: flags.join(' ') } : {};
}
