// Checks the architecture of the sources: which module may import which, and what belongs where. The rules are the data
// at the top. `faults` sees only path -> text, so the last part proves on made-up files that every rule can fail.
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { features as listed } from '../src/features.ts';
import { type Import, readSources, type Source, scan } from './support/source-scan.ts';

/** The modules of src, lowest first. A module imports only from the lines above its own, never from its own line. */
const levels = [
  ['lib'],
  ['config.ts'],
  ['telemetry'],
  ['resilience'],
  ['postgres', 'redis'],
  ['batching', 'changes', 'jobs', 'models'],
  ['graphql'],
  ['features', 'cache', 'operations', 'execution', 'transport'],
  ['features.ts'],
  ['schema.ts'],
  ['app.ts'],
  ['cli'],
  ['main.ts'],
];
/** The modules on its own line that a module may import all the same. */
const neighbours: Record<string, string[]> = {
  execution: ['cache', 'operations'],
  transport: ['cache', 'operations', 'execution'],
};

/** The features in their order: one imports only from those before it. `tasks` belongs to the made-up files below. */
const features = [...listed.map(({ name }) => name), 'tasks'];
/**
 * The kinds of file in a feature, the kinds they may import (of their own feature or an earlier one; their own kind
 * always) and the modules whose values they may use. Types may come from any lower module. A file's kind is the last word
 * of its name (`thread-loaders.ts`); a name that ends in none of these holds pure rules, as model.ts does.
 */
const kinds: Record<string, { kinds: string[]; modules: string[] }> = {
  model: { kinds: [], modules: ['lib'] },
  generated: { kinds: ['model'], modules: [] },
  changes: { kinds: ['model'], modules: ['lib', 'changes'] },
  statements: { kinds: ['model', 'changes'], modules: ['lib', 'postgres', 'batching', 'changes'] },
  loaders: { kinds: ['model', 'changes', 'statements'], modules: ['lib', 'batching', 'graphql'] },
  policy: { kinds: ['model', 'changes', 'statements', 'loaders'], modules: ['lib', 'resilience', 'graphql'] },
  commands: {
    kinds: ['model', 'generated', 'changes', 'statements', 'loaders', 'policy'],
    modules: ['lib', 'postgres', 'batching', 'changes', 'jobs', 'models', 'graphql'],
  },
  consumers: { kinds: ['model', 'changes', 'commands'], modules: ['lib', 'changes', 'jobs'] },
  resolvers: {
    kinds: ['model', 'generated', 'changes', 'loaders', 'policy', 'commands'],
    modules: ['lib', 'batching', 'changes', 'graphql'],
  },
  feature: { kinds: ['changes', 'consumers', 'resolvers'], modules: ['graphql'] },
};

/** Files of generated types: they contain, and export, nothing but types. */
const isGenerated = (path: string) => /^src\/.*\/generated\.ts$/.test(path);

/** Packages that belong to certain modules; their types too. */
const packages: Record<string, string[]> = {
  pg: ['postgres'],
  'graphql-yoga': ['transport', 'app.ts'],
  'node:http': ['transport'],
};
/** Where process.env may be read, and where SQL may be written. */
const environmentReader = 'src/config.ts';
/** Where features may read the viewer without tracking it: commands, whose responses are not cached. */
const viewerReader = /[/-]commands\.ts$/;
const sqlPlaces = /^src\/(postgres|changes|batching)\/|[/-]statements\.ts$/;

/**
 * State at the top of a module, which all apps of the process share. What an app counts or caches belongs to it
 * (lib/per-owner.ts); these are the same for every app. Commands have a process of their own.
 */
const sharedState: Record<string, string> = {
  'src/batching/page-statement.ts statements': 'statements by name: a finite family of constants',
  'src/lib/ids.ts used': 'how much of a buffer of random bytes is used',
  'src/lib/json.ts scratch': 'a buffer that is written and read within one call',
  'src/lib/json.ts length': 'the same',
  'src/execution/compiled-query.ts created': 'numbers that name compiled queries',
  'src/postgres/embedded-process.ts tethers': 'whether the machine has a command',
  'src/postgres/row-builder.ts rowBuilders': 'functions made from the text of a statement',
  'src/transport/graphiql-assets.ts loading': 'files of the installation',
  'src/transport/request-head.ts lastValid': 'the last result of a pure function',
};
const hasOwnProcess = /^src\/(cli\/|main\.ts$)/;

const fileName = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|d))?(\.ts)?$/;
const drawers = /^index\.|\b(utils?|helpers?|managers?)\b/;
const longest = 400; // lines
const anyLength = (path: string) => isGenerated(path) || path === 'schema/client.ts';

/** Every fault in the files, one line each; none when all rules hold. */
function faults(files: Record<string, string>): string[] {
  const sources = Object.entries(files).map(([path, text]) => scan(path, text));
  const inside = sources.filter(({ path }) => path.startsWith('src/'));
  return [
    ...sources.flatMap(({ path, lines }) => [...nameFaults(path), ...lengthFaults(path, lines)]),
    ...inside.flatMap((source) => [...placeFaults(source.path), ...contentFaults(source), ...edgeFaults(source)]),
    ...circles(sources),
  ];
}

function nameFaults(path: string): string[] {
  return path.split('/').flatMap((part) => {
    if (!fileName.test(part)) return [`${path}: ${part} is not in kebab-case`];
    return drawers.test(part) ? [`${path}: ${part} says nothing of what it holds; name it after that`] : [];
  });
}

function lengthFaults(path: string, lines: number): string[] {
  if (lines <= longest || anyLength(path)) return [];
  return [`${path}: ${lines} lines, past ${longest}; something in it wants a file of its own`];
}

function placeFaults(path: string): string[] {
  if (levelOf(moduleOf(path)) < 0) return [`${path}: ${moduleOf(path)} is no module of src; give it a level`];
  if (moduleOf(path) !== 'features' || features.includes(featureOf(path))) return [];
  return [`${path}: ${featureOf(path)} is not in the list of features`];
}

function contentFaults({ path, readsEnvironment, writesSql, readsViewer, state }: Source): string[] {
  const found: string[] = [];
  if (readsEnvironment && path !== environmentReader) found.push(`${path}: only config.ts reads process.env`);
  if (writesSql && !sqlPlaces.test(path)) found.push(`${path}: writes SQL; that stands in a statements.ts`);
  if (readsViewer && moduleOf(path) === 'features' && !viewerReader.test(path)) {
    found.push(`${path}: reads the viewer unnoted; graphql/context.ts has functions that note it for the cache`);
  }
  if (hasOwnProcess.test(path)) return found;
  const shared = state.filter((name) => !Object.hasOwn(sharedState, `${path} ${name}`));
  return [...found, ...shared.map((name) => `${path}: all apps of a process share ${name}; see lib/per-owner.ts`)];
}

function edgeFaults({ path, imports }: Source): string[] {
  return imports.flatMap((edge) => {
    const why = edgeFault(path, edge);
    return why ? [`${path} -> ${edge.target}: ${why}`] : [];
  });
}

/** Why an import is not allowed; undefined when it is. */
function edgeFault(from: string, { target, isPackage, typeOnly }: Import): string | undefined {
  const [module, other] = [moduleOf(from), moduleOf(target)];
  if (isPackage) {
    const allowed = packages[target];
    return allowed && !allowed.includes(module) ? `only ${allowed.join(' and ')} may import it` : undefined;
  }
  if (target.startsWith('schema/')) return;
  if (!target.startsWith('src/')) return 'the product does not import from outside src';
  if (!typeOnly && (isGenerated(target) || isGenerated(from))) return 'only `import type` here';

  if (module === 'features' && other === 'features') return featureFault(from, target);
  if (module === other) return;
  if (levelOf(other) > levelOf(module)) return `${module} stands below ${other}`;
  if (levelOf(other) === levelOf(module) && !neighbours[module]?.includes(other))
    return `${module} stands beside ${other}`;
  if (module !== 'features' || typeOnly || kinds[kindOf(from)]?.modules.includes(other)) return;
  return `a ${kindOf(from)} file uses no values of ${other}`;
}

function featureFault(from: string, target: string): string | undefined {
  const [own, other] = [featureOf(from), featureOf(target)];
  if (features.indexOf(other) > features.indexOf(own)) return `the feature ${other} comes after ${own}`;
  const [kind, used] = [kindOf(from), kindOf(target)];
  return kind === used || kinds[kind]?.kinds.includes(used) ? undefined : `a ${kind} file imports no ${used} file`;
}

const moduleOf = (path: string) => path.split('/')[1] ?? '';
const featureOf = (path: string) => path.split('/')[2] ?? '';
const levelOf = (module: string) => levels.findIndex((level) => level.includes(module));

function kindOf(path: string): string {
  const word = /(\w+)\.ts$/.exec(path)?.[1] ?? '';
  return Object.hasOwn(kinds, word) ? word : 'model';
}

/** Import cycles, of types as well. */
function circles(sources: Source[]): string[] {
  const found: string[] = [];
  const edges = new Map(sources.map(({ path, imports }) => [path, imports.map((edge) => edge.target)]));
  const done = new Set<string>();
  const walk = (path: string, trail: string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push(`a circle: ${[...trail.slice(at), path].join(' -> ')}`);
    if (at >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return found;
}

it('finds no fault in the sources', () => {
  const sources = readSources();
  expect(Object.keys(sources)).toEqual(
    expect.arrayContaining(['src/lib/ids.ts', 'test/architecture.test.ts', 'vitest.config.ts']),
  );
  expect(faults(sources)).toEqual([]);
  // The list contains nothing that no longer exists.
  for (const entry of Object.keys(sharedState)) {
    const [path, name] = entry.split(' ') as [string, string];
    expect([path, scan(path, sources[path]!).state]).toEqual([path, expect.arrayContaining([name])]);
  }
});

it('finds no kind of change named outside the features', () => {
  const kinds = listed.flatMap(({ changes }) => changes.map(({ name }) => name));
  const named = (text: string) => kinds.filter((kind) => text.includes(`'${kind}'`));
  expect(named(`if (kind === '${kinds[0]}') end();`)).toEqual([kinds[0]]);
  const found = Object.entries(readSources()).flatMap(([path, text]) =>
    path.startsWith('src/') && moduleOf(path) !== 'features' ? named(text).map((kind) => `${path}: ${kind}`) : [],
  );
  expect(found).toEqual([]);
});

it('allows what the plan allows', () => {
  const imports = (...specifiers: string[]) => specifiers.map((name) => `import { a } from '${name}';`).join('\n');
  const allowed = {
    'codegen.ts': 'console.log(process.env.HOME, `select 1`);',
    'test/features/messages.test.ts': imports('../../src/main.ts', 'pg', 'node:http'),
    'src/config.ts': 'export const home = process.env.HOME;',
    'src/postgres/pool.ts': `${imports('pg', '../config.ts', '../lib/ids.ts')} pool.query('select 1')`,
    'src/features/messages/generated.ts': `import type { M } from './model.ts';
      import type { N } from '../identity/model.ts';
      import type { Kind } from '../channels/generated.ts';
      declare module '../channels/generated.ts' { interface Rows { M: M } }${'\n'.repeat(500)}a();`,
    'src/features/identity/passwords.ts': imports('../../lib/errors.ts', 'node:crypto'),
    'src/features/messages/model.ts': "import type { Kind } from '../../graphql/generated.ts';",
    'src/features/messages/thread-statements.ts': `${imports('./model.ts', '../../postgres/pool.ts')} f('select 1')`,
    'src/features/messages/loaders.ts': `${imports('./thread-statements.ts', '../channels/loaders.ts')}
      import type { Context } from '../../graphql/context.ts';`,
    'src/features/messages/policy.ts': 'const { loaders } = ctx; const { viewer } = row; viewerOf(ctx).userId;',
    'src/features/messages/key-commands.ts': 'const { actorId } = ctx; ctx.viewer;',
    'src/features/messages/commands.ts': imports('./policy.ts', '../../changes/record.ts', '../../postgres/pool.ts'),
    'src/features/messages/resolvers.ts': `${imports('./commands.ts', '../../graphql/contract.ts')}
      throw badInput('Select a channel from the list, or update its name.', 'with a name', 'select');`,
    'src/features/imports/commands.ts': imports('../messages/commands.ts'),
    'src/cache/tiers.ts': `const known = new WeakMap(); known.set(a, b);
      const table = new Map([[1, 2]]); const text = /a/; const at = () => new Map(); table.set(2, -1);
      const counts = perOwner(() => ({ map: new Map() })); function f() { let i = 0; i++; }`,
    'src/cli/a.ts': 'let diagnosis; const known = new Map();',
    'src/transport/http.ts': imports(
      'node:http',
      'graphql-yoga',
      '../operations/persisted-operations.ts',
      '../cache/tiers.ts',
    ),
    'src/operations/persisted-operations.ts': "import stored from '../../schema/persisted.json' with { type: 'json' };",
    'src/app.ts': imports('./schema.ts', './transport/http.ts'),
  };
  expect(faults(allowed)).toEqual([]);
});

const value = (specifier: string) => `import { a } from '${specifier}';`;
const type = (specifier: string) => `import type { A } from '${specifier}';`;

it.each<[fault: string, path: string, text: string]>([
  ['lib stands below postgres', 'src/lib/a.ts', value('../postgres/pool.ts')],
  ['graphql stands below features', 'src/graphql/a.ts', type('../features/tasks/model.ts')],
  ['lib stands below config.ts', 'src/lib/a.ts', "type A = import('../config.ts').Config;"],
  ['lib stands below config.ts', 'src/lib/a.ts', "export * from '../config.ts';"],
  ['app.ts stands below cli', 'src/app.ts', "await import('./cli/demo.ts');"],
  ['postgres stands beside redis', 'src/postgres/a.ts', value('../redis/client.ts')],
  ['transport stands beside features', 'src/transport/a.ts', value('../features/tasks/loaders.ts')],
  ['operations stands beside transport', 'src/operations/a.ts', value('../transport/http.ts')],
  ['shared is no module of src', 'src/shared/a.ts', ''],
  ['does not import from outside src', 'src/app.ts', value('../test/support/server.ts')],
  ['does not import from outside src', 'src/main.ts', value('../codegen.ts')],

  ['the feature imports comes after messages', 'src/features/messages/model.ts', type('../imports/model.ts')],
  ['lounges is not in the list of features', 'src/features/lounges/loaders.ts', ''],
  ['a resolvers file imports no statements file', 'src/features/tasks/resolvers.ts', value('./statements.ts')],
  ['a model file imports no commands file', 'src/features/tasks/due-dates.ts', value('./commands.ts')],
  ['a loaders file uses no values of changes', 'src/features/tasks/loaders.ts', value('../../changes/record.ts')],

  ['only `import type`', 'src/features/tasks/generated.ts', value('./model.ts')],
  ['graphql stands below features', 'src/graphql/generated.ts', type('../features/tasks/model.ts')],
  ['a generated file imports no loaders file', 'src/features/tasks/generated.ts', type('./loaders.ts')],
  ['a model file imports no generated file', 'src/features/tasks/model.ts', type('./generated.ts')],
  ['the feature tasks comes after messages', 'src/features/messages/generated.ts', type('../tasks/generated.ts')],
  [
    'the feature tasks comes after messages',
    'src/features/messages/generated.ts',
    "declare module '../tasks/generated.ts' { interface A { a: 1 } }",
  ],
  ['only `import type`', 'src/app.ts', value('./graphql/generated.ts')],
  ['only `import type`', 'src/app.ts', "export * from './graphql/generated.ts';"],
  ['postgres stands below graphql', 'src/postgres/a.ts', type('../graphql/generated.ts')],

  ['only postgres may import it', 'src/changes/a.ts', type('pg')],
  ['only transport may import it', 'src/app.ts', value('node:http')],
  ['only transport and app.ts may import it', 'src/features/tasks/resolvers.ts', value('graphql-yoga')],
  ['reads process.env', 'src/cli/a.ts', 'const home = process.env.HOME;'],
  ['writes SQL', 'src/features/tasks/loaders.ts', "const a = 'update tasks set name = $1';"],
  ['writes SQL', 'src/features/tasks/resolvers.ts', "put('t.state = ', state);"],
  ['writes SQL', 'src/features/tasks/loaders.ts', "put('t.done_at is not null');"],
  ['writes SQL', 'src/features/tasks/resolvers.ts', "const a = 'not exists (select from tasks t where t.id = ';"],
  ['writes SQL', 'src/cli/a.ts', `const a = \`update \${table} set name = $1\`;`],

  ['reads the viewer unnoted', 'src/features/tasks/resolvers.ts', 'const a = (ctx: Context) => ctx.viewer?.userId;'],
  ['reads the viewer unnoted', 'src/features/tasks/loaders.ts', 'const { viewer: v } = ctx;'],
  ['reads the viewer unnoted', 'src/features/tasks/policy.ts', 'if (ctx.actorId === id) return;'],

  ['share counts;', 'src/cache/a.ts', 'export const counts = new Map<string, number>();'],
  ['share seen;', 'src/features/tasks/commands.ts', 'const seen = new LRUCache<string, number>({ max: 10 });'],
  ['share last;', 'src/transport/a.ts', 'let last: string | undefined;'],
  ['share table;', 'src/transport/a.ts', 'const table = new Set([1]); function a() { table.add(2); }'],
  ['share limits;', 'src/operations/a.ts', 'const limits = { perUser: new Attempts({ most: 5 }) };'],
  ['share use;', 'src/operations/a.ts', 'const use = { now: 0 }; export const a = () => { use.now += 1; };'],
  ['share lines;', 'src/operations/a.ts', 'const lines = []; export const a = () => { lines[0] = 1; };'],
  ['share made;', 'src/operations/a.ts', 'export const made = { count: 0 }; export const a = () => ++made.count;'],

  ['string-utils.ts says nothing', 'test/support/string-utils.ts', ''],
  ['index.ts says nothing', 'src/lib/index.ts', ''],
  ['helpers says nothing', 'test/helpers/a.ts', ''],
  ['globalIds.ts is not in kebab-case', 'src/lib/globalIds.ts', ''],
  ['401 lines, past 400', 'src/lib/a.ts', 'a();\n'.repeat(401)],
])('reports: %s', (fault, path, text) => {
  expect(faults({ [path]: text })).toEqual([expect.stringContaining(fault)]);
});

it('reports import cycles, of types alone as well', () => {
  const files = {
    'src/lib/a.ts': type('./b.ts'),
    'src/lib/b.ts': type('./a.ts'),
    'test/a.ts': value('./b.ts'),
    'test/b.ts': value('./c.ts'),
    'test/c.ts': "export { d } from './b.ts';",
  };
  expect(faults(files)).toEqual([
    'a circle: src/lib/a.ts -> src/lib/b.ts -> src/lib/a.ts',
    'a circle: test/b.ts -> test/c.ts -> test/b.ts',
  ]);
});

it.each([
  'select id from users',
  'select pg_notify($1, $2)',
  'SELECT 1',
  '\n  -- users.byId\n  select *, name from users',
  '/* users.byId */ insert into users (id)',
  'update users u set name = $1',
  'delete from users',
  'with recursive tree (id) as (select 1)',
])('knows SQL when it sees it: %j', (text) => {
  expect(faults({ 'src/cli/a.ts': `run(\`${text}\`);` })).toEqual([expect.stringContaining('writes SQL')]);
});

it('a test file that mocks a module has a process of its own', () => {
  const sources = readSources();
  const config = sources['vitest.config.ts']!;
  const alone = config.slice(config.indexOf('const alone'), config.indexOf('];'));
  const mocking = Object.entries(sources).filter(([, text]) => /^vi\.mock\(/m.test(text));
  expect(mocking.length).toBeGreaterThan(0);
  for (const [path] of mocking) expect(alone).toMatch(new RegExp(`\\b${basename(path, '.test.ts')}\\b`));
});
