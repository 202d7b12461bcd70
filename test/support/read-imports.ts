/** Every import of a source tree, read from the syntax tree of each file: static, of types, dynamic, re-exported. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { parseSync } from '@swc/core';

export interface Import {
  /** The file that imports, from the root of the tree. */
  from: string;
  /** As the file writes it; `(computed)` where that is known only when it runs. */
  specifier: string;
  /** The file that is imported, from the root of the tree; `undefined` for a package. */
  to: string | undefined;
}

interface Node {
  type?: string;
  value?: unknown;
  [property: string]: unknown;
}

export const computed = '(computed)';

export function listSources(root: string, folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((path) => path.endsWith('.ts'))
    .sort();
}

export function readImports(root: string, from: string): Import[] {
  const specifiers = findSpecifiers(readFileSync(join(root, from), 'utf8'));
  return [...new Set(specifiers)].map((specifier) => ({
    from,
    specifier,
    to: specifier.startsWith('.') ? join(dirname(from), specifier) : undefined,
  }));
}

/** What a TypeScript file names as another module, in the order of the file. */
export function findSpecifiers(text: string): string[] {
  const found: string[] = [];
  visit(parseSync(text, { syntax: 'typescript', target: 'es2024' }), (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) found.push(specifier);
  });
  return found;
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) see(value);
  for (const child of Object.values(value)) visit(child, see);
}

function isNode(value: object): value is Node {
  return 'type' in value && typeof value.type === 'string';
}

function specifierOf(node: Node): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      return textOf(node['source']);
    case 'ExportNamedDeclaration':
      return node['source'] ? textOf(node['source']) : undefined;
    case 'TsExternalModuleReference':
      return textOf(node['expression']);
    case 'TsImportType':
      return textOf(node['argument']);
    case 'CallExpression':
      return isLoader(node['callee']) ? textOf(argumentsOf(node)[0]) : undefined;
    case 'NewExpression':
      return isModuleUrl(node) ? relative(textOf(argumentsOf(node)[0])) : undefined;
  }
  return undefined;
}

/** `import(…)` or `require(…)`. */
function isLoader(callee: unknown): boolean {
  return isObject(callee) && (callee.type === 'Import' || callee.value === 'require');
}

/** `new URL('./worker.ts', import.meta.url)`: how a worker or another process is given its file. */
function isModuleUrl(node: Node): boolean {
  const [path, base] = argumentsOf(node);
  return (
    isObject(node['callee']) &&
    node['callee'].value === 'URL' &&
    isObject(base) &&
    base.type === 'MemberExpression' &&
    textOf(path).endsWith('.ts')
  );
}

/** `worker.ts` in a URL is what `./worker.ts` is in an import. */
function relative(path: string): string {
  return path.startsWith('.') ? path : `./${path}`;
}

function argumentsOf(node: Node): unknown[] {
  const list = node['arguments'];
  return Array.isArray(list) ? list.map(({ expression }) => expression) : [];
}

function textOf(node: unknown): string {
  if (!isObject(node)) return computed;
  if (node.type === 'TemplateLiteral') return templateText(node);
  return typeof node.value === 'string' ? node.value : computed;
}

/** The text of a template without values in it. */
function templateText(node: Node): string {
  const { quasis, expressions } = node;
  const [only] = Array.isArray(quasis) ? quasis : [];
  return Array.isArray(expressions) && expressions.length === 0 && typeof only?.cooked === 'string'
    ? only.cooked
    : computed;
}

function isObject(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
