// Reads the SDL: the files of schema/types in the features' order, and the schema that they form together.
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  buildSchema,
  type GraphQLSchema,
  getDirectiveValues,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Directives } from './policy-plugin.ts';

/** A file of schema/types: its text, and its feature or `base`. */
export interface SdlFile {
  readonly feature: string;
  readonly text: string;
}

const order: readonly string[] = ['base', ...listedFeatures()];

/**
 * The names in the list of features.ts, parsed from its text: the code generator must not run the code for which it
 * generates types.
 */
function listedFeatures(): string[] {
  const list = /: readonly Feature\[\] = \[([^\]]*)\]/.exec(
    readFileSync(new URL('../features.ts', import.meta.url), 'utf8'),
  );
  if (!list) throw new Error('src/features.ts must hold one list, `features: readonly Feature[] = […]`.');
  return list[1]!.split(/[\s,]+/).filter(Boolean);
}

/** The files of schema/types: base first, then in the features' order. */
export function readSdlFiles(): SdlFile[] {
  const folder = new URL('../../schema/types/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  const features = names.map((name) => basename(name, '.graphql')).sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const unknown = features.find((feature) => !order.includes(feature));
  if (unknown) throw new Error(`schema/types/${unknown}.graphql belongs to no feature in src/features.ts.`);
  return features.map((feature) => ({
    feature,
    text: readFileSync(new URL(`${feature}.graphql`, folder), 'utf8'),
  }));
}

/** The texts of schema/types: base first, then in the features' order. */
export const readSdl = (): string[] => readSdlFiles().map(({ text }) => text);

/** The schema of these texts, without resolvers. Its directives have been read: `directivesOf` returns them. */
export function schemaOf(sdl: readonly string[]): GraphQLSchema {
  const schema = buildSchema(sdl.join('\n'));
  readDirectives(schema);
  return schema;
}

type Annotated = Parameters<typeof getDirectiveValues>[1];

/** Reads the directives on types, fields, arguments and input fields into `extensions.directives`. */
function readDirectives(schema: GraphQLSchema): void {
  const read = (of: { astNode?: unknown; extensions: object }, nodes: readonly Annotated[]) => {
    const found: Record<string, Directives[string]> = {};
    for (const directive of schema.getDirectives()) {
      for (const node of nodes) {
        const values = getDirectiveValues(directive, node);
        if (values) found[directive.name] = values;
      }
    }
    if (Object.keys(found).length) of.extensions = { ...of.extensions, directives: found };
  };
  for (const type of Object.values(schema.getTypeMap())) {
    read(type, [...(type.astNode ? [type.astNode] : []), ...type.extensionASTNodes]);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      for (const one of [field, ...('args' in field ? field.args : [])]) read(one, one.astNode ? [one.astNode] : []);
    }
  }
}
