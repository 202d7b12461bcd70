/** `call-archive doctor`: has the app check, with its own identity, everything that it needs. */
import { askChecks } from '../app/ask-checks.ts';
import { writeChecks } from '../app/write-checks.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import type { Format } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface DoctorOptions {
  url?: string;
  output: Format;
}

/** `unexpected` when a check failed. */
export async function runDoctor({ url, output }: DoctorOptions, world: World): Promise<ExitName> {
  const doing = 'Asking the doctor';
  const answer = await askChecks({ doing, route: 'doctor', url }, world);
  await writeChecks(answer, output, world);
  return answer.checks.some(({ state }) => state === 'fail') ? 'unexpected' : 'ok';
}
