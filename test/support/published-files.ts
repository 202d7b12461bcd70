/**
 * Which files the tools would send to Azure from a folder. The Core Tools read .funcignore by rules of their own
 * (prefixes of paths, re-included ones win wherever they stand); azd and the editors read it as git reads .gitignore.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const neverEntered = ['.git', '.vscode'];
const neverSent = ['.funcignore', '.gitignore', 'local.settings.json', 'project.lock.json'];

/** As `func azure functionapp publish`: paths with `/`, sorted. */
export function publishedByCoreTools(folder: string): string[] {
  const file = join(folder, '.funcignore');
  const { denied, accepted } = parsePrefixes(existsSync(file) ? readFileSync(file, 'utf8') : '');
  const isSent = (path: string) => accepted(path) || !denied(path);
  return [...walk(folder, '', isSent)].filter(isSent).sort();
}

type IsSent = (path: string) => boolean;

function* walk(folder: string, prefix: string, isSent: IsSent): Generator<string> {
  for (const name of readdirSync(join(folder, prefix))) {
    const path = `${prefix}${name}`;
    if (statSync(join(folder, path)).isDirectory()) {
      // Walking through all of node_modules would take long; one name in it tells.
      const isSkipped = neverEntered.includes(name) || (name === 'node_modules' && !isSent(`${path}/any`));
      if (!isSkipped) yield* walk(folder, `${path}/`, isSent);
    } else if (!neverSent.includes(name)) yield path;
  }
}

function parsePrefixes(text: string) {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'));
  const matcher = (patterns: string[]) => {
    const prefixes = patterns.map((pattern) => new RegExp(`^${toRegExp(pattern.replace(/^\//, ''))}`));
    return (path: string) => prefixes.some((prefix) => prefix.test(path));
  };
  return {
    denied: matcher(lines.filter((line) => !line.startsWith('!'))),
    accepted: matcher(lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))),
  };
}

/** `**` is anything, `*` anything within a name. */
function toRegExp(pattern: string): string {
  return pattern
    .split(/(\*\*|\*)/)
    .map((part) =>
      part === '**' ? '.+' : part === '*' ? '[^/]+' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('');
}

/** As azd and the editors: paths with `/`, sorted. */
export async function publishedByGitRules(folder: string): Promise<string[]> {
  const gitFolder = await mkdtemp(join(tmpdir(), 'git-rules-'));
  try {
    const git = (...words: string[]) => {
      const place = [`--git-dir=${gitFolder}`, `--work-tree=${folder}`];
      const { status, stdout, stderr } = spawnSync('git', [...place, ...words], {
        encoding: 'utf8',
        cwd: folder,
      });
      if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`);
      return stdout;
    };
    git('init', '--quiet');
    const files = git('ls-files', '-z', '--others', '--exclude-from=.funcignore').split('\0');
    return files.filter((path) => path && path !== '.funcignore' && path !== 'dist/.funcignore').sort();
  } finally {
    await rm(gitFolder, { recursive: true });
  }
}
