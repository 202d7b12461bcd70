/** `npm start` as somebody new meets it: what it prints fits the terminal, and the commands that it prints work. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findFreePort } from '../../local/find-free-port.ts';
import { eventually } from '../support/eventually.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const addresses = join(root, '.local', 'running-system.json');
const printed: string[] = [];
const run = promisify(execFile);
let child: ReturnType<typeof spawn>;
let ended: Promise<unknown[]>;

beforeAll(async () => {
  const settings = [`PORT=${await findFreePort()}`, 'COLUMNS=80'];
  child = spawn('env', [...settings, process.execPath, 'local/start.ts', '--every', '0.2'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  ended = once(child, 'exit');
  if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => printed.push(line));
  await eventually(async () =>
    expect(printed.filter((line) => line.includes('  archived  ')).length).toBeGreaterThan(3),
  );
});
afterAll(() => void child?.kill('SIGKILL'));

/** The commands that are printed, as they are typed into a shell. */
function listCommands(): string[] {
  const lines = printed.map((line) => line.trim());
  return lines.filter((line) => /^(alias )?call-archive\b/.test(line));
}

test('fits a terminal of 80 columns, and names people', () => {
  expect(printed.filter((line) => [...line].length > 80)).toEqual([]);
  const archived = printed.filter((line) => line.includes('  archived  '));
  expect(archived.filter((line) => /[0-9a-f]{8}-[0-9a-f]{4}-/.test(line))).toEqual([]);
  expect(archived.filter((line) => /\p{Lu}\p{L}+ \p{Lu}\p{L}+/u.test(line)).length).toBeGreaterThan(2);
});

test('prints commands that answer who had poor calls, and why', async () => {
  const [alias, ...commands] = listCommands();
  expect(commands).toHaveLength(3);
  const outputs = await Promise.all(
    commands.map((command) => run('sh', ['-c', `${alias}\n${command}`], { cwd: root })),
  );
  const [found, shown] = outputs.map(({ stdout }) => stdout);
  expect(found).toContain('Anna Schmidt');
  expect(shown).toContain('Tom Becker');
});

test('leaves addresses for this user only, and takes them away at its end', async () => {
  expect((await stat(addresses)).mode & 0o077).toBe(0);
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  expect(printed.at(-1)).toMatch(/^\d+ call records were archived\. Everything is stopped/);
  await expect(stat(addresses)).rejects.toThrow('ENOENT');
});
