/** `npm start` as somebody new meets it: what it prints fits the terminal, and the commands that it prints work. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findFreePort } from '../../local/find-free-port.ts';
import { eventually } from '../support/eventually.ts';
import { findExamples, findUntrue } from '../support/page-examples.ts';
import { passMidnight } from '../support/pass-midnight.ts';
import { signIn } from '../support/sign-in.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const addresses = join(root, '.local', 'running-system.json');
const examples = findExamples(await readFile(join(root, 'docs', 'reading.md'), 'utf8'), 'bash');
const printed: string[] = [];
const run = promisify(execFile);
let child: ReturnType<typeof spawn>;
let ended: Promise<unknown[]>;

beforeAll(async () => {
  await passMidnight();
  const settings = [`PORT=${await findFreePort()}`, 'READER_PORT=0', 'COLUMNS=80'];
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

/** The commands that are printed. */
function listCommands(): string[] {
  return printed.map((line) => line.trim()).filter((line) => line.startsWith('call-archive '));
}

/** Typed into a shell after the alias that is printed. */
async function runPrinted(script: string): Promise<string> {
  const alias = printed.find((line) => line.trim().startsWith('alias '));
  const { stdout } = await run('sh', ['-c', `${alias}\n${script}`], { cwd: root });
  return stdout;
}

test('fits a terminal of 80 columns, and names people', () => {
  expect(printed.filter((line) => [...line].length > 80)).toEqual([]);
  const archived = printed.filter((line) => line.includes('  archived  '));
  expect(archived.filter((line) => /[0-9a-f]{8}-[0-9a-f]{4}-/.test(line))).toEqual([]);
  expect(archived.filter((line) => /\p{Lu}\p{L}+ \p{Lu}\p{L}+/u.test(line)).length).toBeGreaterThan(2);
});

test('names the readers’ app first, in which one signs in as anybody', async () => {
  const first = printed.find((line) => line.includes('http://'));
  expect(first).toMatch(/^ {2}Open in a browser {2}http:\/\/127\.0\.0\.1:\d+ /);
  const reader = /http:\/\/\S+/.exec(first ?? '')?.[0] ?? '';
  expect(JSON.parse(await readFile(addresses, 'utf8'))).toMatchObject({ reader });
  const headers = await signIn(reader, ['Archive.Audit']);
  expect((await fetch(`${reader}/access`, { headers })).status).toBe(200);
});

test('prints commands that answer who had poor calls, and why', async () => {
  const outputs = await Promise.all(listCommands().map(runPrinted));
  expect(outputs).toHaveLength(3);
  const [people, poor, shown] = outputs;
  expect(people).toContain('anna.schmidt@contoso.com');
  // Among them the call that the last command shows.
  expect(poor).toContain(listCommands().at(-1)?.split(' ').at(-1));
  expect(shown?.replaceAll(/\s+/g, ' ')).toMatch(/likely Tom Becker's network \(Wi-Fi, signal \d+%\)/);
});

test.each(examples)('the page says what comes out: $script', async ({ script, lines }) => {
  const shown = listCommands().find((command) => command.includes(' show '));
  const callId = shown?.split(' ').at(-1) ?? '';
  expect(findUntrue(lines, await runPrinted(script.replaceAll('CALL-ID', callId)))).toBeUndefined();
});

test('seals the days of the calls that it found, and none is missing', () =>
  eventually(async () => {
    const { counts } = JSON.parse(await runPrinted('call-archive verify -o json'));
    expect(counts).toMatchObject({ missing: 0 });
    expect(counts.days).toBeGreaterThan(0);
  }));

test('leaves addresses for this user only, and takes them away at its end', async () => {
  expect((await stat(addresses)).mode & 0o077).toBe(0);
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  expect(printed.at(-1)).toMatch(/^\d+ call records were archived\. Everything is stopped/);
  await expect(stat(addresses)).rejects.toThrow('ENOENT');
});

test('with a number of calls, ends by itself when they are archived, sealed and verified', async () => {
  const settings = [`PORT=${await findFreePort()}`, 'READER_PORT=0', 'COLUMNS=80'];
  const words = [process.execPath, 'local/start.ts', '--calls', '3', '--every', '0.1'];
  const { stdout } = await run('env', [...settings, ...words], { cwd: root });
  const [verified, stopped] = stdout.trimEnd().split('\n').slice(-2);
  expect(verified).toMatch(
    /^A night later: [1-9]\d* days sealed \(seal [1-9]\d*\), \d+ files verified: intact\.$/,
  );
  expect(Number(/(\d+) files/.exec(verified ?? '')?.[1])).toBeGreaterThanOrEqual(3);
  expect(stopped).toBe('3 call records were archived. Everything is stopped, and nothing was kept.');
});
