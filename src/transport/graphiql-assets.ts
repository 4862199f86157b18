// GraphiQL's files from its package, and the script that starts it, compressed with gzip at the first visit. A worker
// thread loads the package's 9 MB and ends. That takes 34 MB of memory without a stall; loading them on the serving
// thread blocked it for 0.15 s and kept 86 MB.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

interface Asset {
  readonly type: string;
  readonly gzipped: Uint8Array;
}

const require = createRequire(import.meta.url);
const start = readFileSync(new URL('./graphiql-start.js', import.meta.url), 'utf8');
const { version } = require('@graphql-yoga/render-graphiql/package.json') as { version: string };

/** The path of the folder with all files. It changes whenever a file changes. */
export const assetFolder = `/graphql/graphiql-${createHash('sha256').update(version).update(start).digest('hex').slice(0, 12)}`;

// Monaco loads its workers by these names.
const compress = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { gzipSync } = require('node:zlib');
  const { css, js, editorWorkerService, jsonWorker, graphqlWorker } = require(workerData.bundle);
  const files = {
    'graphiql.css': css,
    'graphiql.js': js,
    'start.js': workerData.start,
    'editorWorkerService.js': editorWorkerService,
    'json.js': jsonWorker,
    'graphql.js': graphqlWorker,
  };
  parentPort.postMessage(Object.entries(files).map(([name, text]) => [name, gzipSync(text)]));
`;

let loading: Promise<ReadonlyMap<string, Asset>> | undefined;

/** The file at this path; undefined when there is none. */
export async function readAsset(path: string): Promise<Asset | undefined> {
  return path.startsWith(`${assetFolder}/`) ? (await load()).get(path.slice(assetFolder.length + 1)) : undefined;
}

/** Begins to load the files, which the browser is about to request. */
export function warmAssets(): void {
  load().catch(() => undefined);
}

function load() {
  loading ??= compressFiles().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

function compressFiles(): Promise<ReadonlyMap<string, Asset>> {
  const workerData = { bundle: require.resolve('@graphql-yoga/render-graphiql/graphiql'), start };
  return new Promise((resolve, reject) => {
    const worker = new Worker(compress, { eval: true, workerData, execArgv: [] });
    worker.once('error', reject);
    worker.once('message', (files: [string, Uint8Array][]) => {
      const typed = files.map(([name, gzipped]) => [name, { gzipped, type: typeOf(name) }] as const);
      resolve(new Map(typed));
    });
  });
}

const typeOf = (name: string) => `text/${name.endsWith('.css') ? 'css' : 'javascript'}; charset=utf-8`;
