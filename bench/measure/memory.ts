/** The peak memory, over idle, of a fresh process that archives one big record into Azurite. */
import { startAzurite } from '../../local/azurite.ts';
import type { Bench } from '../bench.ts';
import { deployedNodeOptions } from '../deployed-node.ts';
import type { Measured } from '../figures.ts';
import type { SideTask } from '../side/side.ts';
import { startBundled } from '../start-bundled.ts';
import { median } from '../statistics.ts';
import { planMeeting } from '../workloads.ts';
import { startPageSource } from './page-source.ts';

export async function measureMemory(bench: Bench): Promise<Measured[]> {
  const sizes = bench.quick ? [1_000, 4_000] : [10_000, 40_000];
  const [azurite, pages] = await Promise.all([
    startAzurite(),
    startPageSource(sizes.map(planMeeting), bench),
  ]);
  const [bigCall = '', biggerCall = ''] = pages.calls;
  const { origin } = pages;
  let run = 0;
  const measure = async (side: 'ours-stored' | 'naive', call: string) => {
    run += 1;
    // Each run has a container of its own, or the record would be there already.
    const { connectionString } = azurite;
    const storage = { connectionString, suffix: `run${run}`, people: { connectionString } };
    const overIdle = await measurePeak({ side, origin, calls: [call], atOnce: 1, storage });
    bench.say(
      `${side} ${call === bigCall ? sizes[0] : sizes[1]} sessions: ${overIdle.toFixed(0)} MB over idle`,
    );
    return overIdle;
  };

  const [big, bigger]: [number[], number[]] = [[], []];
  for (let round = 0; round < (bench.quick ? 1 : 3); round += 1) {
    big.push(await measure('ours-stored', bigCall));
    bigger.push(await measure('ours-stored', biggerCall));
  }
  const naive = await measure('naive', bigCall);
  await Promise.all([azurite.close(), pages.stop()]);
  return [
    { figure: 'memory-big', value: median(big), rounds: big },
    { figure: 'memory-bigger', value: median(bigger), rounds: bigger },
    { figure: 'memory-naive', value: naive },
  ];
}

async function measurePeak(task: SideTask): Promise<number> {
  const worker = await startBundled('side', task, deployedNodeOptions);
  const { idleBytes, peakBytes } = await worker.run();
  await worker.stop();
  return (peakBytes - idleBytes) / 1e6;
}
