/** `call-archive doctor`: has the app check, with its own identity, all that it needs to do its work. */
import { readCheckReport } from '../app/check-report.ts';
import type { ExitName } from '../exit-codes.ts';
import { writeCheckReport } from '../output/write-check-report.ts';
import type { Format } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface DoctorOptions {
  url?: string;
  output: Format;
}

/** `unexpected` when a check failed. */
export async function doctor({ url, output }: DoctorOptions, world: World): Promise<ExitName> {
  const doing = 'Asking the doctor';
  const report = await readCheckReport({ doing, route: 'doctor', url }, world);
  await writeCheckReport(report, output, world);
  return report.checks.some(({ state }) => state === 'fail') ? 'unexpected' : 'ok';
}
