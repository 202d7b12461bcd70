/** Some of the hostile bodies of `npm run chaos -- --hostile`: no 5xx, no crash, nothing comes of them. */
import { expect, test } from '@jest/globals';
import { runHostile } from '../../local/chaos/hostile/run-hostile.ts';
import { judgeHostile } from '../../local/chaos/judge.ts';

test('hostile bodies are refused in time on both routes, and the app archives as before', async () => {
  const quiet = { say: () => undefined, writeLine: () => undefined };
  const result = await runHostile({ seed: 'short', bodies: 300 }, quiet);
  expect(result.wrong).toEqual([]);
  expect(Object.keys(result.bodies).length).toBeGreaterThan(10);
  expect(judgeHostile(result).demands.filter(({ passed }) => !passed)).toEqual([]);
}, 60_000);
