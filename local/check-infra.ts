/**
 * `npm run check:infra`: checks the Bicep files with the compiler where it is on the PATH, else with the checker that
 * BICEP_CHECK names (a program for Node), else says that they are not checked. A warning counts as an error.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const environment = process.env;

/** What is compiled; modules are compiled with what uses them. */
const entries = [
  ['build', 'infra/main.bicep'],
  ['build', 'infra/grant/graph-grant.bicep'],
  ['build', 'infra/grant/reader-grant.bicep'],
  ['build-params', 'infra/main.bicepparam'],
] as const;

function main(): boolean {
  if (run('bicep', ['--version']).found) return entries.every(([verb, file]) => compile(verb, file));
  const checker = environment['BICEP_CHECK'];
  if (checker) return show(run(process.execPath, [checker, '--strict', 'infra'])).status === 0;
  process.stdout.write(
    `infra: ${countFiles()} Bicep files NOT CHECKED: no bicep on the PATH, and BICEP_CHECK names no checker\n`,
  );
  return true;
}

/** The compiler prints warnings to stderr and exits with 0. */
function compile(verb: string, file: string): boolean {
  // A secret without a default: any will do here.
  const env = { NOTIFICATION_CLIENT_STATE: 'only-for-the-check-'.repeat(2) };
  const result = run('bicep', [verb, file, '--stdout'], env);
  const complaints = result.stderr.trim();
  if (complaints) process.stderr.write(`${complaints}\n`);
  const isGood = result.status === 0 && !/\b(Warning|Error)\b/.test(complaints);
  process.stdout.write(`bicep ${verb} ${file}: ${isGood ? 'ok' : 'failed'}\n`);
  return isGood;
}

function run(command: string, words: string[], env: Record<string, string> = {}) {
  const result = spawnSync(command, words, {
    cwd: root,
    encoding: 'utf8',
    env: { ...environment, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { ...result, found: result.error === undefined };
}

function show(result: ReturnType<typeof run>): ReturnType<typeof run> {
  process.stdout.write(result.stdout);
  process.stderr.write(result.stderr);
  return result;
}

function countFiles(): number {
  const files = readdirSync(fileURLToPath(new URL('../infra', import.meta.url)), {
    recursive: true,
    encoding: 'utf8',
  });
  return files.filter((name) => /\.bicep(param)?$/.test(name)).length;
}

process.exitCode = main() ? 0 : 1;
