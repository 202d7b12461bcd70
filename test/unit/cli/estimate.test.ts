/** `call-archive estimate`: its table, its JSON, prices of one's own, and wrong numbers. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCommand } from '../../support/cli-run.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'estimate-'));
});
afterAll(() => rm(folder, { recursive: true }));

const base = ['estimate', '--calls-per-day', '5000'];

test('prints items that add up on stdout, within 80 columns, and what it leaves out on stderr', async () => {
  const { exitCode, stdout, stderr } = await runCommand(base);
  expect(exitCode).toBe(0);
  const [, ...lines] = stdout.trimEnd().split('\n');
  const costs = lines.flatMap((line) => /(\d+\.\d\d) {2}\w+, /.exec(line)?.[1] ?? []).map(Number);
  const [, total] = /In all (\d+\.\d\d) USD a month/.exec(stdout) ?? [];
  expect(costs).toHaveLength(11);
  expect(Math.abs(costs.reduce((sum, cost) => sum + cost, 0) - Number(total))).toBeLessThan(0.06);
  expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  expect(stderr).toContain('Not included:');
});

test('takes what it prints as JSON for a file of prices', async () => {
  const { stdout } = await runCommand([...base, '-o', 'json']);
  const printed = JSON.parse(stdout);
  const prices = join(folder, 'prices.json');
  printed.region = 'westeurope';
  printed.prices.alwaysReadyBaseline.price *= 2;
  await writeFile(prices, JSON.stringify(printed));
  const dearer = JSON.parse((await runCommand([...base, '--prices', prices, '-o', 'json'])).stdout);
  expect(dearer.region).toBe('westeurope');
  expect(dearer.total - printed.total).toBeCloseTo(21.024, 6);
});

test.each<[string, string[], number, string]>([
  ['no number of calls', ['estimate'], 2, 'calls-per-day'],
  ['a number that is none', ['estimate', '--calls-per-day', 'many'], 2, 'It must be a number from 0 to'],
  ['a region that is not known', [...base, '--region', 'westeurope'], 2, 'give it with --prices'],
  ['a name of every object', [...base, '--region', '__proto__'], 2, 'give it with --prices'],
  ['a file that is not there', [...base, '--prices', '/nowhere/prices.json'], 3, 'ENOENT'],
])('refuses %s', async (_, args, exitCode, words) => {
  const ended = await runCommand(args);
  expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode, stdout: '' });
  expect(ended.stderr).toContain(words);
});

test('names the price that a file lacks', async () => {
  const prices = join(folder, 'lacking.json');
  await writeFile(prices, '{"region":"x","currency":"EUR","prices":{"logs":{"price":1}}}');
  const { exitCode, stderr } = await runCommand([...base, '--prices', prices]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('prices.alwaysReadyBaseline');
});
