/** The records of a workload, ready to be read over HTTP from another process. */
import type { Bench } from '../bench.ts';
import { startScript } from '../processes.ts';
import type { RecordPlan } from '../workloads.ts';

export interface PageSource {
  origin: string;
  /** The ids of the calls, in the order of the plans. */
  calls: string[];
  /** How many pages it has served so far. */
  served(): Promise<number>;
  stop(): Promise<void>;
}

export async function startPageSource(plans: readonly RecordPlan[], { env }: Bench): Promise<PageSource> {
  const { ready, stop } = await startScript({
    path: 'bench/page-server/main.ts',
    args: [JSON.stringify(plans)],
    env,
    readyLine: /^ready (.*)$/,
  });
  const { origin, calls } = JSON.parse(ready) as { origin: string; calls: string[] };
  return {
    origin,
    calls,
    served: async () => Number(await (await fetch(`${origin}/served`)).text()),
    stop,
  };
}
