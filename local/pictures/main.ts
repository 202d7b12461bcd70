/**
 * `npm run docs:pictures`: runs `npm start` and what it says one can try, and writes what a terminal shows. Of the readers' app it
 * takes over what a browser test photographs; where there is no browser, those pictures stay as they are.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findFreePort } from '../find-free-port.ts';
import { formatTerminal } from './terminal-svg.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'docs', 'pictures');
/** Where the browser test puts its pictures. */
const screenshots = join(root, '.local', 'screenshots');
/** So many calls are seen to be archived. */
const shownCalls = 8;

const settings = [`PORT=${await findFreePort()}`, 'READER_PORT=0', 'COLUMNS=80'];
const child = spawn('env', [...settings, process.execPath, 'local/start.ts', '--every', '0.5'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(child, 'exit');
const screen: string[] = [];
for await (const line of createInterface({ input: child.stdout })) {
  screen.push(line);
  if (screen.filter((shown) => shown.includes('  archived  ')).length === shownCalls) break;
}
const typed = screen.map((line) => line.trim()).filter((line) => line.startsWith('call-archive '));
const answers = await Promise.all(typed.map(type));
child.kill('SIGINT');
await ended;

await mkdir(folder, { recursive: true });
await write('npm-start.svg', 'npm start, and calls that are archived', ['$ npm start', ...screen]);
await write(
  'why-a-call-was-poor.svg',
  'Who is meant, which calls were poor, and why one was',
  answers.flat(),
);
await rm(screenshots, { recursive: true, force: true });
await promisify(execFile)(
  process.execPath,
  [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--globals',
    '{"screenshots":true}',
    'test/browser/every-page',
  ],
  { cwd: root },
);
if (existsSync(screenshots)) {
  for (const page of ['search', 'calls', 'call', 'day']) {
    const name = `reader-${page}.png`;
    await copyFile(join(screenshots, `${page}-light.png`), join(folder, name));
    process.stdout.write(`docs/pictures/${name}\n`);
  }
} else {
  process.stderr.write("No browser: the pictures of the readers' app are as they were.\n");
  process.exitCode = 1;
}

/** Into a shell that knows the alias. */
async function type(command: string): Promise<string[]> {
  const alias = screen.find((line) => line.trim().startsWith('alias '));
  const { stdout } = await promisify(execFile)('sh', ['-c', `${alias}\n${command}`], { cwd: root });
  return [`$ ${command}`, ...stdout.trimEnd().split('\n'), ''];
}

async function write(name: string, title: string, lines: readonly string[]): Promise<void> {
  await writeFile(join(folder, name), formatTerminal(title, lines));
  process.stdout.write(`docs/pictures/${name}\n`);
}
