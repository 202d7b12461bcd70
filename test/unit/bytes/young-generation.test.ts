/** V8's young generation in a process of its own: it grows with what outlives collections, and not within such work. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const module = new URL('../../../src/bytes/young-generation.ts', import.meta.url).href;
/** Prints how many bytes the young generation has each time that much outlived collections. */
const script = `
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

test('it keeps its size while such work goes on, and grows again after it', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  const { within, after } = JSON.parse(stdout) as { within: number[]; after: number };
  expect(within[1]).toBe(within[0]);
  expect(after).toBeGreaterThan(4 * (within[0] ?? after));
});
