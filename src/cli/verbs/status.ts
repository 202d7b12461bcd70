/** `call-archive status`: what the app knows about itself; whether call records are at risk of being lost. */
import { askChecks } from '../app/ask-checks.ts';
import { writeChecks } from '../app/write-checks.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import type { Format } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface StatusOptions {
  url?: string;
  output: Format;
}

/** `gap` when something is at risk. */
export async function runStatus({ url, output }: StatusOptions, world: World): Promise<ExitName> {
  const doing = 'Reading the status of the app';
  const answer = await askChecks({ doing, route: 'status', url }, world);
  await writeChecks(answer, output, world);
  return answer.status === 'ok' ? 'ok' : 'gap';
}
