/** `call-archive status`: what the app knows about itself; whether call records are at risk of being lost. */
import { readCheckReport } from '../app/check-report.ts';
import type { ExitName } from '../exit-codes.ts';
import { writeCheckReport } from '../output/write-check-report.ts';
import type { Format } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface StatusOptions {
  url?: string;
  output: Format;
}

/** `gap` when something is at risk. */
export async function status({ url, output }: StatusOptions, world: World): Promise<ExitName> {
  const doing = 'Reading the status of the app';
  const report = await readCheckReport({ doing, route: 'status', url }, world);
  await writeCheckReport(report, output, world);
  return report.status === 'ok' ? 'ok' : 'gap';
}
