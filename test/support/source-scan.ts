// Reads TypeScript sources for the architecture test: what each imports, and constructs that are restricted to a few
// files. Syntax alone decides, so it needs no build, and made-up files can be scanned as well as real ones.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

export interface Import {
  /** A path from the root (`src/lib/ids.ts`), or the name of a package (`pg`, `@pothos/core`, `node:http`). */
  target: string;
  isPackage: boolean;
  typeOnly: boolean;
}

export interface Source {
  path: string;
  lines: number;
  imports: Import[];
  readsEnvironment: boolean;
  writesSql: boolean;
  /** Reads `viewer` or `actorId` from a `ctx`, by a property access or by destructuring. */
  readsViewer: boolean;
  /** The names at the top of the module that hold something which can change. */
  state: string[];
}

/** Every TypeScript file of the project, from path to text. */
export function readSources(): Record<string, string> {
  const isOurs = (path: string) => !/(^|\/)(node_modules|\.[^/]*)(\/|$)/.test(path);
  const below = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => posix.join(folder, path));
  const paths = readdirSync('.', { withFileTypes: true })
    .filter(({ name }) => isOurs(name))
    .flatMap((entry) => (entry.isDirectory() ? below(entry.name) : [entry.name]));
  const code = paths.filter((path) => path.endsWith('.ts') && isOurs(path));
  return Object.fromEntries(code.map((path) => [path, readFileSync(path, 'utf8')]));
}

/**
 * What the architecture test has to know of one file. Every form of import counts: exports, `import()`, inline types,
 * and declarations that are merged into another module's.
 */
export function scan(path: string, text: string): Source {
  const imports: Import[] = [];
  let [readsEnvironment, writesSql, readsViewer] = [false, false, false];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const name = specifier.text;
    const isPackage = !name.startsWith('.');
    const target = isPackage
      ? name.split('/', name.startsWith('@') ? 2 : 1).join('/')
      : posix.join(posix.dirname(path), name);
    imports.push({ target, isPackage, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node)) {
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    } else if (ts.isModuleDeclaration(node)) {
      add(node.name, true);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    } else if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      readsEnvironment ||= node.expression.text === 'process' && node.name.text === 'env';
      readsViewer ||= node.expression.text === 'ctx' && whoAsks.has(node.name.text);
    } else if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name)) {
      readsViewer ||= node.initializer?.getText(file) === 'ctx' && takes(node.name, file);
    } else if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      writesSql ||= isSql(node.getText(file).slice(1, -1));
    }
    ts.forEachChild(node, visit);
  };
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  visit(file);
  return {
    path,
    lines: text.trimEnd().split('\n').length,
    imports,
    readsEnvironment,
    writesSql,
    readsViewer,
    state: path.startsWith('src/') ? stateOf(file) : [],
  };
}

// Objects of these classes do not change. A Map or a Set that begins with entries is a table, unless something is put into
// it, and what a WeakMap holds belongs to its keys.
const constants =
  /^(Busy|ChangeCatalogue|ChangeKind|Columns|GraphQLScalarType|MarkdownIt|RegExp|TextDecoder|Topic|URL)$|Error$/;
const mutators = /^(add|set|delete|clear|push|pop|shift|unshift|splice|fill|copy|write)$/;

/** Variables at the top of a module that can be assigned, or whose value can change. */
function stateOf(file: ts.SourceFile): string[] {
  const declared = file.statements.filter(ts.isVariableStatement).flatMap(({ declarationList: list }) =>
    list.declarations.map(({ name, initializer }) => {
      const isVariable = !(list.flags & ts.NodeFlags.Const);
      return { name: name.getText(file), isVariable, initializer };
    }),
  );
  const changed = changedNames(file);
  const holdsState = (name: string, value: ts.Expression) =>
    !isNew(value, 'WeakMap') && (makesState(value) || changed.has(name));
  return declared
    .filter(({ name, isVariable, initializer }) => isVariable || (initializer && holdsState(name, initializer)))
    .map(({ name }) => name);
}

/** Whether an expression creates something that changes; what a function in it creates is new in each call. */
function makesState(node: ts.Node): boolean {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  if (ts.isNewExpression(node)) {
    const isTable = (isNew(node, 'Map') || isNew(node, 'Set')) && (node.arguments?.length ?? 0) > 0;
    if (!isTable && !constants.test(node.expression.getText())) return true;
  }
  return ts.forEachChild(node, (child) => makesState(child) || undefined) ?? false;
}

const isNew = (node: ts.Node, className: string) => ts.isNewExpression(node) && node.expression.getText() === className;

/** Names whose value a function of the file changes in place; what only the module's own start fills is a table. */
function changedNames(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node, inFunction: boolean): void => {
    const target = inFunction ? changedBy(node) : undefined;
    if (target && ts.isIdentifier(target)) names.add(target.text);
    const within = inFunction || ts.isFunctionLike(node);
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(file, false);
  return names;
}

const steps = { [ts.SyntaxKind.PlusPlusToken]: true, [ts.SyntaxKind.MinusMinusToken]: true };

/** What a node changes: `a` of `a.push(…)`, `a.b = …`, `a[b] += …` and `a.b++`. */
function changedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    return mutators.test(node.expression.name.text) ? node.expression.expression : undefined;
  }
  const isAssignment =
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  const assigned = isAssignment
    ? node.left
    : ts.isPostfixUnaryExpression(node) || (ts.isPrefixUnaryExpression(node) && node.operator in steps)
      ? node.operand
      : undefined;
  if (!assigned) return undefined;
  return ts.isPropertyAccessExpression(assigned) || ts.isElementAccessExpression(assigned)
    ? assigned.expression
    : undefined;
}

const whoAsks = new Set(['viewer', 'actorId']);
const takes = ({ elements }: ts.ObjectBindingPattern, file: ts.SourceFile) =>
  elements.some(({ propertyName, name }) => whoAsks.has((propertyName ?? name).getText(file)));

const statement = new RegExp(
  [
    String.raw`^select\s+([\d$'*(]|\w+\(|[\s\S]*\sfrom\s)`,
    String.raw`^insert\s+into\s`,
    String.raw`^update\s+\S+\s+(as\s+\w+\s+|\w+\s+)?set\s`,
    String.raw`^delete\s+from\s`,
    String.raw`^with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s`,
  ].join('|'),
);

/** A part of a statement: a condition on a column (`c.kind = `), or a query inside another one. */
const fragment =
  /(^|\(|\b(and|or|not|on|where) )[a-z]\w*\.[a-z_]+ (=|<>|[<>]=?|(not )?(like|in|between)|is( not)?) |\bexists \(select /;

/** A statement in lower or in upper case, after any comments, or a part of one; prose ("Select a channel from …") is none. */
function isSql(literal: string): boolean {
  const text = literal.replace(/^(\s|\\n|--.*|\/\*[\s\S]*?\*\/)+/, '');
  const lower = /^[A-Z]{2}/.test(text) ? text.toLowerCase() : text;
  return statement.test(lower) || fragment.test(lower);
}
