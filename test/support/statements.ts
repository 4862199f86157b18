// Every statement of the product, and how the database would run it: the named constants of all modules and each member
// of every family of pages. One that is added is found without a change here.
import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { countStatement, type PageFamily, pageStatement } from '../../src/batching/page-statement.ts';
import type { Statement } from '../../src/postgres/statement.ts';

type AnyStatement = Statement<unknown>;
type Family = PageFamily<never>;

const isFamily = (value: unknown): value is Family =>
  typeof value === 'object' && value !== null && 'orders' in value && 'columns' in value && 'where' in value;

/** The modules that create statements, loaded: path and exports. */
export async function statementModules(): Promise<[path: string, exports: Record<string, unknown>][]> {
  const root = new URL('../../src/', import.meta.url);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const makers = paths.filter((path) => {
    return /import [^;]*\b(s|serverS)tatement\b[^;]*postgres\/statement\.ts'/.test(
      readFileSync(new URL(path, root), 'utf8'),
    );
  });
  return Promise.all(makers.sort().map(async (path) => [path, await import(new URL(path, root).href)]));
}

/** Every subset, the empty one first. */
export const subsets = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((_, i) => bits & (1 << i)));

/** A member of a family: how its rows are ordered, and the statement. */
export interface Member {
  readonly family: string;
  readonly order: string;
  readonly statement: AnyStatement;
}

/** Every set of references that can be joined, each in every shape. */
const referencesOf = ({ references = {} }: Family): string[][] =>
  Object.keys(references)
    .sort()
    .reduce<string[][]>(
      (sets, name) => {
        const columnSets = Object.keys(references[name]!.columns).map((columnSet) =>
          columnSet ? `${name}_${columnSet}` : name,
        );
        return sets.flatMap((set) => [set, ...columnSets.map((columnSet) => [...set, columnSet])]);
      },
      [[]],
    );

/** Every page that can be requested of a list, except free filters. */
export function members(modules: Awaited<ReturnType<typeof statementModules>>): Member[] {
  const families = modules.flatMap(([, exports]) => Object.values(exports).filter(isFamily));
  return families.flatMap((family) =>
    Object.entries(family.orders).flatMap(([order, columns]) => {
      const bound = columns.map(() => null);
      const sides = [
        [null, null],
        [bound, null],
        [null, bound],
        [bound, bound],
      ] as const;
      const columnSets = typeof family.columns === 'string' ? [''] : Object.keys(family.columns);
      const reads = referencesOf(family).flatMap((references) =>
        columnSets.map((columnSet) => ({ references, columnSet })),
      );
      return reads.flatMap(({ references, columnSet }) =>
        sides.flatMap(([after, before]) =>
          [false, true].flatMap((descending) =>
            [false, true].map((backwards) => {
              const bounds = { limit: 1, backwards, after: after && [...after], before: before && [...before] };
              const page = pageStatement(family, order, descending, bounds, references, [], columnSet);
              return { family: family.name, order, statement: page.text as AnyStatement };
            }),
          ),
        ),
      );
    }),
  );
}

/** The statements that count each list. */
export const counts = (modules: Awaited<ReturnType<typeof statementModules>>): AnyStatement[] =>
  modules.flatMap(([, exports]) =>
    Object.values(exports)
      .filter(isFamily)
      .map((family) => countStatement(family, []) as AnyStatement),
  );

/** A node of a plan, as EXPLAIN (FORMAT JSON) gives it. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: PlanNode[];
}

let prepared = 0;

/** The nodes of a prepared statement's plan; without values, of its generic plan. */
export async function planOf(
  client: pg.Client,
  { text }: AnyStatement,
  values?: readonly unknown[],
): Promise<PlanNode[]> {
  const name = `plan_${++prepared}`;
  const count = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)));
  const given = values ? values.map(literal) : Array.from({ length: count }, () => 'null');
  await client.query(`prepare ${name} as ${text}`);
  const { rows } = await client.query(`explain (format json) execute ${name}${count ? `(${given.join(', ')})` : ''}`);
  await client.query(`deallocate ${name}`);
  const nodes = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodes)];
  return nodes(rows[0]['QUERY PLAN'][0].Plan);
}

function literal(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `'{${value.join(',')}}'`;
  return `'${String(value).replaceAll("'", "''")}'`;
}
