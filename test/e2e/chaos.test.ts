/** `npm run chaos` in short: faults of every kind but those that take long, and the app is killed. */
import { expect, test } from '@jest/globals';
import { countFaults, judgeChaos } from '../../local/chaos/judge.ts';
import { formatChaos } from '../../local/chaos/report.ts';
import { runChaos } from '../../local/chaos/run-chaos.ts';
import { findPeople } from '../support/personal-data.ts';

test('when everything goes wrong at once nothing is lost, torn or wrong', async () => {
  const options = { seed: 'short', calls: 40, faults: 70, slow: false };
  const progress: string[] = [];
  const say = (line: string) => progress.push(line);
  const lines: string[] = [];
  const result = await runChaos(options, { say, writeLine: (line) => lines.push(line) });
  // One kill meets a third of so few calls.
  const verdict = judgeChaos(result, { faults: options.faults, tenantRefusals: 0, reads: 2.5 });
  if (!verdict.passed) throw new Error([...progress, formatChaos(result, verdict)].join('\n'));
  expect(lines.length).toBeGreaterThan(100);
  expect(findPeople(lines)).toEqual([]);
  expect(countFaults(result)).toBeGreaterThanOrEqual(options.faults);
  expect(result.archived).toBeGreaterThan(30);
  expect(result.faults['app kill -9']).toBeGreaterThan(0);
});
