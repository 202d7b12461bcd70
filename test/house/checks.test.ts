/** An operator who is told that a check failed finds it in the operators' handbook. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { makeHealthyWorld, readReport, startInstance } from '../unit/health/health-world.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

test('every check behind health and of the doctor has a row in docs/operations.md', async () => {
  const { receiveStatus, receiveDoctor } = startInstance(makeHealthyWorld());
  const reports = [await readReport(receiveStatus()), await readReport(receiveDoctor())];
  const names = reports.flatMap(({ checks }) => checks.map(({ name }) => name));
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !new RegExp(`^\\| [^|]*\`${name}\``, 'm').test(page))).toEqual([]);
});
