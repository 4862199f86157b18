// The examples of the documents: every fenced block of the Markdown files and of the SDL's descriptions, with its place,
// and a folder in which they run as a reader would run them.
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Example {
  readonly file: string;
  /** The line of the opening fence. */
  readonly line: number;
  /** Its place, as editors and terminals open it: `docs/live.md:12`. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
  /** Why it is not run, where the line before it says `<!-- not run: … -->`. */
  readonly notRun: string | null;
  /** Its file's name, where its first line is `// name.ts`: other examples can import it. */
  readonly module: string | null;
}

/** The documents that a reader follows. */
export function documentFiles(): string[] {
  const within = (folder: string, extension: string) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder))
          .sort()
          .filter((name) => name.endsWith(extension))
          .map((name) => join(folder, name))
      : [];
  return [...within('.', '.md'), ...within('docs', '.md'), ...within('schema/types', '.graphql')];
}

export const readDocument = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The fenced blocks of a text, in order. */
export function examplesIn(file: string, text: string): Example[] {
  const lines = text.split('\n');
  const found: Example[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, indent, fence, language] = /^(\s*)(```+|~~~+)\s*([\w-]*)/.exec(lines[at]!) ?? [];
    if (fence === undefined) continue;
    const end = lines.findIndex((line, n) => n > at && line.trim() === fence);
    const place = `${file}:${at + 1}`;
    if (end === -1) throw new Error(`${place}: the block is not closed.`);
    const body = lines.slice(at + 1, end).map((line) => (line.startsWith(indent!) ? line.slice(indent!.length) : line));
    const before = lines.slice(0, at).findLast((line) => line.trim() !== '') ?? '';
    found.push({
      ...{ file, line: at + 1, place, language: language!, text: `${body.join('\n')}\n` },
      notRun: /^\s*<!-- not run: (.+?) -->\s*$/.exec(before)?.[1] ?? null,
      module: /^\/\/ ([\w-]+\.ts)$/.exec(body[0] ?? '')?.[1] ?? null,
    });
    at = end;
  }
  return found;
}

/** Every example of every document. */
export const allExamples = (): Example[] => documentFiles().flatMap((file) => examplesIn(file, readDocument(file)));

export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** A checkout as a reader has it, with the modules of the documents and what they copy from schema/. */
export class ExampleFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'switchboard-examples-'));
  readonly #settings: Record<string, string>;
  readonly #origin: string;

  /** `origin` replaces the address in the documents; `settings` are the environment of everything that runs. */
  constructor(origin: string, settings: Record<string, string>) {
    this.#origin = origin;
    this.#settings = settings;
    for (const name of ['node_modules', 'package.json', 'schema', 'src'])
      symlinkSync(join(root, name), join(this.path, name));
    for (const name of ['client.ts', 'client-cache.ts', 'schema.graphql']) {
      copyFileSync(join(root, 'schema', name), join(this.path, name));
    }
    this.write('web-socket.mjs', "import { WebSocket } from 'ws';\nglobalThis.WebSocket ??= WebSocket;\n");
    const tsconfig = {
      extends: join(root, 'tsconfig.json'),
      // Readers have rules of their own for what is left unused.
      compilerOptions: { types: ['node'], noUnusedLocals: false, lib: ['ES2023', 'DOM'] },
      include: ['*.ts'],
    };
    this.write('tsconfig.json', JSON.stringify(tsconfig));
  }

  write(name: string, text: string | Uint8Array): void {
    writeFileSync(join(this.path, name), text);
  }

  /** The text with the server's address. */
  here(text: string): string {
    return text.replaceAll('127.0.0.1:4000', new URL(this.#origin).host);
  }

  /** Writes the modules of the examples, and compiles what they pass to Relay. */
  async writeModules(examples: readonly Example[], relayConfig: string): Promise<void> {
    for (const { module, text } of examples) if (module) this.write(module, this.here(text));
    this.write('relay.config.json', relayConfig);
    const relay = await this.run('node_modules/.bin/relay-compiler', ['relay.config.json']);
    if (relay.code !== 0) throw new Error(`relay-compiler: ${relay.out}${relay.err}`);
    // What babel-plugin-relay does: the artifact replaces the tagged text.
    for (const { module, text } of examples) {
      if (module && text.includes('graphql`')) this.write(module, withArtifacts(this.here(text)));
    }
  }

  run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
    const { PATH, HOME, TMPDIR } = process.env;
    const environment = { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...this.#settings, ...env };
    return new Promise((done) => {
      const options = { cwd: this.path, env: environment, timeout: 60_000, maxBuffer: 2 ** 24 };
      const child = execFile(command, args, options, (error, out, err) => {
        done({
          code: error ? Number(error.code ?? 1) || 1 : 0,
          out,
          err: `${err}${error?.killed ? 'It did not end within 60 s.' : ''}`,
        });
      });
      child.stdin?.end();
    });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

function withArtifacts(text: string): string {
  const imports: string[] = [];
  const body = text.replace(/graphql`\s*(?:query|mutation|subscription|fragment) (\w+)[^`]*`/g, (_, name) => {
    imports.push(`import ${name}Artifact from './__generated__/${name}.graphql.ts';`);
    return `${name}Artifact`;
  });
  return `${imports.join('\n')}\n${body.replace(/\bgraphql, /, '')}`;
}

/** Where a link of a document points: a file, and a heading in it. */
export function linksIn(file: string, text: string): { place: string; path: string; anchor: string | null }[] {
  return text.split('\n').flatMap((line, at) =>
    [...line.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map(([, path, anchor]) => ({
      place: `${file}:${at + 1}`,
      path: path ? resolve(root, file, '..', path) : resolve(root, file),
      anchor: anchor ?? null,
    })),
  );
}

/** The anchors that GitHub makes of a Markdown file's headings. */
export const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
