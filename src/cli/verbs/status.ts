/** `call-archive status`: what the app knows about itself; whether call records are at risk of being lost. */
import { readAppAddress } from '../app/app-address.ts';
import { askApp } from '../app/ask-app.ts';
import { checkReport } from '../app/check-report.ts';
import { parseAnswer } from '../app/parse-answer.ts';
import type { ExitName } from '../exit-codes.ts';
import { writeCheckReport } from '../output/write-check-report.ts';
import type { Format } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface StatusOptions {
  url?: string;
  output: Format;
}

const doing = 'Reading the status of the app';

/** `gap` when something is at risk. */
export async function status(options: StatusOptions, world: World): Promise<ExitName> {
  const address = readAppAddress(options.url, world.env);
  const reply = await askApp(address, { doing, route: 'status' }, world.signal);
  const report = parseAnswer(doing, checkReport, reply);
  await writeCheckReport(report, options.output, world);
  return report.status === 'ok' ? 'ok' : 'gap';
}
