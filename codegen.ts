// Writes what is generated from schema/ and the features' order, which are all it reads: resolver types, typed operations,
// the manifest of stored operations, the schema in one file and what caches of clients must know of it. `--check` writes
// nothing and fails when a file is stale; `--publish` promises today's schema to clients. The same schema/ always gives
// the same bytes.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import {
  buildSchema,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  printSchema,
  validate,
} from 'graphql';
import { generateCacheConfig } from './codegen-cache.ts';
import { generateTypes } from './codegen-types.ts';
import { runProgram } from './src/cli/arguments.ts';
import { readSdl, readSdlFiles, type SdlFile } from './src/graphql/sdl.ts';

/** One file of schema/operations. */
export interface OperationFile {
  name: string;
  text: string;
}

/** An operation that is ready to be stored. `text` is exactly what its hash is made of. */
export interface StoredOperation {
  name: string;
  /** How many statements it may run. */
  budget: number;
  text: string;
  document: DocumentNode;
  /** `sha256:<hex>` */
  hash: string;
}

/** The stored operations of these files. Refuses one that is unnamed, invalid, without a budget, or not alone. */
export function storedOperations(schema: GraphQLSchema, files: OperationFile[]): StoredOperation[] {
  const stored = new Map<string, StoredOperation>();
  const fragments = new Set<string>();
  for (const file of files) {
    const refuse = (why: string): never => {
      throw new Error(`schema/operations/${file.name}: ${why}`);
    };
    const budget = /^# budget: (\d+)[ \t]*\r?\n/.exec(file.text)?.[1] ?? refuse('begin with a line `# budget: N`.');
    let document: DocumentNode;
    try {
      document = parse(file.text, { noLocation: true });
    } catch (error) {
      return refuse((error as Error).message);
    }
    const [first, ...rest] = document.definitions;
    if (first?.kind !== Kind.OPERATION_DEFINITION || rest.some(({ kind }) => kind !== Kind.FRAGMENT_DEFINITION)) {
      return refuse('hold exactly one operation, and after it only the fragments that it uses.');
    }
    const name = first.name?.value ?? refuse('give the operation a name.');
    if (stored.has(name)) refuse(`another file has an operation ${name} already.`);
    const [invalid] = validate(schema, document);
    if (invalid) refuse(invalid.message);
    for (const fragment of rest) {
      const { value } = (fragment as FragmentDefinitionNode).name;
      if (fragments.has(value)) refuse(`another file has a fragment ${value} already.`);
      fragments.add(value);
    }
    const text = print(document);
    const hash = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    stored.set(name, { name, budget: Number(budget), text, document, hash });
  }
  return [...stored.values()];
}

/** schema/client.ts: the stored operations with the types of their variables and results, for clients in TypeScript. */
export async function generateClient(files: SdlFile[], operations: StoredOperation[]): Promise<string> {
  const sdl = files.map((file) => file.text).join('\n');
  const body = await codegen({
    filename: 'client.ts',
    schema: parse(sdl),
    schemaAst: buildSchema(sdl),
    documents: operations.map(({ name, document }) => ({ location: name, document })),
    plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
    pluginMap: { typescriptOperations, typedDocumentNode } as never,
    config: {
      scalars: { ID: 'string', DateTime: 'string' },
      enumsAsTypes: true,
      immutableTypes: true,
      skipTypename: true,
      disableDescriptions: true,
      useTypeImports: true,
      documentMode: 'documentNode',
      optimizeDocumentNode: false,
    },
  });
  const ids = operations.map(({ name, hash }) => `  ${name}: '${hash}',`);
  const documentIds = [
    '/** What to send as `documentId` in the place of each document. */',
    'export const documentIds = {',
    ...ids,
    '} as const;',
  ];
  // A place without its source is no use to anybody, and urql takes it for one with.
  const placeless = body.replace(/,"loc":\{"start":\d+,"end":\d+\}/g, '');
  return [header('schema'), tidy(placeless), '', ...documentIds, ''].join('\n');
}

const manifest = (operations: StoredOperation[]) =>
  `${JSON.stringify(Object.fromEntries(operations.map(({ hash, text }) => [hash, text])), null, 2)}\n`;

const header = (source: string) => `// Generated from ${source} by \`npm run codegen\`. Do not edit.`;
const tidy = (text: string) => text.replace(/\n{3,}/g, '\n\n').trim();

const root = fileURLToPath(new URL('.', import.meta.url));

function read(folder: string) {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.graphql'));
  return names.sort().map((name) => ({ name, text: readFileSync(join(root, folder, name), 'utf8') }));
}

/** The files of schema/operations, by name. */
export const readOperations = (): OperationFile[] =>
  existsSync(join(root, 'schema/operations')) ? read('schema/operations') : [];

/** Everything generated, as path and text. */
export async function generate(): Promise<[path: string, text: string][]> {
  const files = readSdlFiles();
  const schema = buildSchema(files.map(({ text }) => text).join('\n'));
  const operations = storedOperations(schema, readOperations());
  return [
    ...generateTypes(files),
    ['schema/client.ts', await generateClient(files, operations)],
    ['schema/client-cache.ts', `${header('schema/types')}\n\n${generateCacheConfig(schema)}`],
    ['schema/persisted.json', manifest(operations)],
    ['schema/schema.graphql', `${header('schema/types').replace('//', '#')}\n\n${printSchema(schema)}\n`],
  ];
}

/** The paths of those that are not on disk as they would be generated now. */
export const stale = (generated: [path: string, text: string][]): string[] =>
  generated.flatMap(([path, text]) => {
    const file = join(root, path);
    return existsSync(file) && readFileSync(file, 'utf8') === text ? [] : [path];
  });

async function main({ check, publish }: { check: boolean; publish: boolean }): Promise<string> {
  if (publish) {
    writeFileSync(join(root, 'schema/published.graphql'), `${printSchema(buildSchema(readSdl().join('\n')))}\n`);
    writeFileSync(join(root, 'schema/breaking-changes.json'), '[]\n');
    return 'schema/published.graphql is what clients are promised from now on.';
  }
  const generated = await generate();
  const old = stale(generated);
  if (check) {
    if (old.length) throw new Error(`Stale: ${old.join(', ')}. Run \`npm run codegen\`.`);
    return 'Everything generated is up to date.';
  }
  for (const [path, text] of generated) if (old.includes(path)) writeFileSync(join(root, path), text);
  return old.length ? `Wrote ${old.join(', ')}.` : 'Everything generated was up to date.';
}

const command = {
  name: 'npm run codegen --',
  about: 'Writes what is generated from schema/: types, client documents, the manifest of stored operations.',
  options: {
    check: { type: 'boolean', default: false, about: 'writes nothing; fails when a file is stale' },
    publish: { type: 'boolean', default: false, about: "promises today's schema to clients" },
  },
} as const;

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runProgram(command, async ({ values }) => {
    process.stdout.write(`${await main(values)}\n`);
  });
}
