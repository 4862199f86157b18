// Writes what is generated from schema/, which is all it reads: resolver types, typed operations, the manifest of
// stored operations, the schema in one file and what caches of clients must know of it. `--check` writes nothing and fails when a file is stale; `--publish` promises today's schema
// to clients. The same schema/ always gives the same bytes.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import {
  buildSchema,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  Kind,
  parse,
  print,
  printSchema,
  validate,
} from 'graphql';
import { generateCacheConfig } from './codegen-cache.ts';
import { runProgram } from './src/cli/arguments.ts';

/** One file of schema/types: the part of the product it belongs to, and its SDL. */
export interface SdlFile {
  feature: string;
  text: string;
}

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

const scalars = { ID: 'string', DateTime: 'string' };
const plugins = { typescript, typescriptResolvers, typescriptOperations, typedDocumentNode };

async function run(names: (keyof typeof plugins)[], sdl: string, documents: StoredOperation[], config: object) {
  return codegen({
    filename: 'generated.ts',
    schema: parse(sdl),
    schemaAst: buildSchema(sdl),
    documents: documents.map(({ name, document }) => ({ location: name, document })),
    plugins: names.map((name) => ({ [name]: {} })),
    pluginMap: plugins as never,
    config,
  });
}

/** src/graphql/generated.ts: types of the schema, of its resolvers over the features' rows, and who defines what. */
export async function generateTypes(files: SdlFile[]): Promise<string> {
  const sdl = files.map((file) => file.text).join('\n');
  const { mappers, imports } = rowTypes(files, buildSchema(sdl));
  const body = await run(['typescript', 'typescriptResolvers'], sdl, [], {
    mappers,
    scalars,
    contextType: 'Context',
    enumsAsTypes: true,
    immutableTypes: true,
    skipTypename: true,
    disableDescriptions: true,
    useTypeImports: true,
    makeResolverTypeCallable: true,
    onlyResolveTypeForInterfaces: true,
    avoidOptionals: { field: true, defaultValue: true, resolvers: true },
  });
  const parts = [header('schema/types'), ...imports, tidy(body), fieldsByFeature(files), ''];
  return parts.join('\n');
}

/** Which TypeScript type stands behind each object type of the SDL, by rule, and the imports that this needs. */
function rowTypes(files: SdlFile[], schema: GraphQLSchema) {
  const mappers: Record<string, string> = { PageInfo: 'PageOfConnection' };
  const imports = [
    "import type { Connection, Edge, PageInfo as PageOfConnection } from '../batching/connection.ts';",
    "import type { Context } from './context.ts';",
  ];
  const rowOf = (type: string): string => {
    const named = schema.getType(type);
    if (isAbstractType(named)) {
      const rows = schema.getPossibleTypes(named).map((possible) => rowOf(possible.name));
      return [...new Set(rows)].sort().join(' | ');
    }
    return `${type}Row`;
  };
  const extraFields = (edge: string): string => {
    const type = schema.getType(edge);
    if (!isObjectType(type)) throw new Error(`${edge} must be an object type: connections hold edges.`);
    const extra = Object.values(type.getFields()).filter(({ name }) => name !== 'cursor' && name !== 'node');
    for (const field of extra) {
      if (!isLeafType(getNamedType(field.type))) {
        throw new Error(`${edge}.${field.name} must be a scalar or an enum: an edge holds no other things.`);
      }
    }
    return extra.length ? `Pick<${edge}, ${extra.map(({ name }) => `'${name}'`).join(' | ')}>` : '';
  };
  const fieldType = (type: string, field: string): string => {
    const named = schema.getType(type);
    const found = isObjectType(named) ? named.getFields()[field] : undefined;
    if (!found) throw new Error(`${type} must have a field ${field}, as every type of this name has.`);
    return getNamedType(found.type).name;
  };

  for (const { feature, text } of files) {
    const rows: string[] = [];
    for (const definition of parse(text).definitions) {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || feature === 'base') continue;
      const name = definition.name.value;
      if (name.endsWith('Payload')) continue;
      if (name.endsWith('Connection')) {
        const extra = extraFields(fieldType(name, 'edges'));
        mappers[name] = `Connection<${rowOf(fieldType(name, 'nodes'))}${extra && `, ${extra}`}>`;
      } else if (name.endsWith('Edge')) {
        const extra = extraFields(name);
        mappers[name] = `Edge<${rowOf(fieldType(name, 'node'))}>${extra && ` & ${extra}`}`;
      } else {
        mappers[name] = rowOf(name);
        rows.push(rowOf(name));
      }
    }
    if (rows.length) imports.push(`import type { ${rows.sort().join(', ')} } from '../features/${feature}/model.ts';`);
  }
  return { mappers, imports };
}

/** The fields that each SDL file defines on each type, and the Node types it defines, as types. */
function fieldsByFeature(files: SdlFile[]): string {
  const fields: string[] = [];
  const nodes: string[] = [];
  for (const { feature, text } of files) {
    if (feature === 'base') continue;
    const types = new Map<string, string[]>();
    const nodeTypes: string[] = [];
    for (const definition of parse(text).definitions) {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
      const type = definition.name.value;
      const names = types.get(type) ?? [];
      names.push(...(definition.fields ?? []).map((field) => `'${field.name.value}'`));
      types.set(type, names);
      if (definition.interfaces?.some(({ name }) => name.value === 'Node')) nodeTypes.push(`'${type}'`);
    }
    const lines = [...types]
      .filter(([, names]) => names.length > 0)
      .map(([type, names]) => `    ${type}: ${names.join(' | ')};`);
    fields.push(`  ${feature}: {`, ...lines, '  };');
    nodes.push(`  ${feature}: ${nodeTypes.join(' | ') || 'never'};`);
  }
  return [
    '',
    '/** Which fields each file of schema/types defines on which type. */',
    'export interface FieldsByFeature {',
    ...fields,
    '}',
    '',
    '/** Which types implementing Node each file of schema/types defines. */',
    'export interface NodesByFeature {',
    ...nodes,
    '}',
  ].join('\n');
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
  const body = await run(['typescriptOperations', 'typedDocumentNode'], sdl, operations, {
    scalars,
    enumsAsTypes: true,
    immutableTypes: true,
    skipTypename: true,
    disableDescriptions: true,
    useTypeImports: true,
    documentMode: 'documentNode',
    optimizeDocumentNode: false,
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

/** The files of schema/types, base first and then by name. */
export function readSdl(): SdlFile[] {
  const files = read('schema/types').map(({ name, text }) => ({ feature: basename(name, '.graphql'), text }));
  return files.sort((a, b) => Number(b.feature === 'base') - Number(a.feature === 'base'));
}

/** The files of schema/operations, by name. */
export const readOperations = (): OperationFile[] =>
  existsSync(join(root, 'schema/operations')) ? read('schema/operations') : [];

/** Everything generated, as path and text. */
export async function generate(): Promise<[path: string, text: string][]> {
  const files = readSdl();
  const schema = buildSchema(files.map(({ text }) => text).join('\n'));
  const operations = storedOperations(schema, readOperations());
  return [
    ['src/graphql/generated.ts', await generateTypes(files)],
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
    const sdl = readSdl().map(({ text }) => text);
    writeFileSync(join(root, 'schema/published.graphql'), `${printSchema(buildSchema(sdl.join('\n')))}\n`);
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
