// The examples in the documents run as they are: every example of every document, against the server that `npm start`
// starts, with its demo. A block that cannot run says why, in the line before it: <!-- not run: why -->.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildASTSchema, type DocumentNode, Kind, parse, print, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readSdl } from '../../src/graphql/sdl.ts';
import {
  allExamples,
  anchorsOf,
  documentFiles,
  type Example,
  ExampleFolder,
  examplesIn,
  linksIn,
  readDocument,
} from '../support/documents.ts';
import { connect } from '../support/live-client.ts';
import type { Json } from '../support/server.ts';
import { zipOf } from '../support/slack-export.ts';
import { type Program, startProgram } from '../support/start-program.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 180_000 });

const examples = allExamples();
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const run = (language: string) => examples.filter((one) => one.language === language && one.notRun === null);
const label = (list: readonly Example[]) => list.map((one) => [one.place, one] as const);

const sdl = parse(readSdl().join('\n'));
const schema = buildASTSchema(sdl);
const isSdl = (document: DocumentNode) =>
  document.definitions.every(({ kind }) => kind !== Kind.OPERATION_DEFINITION && kind !== Kind.FRAGMENT_DEFINITION);

let data: string;
let server: Program;
let origin: string;
let folder: ExampleFolder;
let token: string;
/** Values for the variables of examples, by name. */
let variables: Record<string, unknown>;

const freePort = () =>
  new Promise<number>((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });

async function post(body: object, ledger = false): Promise<Json> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { ...headers, ...(ledger && { 'x-ledger': '1' }) },
    body: JSON.stringify(body),
  });
  return response.json();
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'switchboard-documents-'));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  const settings = { DATA_DIR: join(data, 'data'), PORT: String(port), LOG_LEVEL: 'silent' };
  server = startProgram('start', settings);
  await server.wrote(/ready/);
  folder = new ExampleFolder(origin, settings);
  const result = await folder.run('npm', ['run', '--silent', 'token', '--', '--workspace', 'demo', '--owner']);
  token = result.out.trim();
  const { viewer } = (
    await post({
      query: `{ viewer { user { id } channels(first: 1, filter: { kind: TEXT, archived: false }) {
        nodes { id messages(last: 1) { nodes { id } } } } } }`,
    })
  ).data;
  const [channel] = viewer.channels.nodes;
  const messageId = channel.messages.nodes[0].id;
  const ids = [viewer.user.id, channel.id, messageId];
  variables = {
    channelId: channel.id,
    messageId,
    userId: viewer.user.id,
    userIds: [viewer.user.id],
    ids,
    id: channel.id,
  };
  folder.write('export.zip', smallExport());
  const relayConfig = examples.find(({ text }) => text.includes('"eagerEsModules"'))!;
  await folder.writeModules(examples, relayConfig.text);
});

afterAll(async () => {
  server?.child.kill('SIGTERM');
  await server?.ended;
  folder?.remove();
  rmSync(data, { recursive: true, force: true });
});

/** The file that the documents call export.zip. */
function smallExport(): Buffer {
  return zipOf({
    'users.json': [{ id: 'U1', team_id: 'T1', name: 'ada', real_name: 'Ada', profile: { real_name: 'Ada' } }],
    'channels.json': [{ id: 'C1', name: 'general', created: 1_600_000_000, creator: 'U1', members: ['U1'] }],
    'general/2024-01-01.json': [{ type: 'message', user: 'U1', text: 'Hello', ts: '1704110400.000100' }],
  });
}

describe('every block', () => {
  it('of a document is run, or says why it is not', () => {
    const known = ['sh', 'ts', 'graphql', 'json', 'text'];
    const unknown = examples.filter(({ language, notRun }) => !known.includes(language) && notRun === null);
    const why = 'Write the block as sh, ts, graphql, json, or text (which is no example); or write the line before it';
    expect(unknown.map(({ place, language }) => `${place}: "${language}". ${why}: <!-- not run: why -->`)).toEqual([]);
  });

  it('that is not run is rare, and says why in words', () => {
    const marked = examples.filter(({ notRun }) => notRun !== null);
    expect(marked.filter(({ notRun }) => notRun!.split(' ').length < 4).map(({ place }) => place)).toEqual([]);
    expect(marked.length).toBeLessThan(examples.length / 2);
  });

  it('is seen: in lists, after a mark, in a description of the SDL', () => {
    const text =
      'a\n\n<!-- not run: for some reason -->\n```sh\nnpm ci\n```\n- b\n  ```json\n  {}\n  ```\n```ts\n// a.ts\n```\n';
    expect(examplesIn('x.md', text)).toMatchObject([
      { place: 'x.md:4', language: 'sh', text: 'npm ci\n', notRun: 'for some reason', module: null },
      { place: 'x.md:8', language: 'json', text: '{}\n', notRun: null },
      { place: 'x.md:11', language: 'ts', module: 'a.ts' },
    ]);
    expect(() => examplesIn('x.md', '```sh\nnpm ci\n')).toThrow('x.md:1: the block is not closed.');
  });
});

/** The folder's shell: variables that an example sets are set for the next one of its page. */
async function shell({ file, text }: Example) {
  const state = join(folder.path, `${file.replace(/\W/g, '-')}.state`);
  const script = `set -aeuo pipefail\n[ ! -f ${state} ] || . ${state}\n${folder.here(text)}\n{ export -p; declare -f; } > ${state}\n`;
  return folder.run('bash', ['-c', script]);
}

describe('the shell examples', () => {
  it.each(label(run('sh')))('%s runs, and no response has errors', async (place, example) => {
    const { code, out, err } = await shell(example);
    expect(`${place} ends with ${code}. ${code ? out + err : ''}`).toBe(`${place} ends with 0. `);
    expect(out, place).not.toMatch(/"errors":\s*\[/);
  });

  it('name only scripts that exist', () => {
    const missing = documentFiles()
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        readDocument(file)
          .split('\n')
          .flatMap((line, at) =>
            [...line.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)]
              .filter(([, name]) => !(name! in scripts))
              .map(([, name]) => `${file}:${at + 1}: there is no script ${name}.`),
          ),
      );
    expect(missing).toEqual([]);
  });
});

describe('the TypeScript examples', () => {
  it('compile, side by side with what they import', async () => {
    let names = 0;
    for (const { module, text, place } of run('ts')) {
      if (!module) folder.write(`example-${++names}.ts`, `// ${place}\n${folder.here(text)}export {};\n`);
    }
    const { code, out } = await folder.run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.']);
    expect([code, out]).toEqual([0, '']);
  });

  it.each(label(run('ts')))('%s runs to its end', async (place, example) => {
    const name = example.module ?? `run-${example.line}.ts`;
    if (!example.module) folder.write(name, folder.here(example.text));
    const args = ['--import', './web-socket.mjs', '--import', 'tsx', '--input-type=module'];
    // A client may keep timers or a socket: what counts is that the module has run.
    const main = `await import('./${name}'); process.exit(0);`;
    const { code, out, err } = await folder.run(process.execPath, [...args, '-e', main], { TOKEN: token });
    expect(`${place} ends with ${code}. ${code ? out + err : ''}`).toBe(`${place} ends with 0. `);
    expect(err, place).toBe('');
  });
});

describe('the GraphQL examples', () => {
  it.each(label(run('graphql')))('%s is an operation that runs, or a part of the SDL', async (place, { text }) => {
    const document = parse(text);
    if (isSdl(document)) return expect(missingIn(document), place).toEqual([]);
    expect(validate(schema, document).map(({ message }) => `${place}: ${message}`)).toEqual([]);
    for (const operation of document.definitions) {
      if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
      const names = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
      const given = Object.fromEntries(
        names.filter((name) => name in variables).map((name) => [name, variables[name]]),
      );
      if (operation.operation === 'subscription') await follow(text, given);
      else
        expect((await post({ query: text, variables: given, operationName: operation.name?.value })).errors).toBe(
          undefined,
        );
    }
  });

  it('are compared with the SDL by field, type, arguments and directives', () => {
    const wrong = parse('type User { email: String @cacheControl(maxAge: 1) gone: Int }');
    expect(missingIn(wrong)).toEqual([
      'User.email: String @cacheControl(maxAge: 1) stands otherwise in the SDL.',
      'User.gone: Int stands otherwise in the SDL.',
    ]);
  });
});

async function follow(query: string, ownVariables: Record<string, unknown>) {
  const client = connect(origin, token);
  const subscriber = client.subscribe(query, ownVariables);
  await Promise.race([subscriber.until(() => true), client.closed]);
  await new Promise((done) => setTimeout(done, 200)); // an error may come after the first event
  expect(subscriber.errors).toEqual([]);
  expect(subscriber.types()[0]).toBe('Started');
  client.dispose();
}

/** The fields of types that differ from the SDL. */
function missingIn(document: DocumentNode): string[] {
  const fieldsOf = ({ definitions }: DocumentNode) =>
    definitions.flatMap((one) =>
      'fields' in one && 'name' in one
        ? (one.fields ?? []).map((field) => `${one.name.value}.${print({ ...field, description: undefined } as never)}`)
        : [],
    );
  const known = new Set(fieldsOf(sdl));
  return fieldsOf(document)
    .filter((one) => !known.has(one))
    .map((one) => `${one} stands otherwise in the SDL.`);
}

describe('the JSON examples', () => {
  it.each(label(run('json')))('%s is a request that is answered without errors', async (place, { text }) => {
    const body = JSON.parse(text) as Json;
    expect(
      Object.keys(body).some((key) => key === 'query' || key === 'documentId'),
      place,
    ).toBe(true);
    expect((await post(body)).errors, place).toBeUndefined();
  });

  it.each(label(examples.filter(({ language }) => language === 'json')))('%s is JSON', (place, { text }) => {
    expect(() => JSON.parse(text), place).not.toThrow();
  });
});

it('the README fits into 150 lines', () => {
  expect(readDocument('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});

it('links point to files and headings that exist', () => {
  const broken = documentFiles()
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => linksIn(file, readDocument(file)))
    .filter(({ path, anchor }) => {
      if (!existsSync(path)) return true;
      return anchor !== null && path.endsWith('.md') && !anchorsOf(readFileSync(path, 'utf8')).includes(anchor);
    });
  expect(broken.map(({ place, path, anchor }) => `${place}: ${path}${anchor === null ? '' : `#${anchor}`}`)).toEqual(
    [],
  );
});
