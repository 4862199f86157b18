// The server's memory: every long-lived collection in the sources is listed in docs/limits.md with its bounds.
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { Documents, documentBytes } from '../src/operations/documents.ts';
import { schema } from '../src/schema.ts';
import { readSources } from './support/source-scan.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The heap in use after a collection, in bytes. */
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

// A collection of a module or an object outlives the request; of a function only in what runs as long as the server.
const ofModule = /^(?:export )?const (\w+)[^=]* = new (?:Map|Set|LRUCache)\b/;
const ofObject = /^ {2}(?:readonly )?(#?\w+)(?:: [^=]+)? = new (?:Map|Set|LRUCache)\b/;
const assigned = /^ {4,}(?:this\.(#\w+) = |\? |: )new LRUCache\b/;
const ofServer = /^ {2}const (\w+)(?:: [^=]+)? = new (?:Map|Set|LRUCache)\b/;

/** `path name` of each, under src. */
function collections(files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).flatMap(([path, text]) => {
    if (!path.startsWith('src/') || /^src\/cli|\/generated\.ts$/.test(path)) return [];
    const patterns = [ofModule, ofObject, assigned, ...(/^src\/(transport|redis)\//.test(path) ? [ofServer] : [])];
    return text.split('\n').flatMap((line) => {
      const match = patterns.map((pattern) => pattern.exec(line)).find((found) => found !== null);
      return match ? [`${path.slice('src/'.length)} ${match[1] ?? 'LRUCache'}`] : [];
    });
  });
}

test('every collection that outlives a function is listed in docs/limits.md with its bounds', () => {
  const section = /## What the server keeps in memory\n([\s\S]*?)(?=\n## |$)/.exec(
    readFileSync('docs/limits.md', 'utf8'),
  )![1]!;
  const listed = new Set([...section.matchAll(/`([\w./-]+\.ts #?\w+)`/g)].map((match) => match[1]!));
  expect(listed.size).toBeGreaterThan(40);
  expect(collections(readSources()).filter((collection) => !listed.has(collection))).toEqual([]);
});

test('a collection that is added is noticed', () => {
  const added = {
    'src/transport/a.ts':
      'const seen = new Map<string, number>();\nexport function b() {\n  const open = new Set();\n}',
    'src/cache/b.ts':
      'class B {\n  readonly #c = new LRUCache<string, number>({ max: 1 });\n}\nfunction d() {\n  const e = new Set();\n}',
  };
  expect(collections(added)).toEqual(['transport/a.ts seen', 'transport/a.ts open', 'cache/b.ts #c']);
});

// As dense as the limits allow: a token for every two characters.
const dense = (i: number) => `{user(id:[${'1 '.repeat(2_900)}]){id}a${i}:__typename}`;

test('a document takes about as much memory as is estimated for it', () => {
  const documents = [];
  const before = heap();
  for (let i = 0; i < 40; i++) documents.push(parse(dense(i)));
  const measured = heap() - before;
  const reckoned = documents.reduce((sum, document) => sum + documentBytes(document), 0);
  expect(measured / reckoned).toBeGreaterThan(0.5);
  expect(measured / reckoned).toBeLessThan(1.2);
});

test('documents are kept up to their bound in bytes, however dense they are', () => {
  const documents = new Documents({ schema, limits: true, hideSuggestions: true });
  documents.read(dense(1_000));
  const before = heap();
  // 140 MB, if all were kept.
  for (let i = 0; i < 100; i++) documents.read(dense(i));
  expect(heap() - before).toBeLessThan(80_000_000);
  expect(documents.read(dense(99)).errors).not.toEqual([]);
});
