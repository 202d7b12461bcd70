/**
 * V8's young generation in a process of its own. It grows with what outlives collections, and collects late what it holds
 * outside the heap; both not within such work.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const module = new URL('../../../src/bytes/young-generation.ts', import.meta.url).href;
/** Prints how many bytes the young generation has each time that much outlived collections. */
const outliving = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { inSteadyGeneration } from ${JSON.stringify(module)};
  async function outlive() {
    const alive = [];
    for (let i = 0; i < 1_000_000; i += 1) alive[i % 20_000] = [i, i, i, i];
    return getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size;
  }
  const within = [await inSteadyGeneration(outlive)];
  await inSteadyGeneration(async () => {
    await inSteadyGeneration(async () => undefined);
    within.push(await outlive());
  });
  console.log(JSON.stringify({ within, after: await outlive() }));
`;

/** Prints how many bytes there were outside the heap while 400 MB went by in pieces as a socket reads them. */
const passing = `
  import { inSteadyGeneration } from ${JSON.stringify(module)};
  async function pass() {
    let most = 0;
    for (let i = 0; i < 6400; i += 1) {
      Buffer.allocUnsafeSlow(65_536);
      most = Math.max(most, process.memoryUsage().arrayBuffers);
    }
    return most;
  }
  // On a busy machine what was freed is given back late now and then.
  async function leastOfThree(measure) {
    return Math.min(await measure(), await measure(), await measure());
  }
  const within = await leastOfThree(() => inSteadyGeneration(pass));
  console.log(JSON.stringify({ within, after: await leastOfThree(pass) }));
`;

test('it stays small while such work goes on, and grows again after it', async () => {
  const { within, after } = await run<{ within: number[]; after: number }>(outliving);
  expect(within.length).toBe(2);
  expect(after).toBeGreaterThan(4 * Math.max(...within));
});

test('it is collected more often while such work goes on, by what it holds outside the heap', async () => {
  const { within, after } = await run<{ within: number; after: number }>(passing);
  expect(within).toBeLessThan(0.6 * after);
});

async function run<Answer>(script: string): Promise<Answer> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    script,
  ]);
  expect(stderr).not.toContain('flag');
  return JSON.parse(stdout) as Answer;
}
