/** `npm run check:infra`: the compiler first, then the checker, else an honest word. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const program = new URL('../../local/check-infra.ts', import.meta.url).pathname;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-infra-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A `bicep` that says so and so. */
function makeCompiler(name: string, body: string): string {
  const bin = join(folder, name);
  mkdirSync(bin);
  writeFileSync(join(bin, 'bicep'), `#!/bin/sh\n${body}\n`);
  chmodSync(join(bin, 'bicep'), 0o755);
  return bin;
}

function check(env: Record<string, string>): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8', env });
  return { status, output: stdout + stderr };
}

test('without compiler and checker it says that nothing was checked', () => {
  expect(check({ PATH: folder })).toEqual({ status: 0, output: expect.stringMatching(/NOT CHECKED/) });
});

test('the compiler is given every entry and its word counts', () => {
  const good = makeCompiler('good', 'exit 0');
  const entries = [
    'build infra/main.bicep',
    'build infra/grant/graph-grant.bicep',
    'build infra/grant/reader-grant.bicep',
    'build-params infra/main.bicepparam',
  ];
  expect(check({ PATH: good, BICEP_CHECK: '/nowhere' })).toEqual({
    status: 0,
    output: entries.map((entry) => `bicep ${entry}: ok\n`).join(''),
  });
});

test('a warning of the compiler counts as an error, and so does a failure without words', () => {
  const warns = makeCompiler('warns', '[ "$1" = --version ] || echo "main.bicep(1,1) : Warning x: y" >&2');
  expect(check({ PATH: warns })).toMatchObject({ status: 1, output: expect.stringMatching(/Warning x/) });
  const fails = makeCompiler('fails', '[ "$1" = --version ]');
  expect(check({ PATH: fails }).status).toBe(1);
});

test('the checker is used where there is no compiler, and its word counts', () => {
  const checker = join(folder, 'checker.cjs');
  writeFileSync(checker, 'process.exit(process.argv.join(" ").endsWith("--strict infra") ? 7 : 0)');
  expect(check({ PATH: folder, BICEP_CHECK: checker }).status).toBe(1);
});
