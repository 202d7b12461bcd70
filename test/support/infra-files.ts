/** The text of infra/, for rules that the type checker of Bicep cannot know. Comments are taken out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../../infra', import.meta.url).pathname;

/** Paths below infra/ to texts. */
export type InfraFiles = ReadonlyMap<string, string>;

export function readInfra(): InfraFiles {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(bicep|bicepparam|kql)$/.test(path),
  );
  return new Map(paths.map((path) => [path, withoutComments(readFileSync(join(root, path), 'utf8'))]));
}

/** Throws where the file does not hold the text: a change that changes nothing would prove nothing. */
export function changeInfra(files: InfraFiles, path: string, from: string, to: string): InfraFiles {
  const text = textOf(files, path);
  if (!text.includes(from)) throw new Error(`infra/${path} does not hold "${from}"`);
  return new Map([...files, [path, text.replace(from, to)]]);
}

export function textOf(files: InfraFiles, path: string): string {
  const text = files.get(path);
  if (text === undefined) throw new Error(`infra/${path} does not exist`);
  return text;
}

/** The Bicep files only, with their paths. */
export function bicepFiles(files: InfraFiles): [path: string, text: string][] {
  return [...files].filter(([path]) => path.endsWith('.bicep'));
}

/** `var NAME = ['a', 'b']` */
export function listIn(text: string, name: string): string[] {
  const [, items = ''] = new RegExp(`^var ${name} = \\[([^\\]]*)\\]`, 'm').exec(text) ?? [];
  return [...items.matchAll(/'([^']*)'/g)].map(([, item]) => item ?? '');
}

export interface Parameter {
  name: string;
  type: string;
  default: string | undefined;
  decorators: string;
}

/** The parameters of a Bicep file, each with the lines of its decorators. */
export function parametersIn(text: string): Parameter[] {
  const declarations = text.matchAll(/^((?:@.*\n)*)param (\w+) (\S+)(?: = (.*))?$/gm);
  return [...declarations].map(([, decorators = '', name = '', type = '', value]) => ({
    name,
    type,
    default: value,
    decorators,
  }));
}

/** The top-level declarations `resource NAME 'TYPE@VERSION' …`, each with its text. */
export function resourcesIn(text: string): { name: string; type: string; body: string }[] {
  return text
    .split(/^(?=(?:@.*\n)*(?:resource|module|param|var|output|import|targetScope)\b)/m)
    .flatMap((part) => {
      const [, name, type] = /^resource (\w+) '([^'@]+)@/m.exec(part) ?? [];
      return name && type ? [{ name, type, body: part }] : [];
    });
}

/** Comments begin at `//` after nothing or white space, so that addresses in texts stay. */
function withoutComments(text: string): string {
  return text.replace(/(^|\s)\/\/.*$/gm, '$1');
}
