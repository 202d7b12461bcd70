/** Whoever is told that a check failed finds it in the operators' handbook. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { makeHealthyWorld, readReport, startInstance } from '../unit/health/health-world.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

test('every check behind health has a row in docs/operations.md', async () => {
  const { checks } = await readReport(startInstance(makeHealthyWorld()).receiveStatus());
  expect(checks.length).toBeGreaterThan(8);
  expect(checks.map(({ name }) => name).filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
});
