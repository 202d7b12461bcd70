/** Some of the hostile bodies of `npm run chaos -- --hostile`: no 5xx, no crash, nothing comes of them. */
import { expect, test } from '@jest/globals';
import { runHostile } from '../../local/chaos/hostile/run-hostile.ts';
import { judgeHostile } from '../../local/chaos/judge.ts';
import { findPeople } from '../support/personal-data.ts';

test('hostile bodies are refused in time on both routes, and the app archives as before', async () => {
  const lines: string[] = [];
  const quiet = { say: () => undefined, writeLine: (line: string) => lines.push(line) };
  const result = await runHostile({ seed: 'short', bodies: 300 }, quiet);
  expect(result.wrong).toEqual([]);
  expect(lines.length).toBeGreaterThan(10);
  expect(findPeople(lines)).toEqual([]);
  expect(Object.keys(result.bodies).length).toBeGreaterThan(10);
  expect(judgeHostile(result).demands.filter(({ passed }) => !passed)).toEqual([]);
});
