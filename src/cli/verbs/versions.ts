/** `call-archive versions`: every version of a call that is archived. */
import { readCallId } from '../app/call-id-bodies.ts';
import { readSource, type SourceOptions } from '../archive-source.ts';
import { readTimeZone } from '../dates/read-window.ts';
import type { ExitName } from '../exit-codes.ts';
import { versionLayout } from '../output/call-columns.ts';
import { makeReadingReport } from '../output/reading-report.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import { unknownCall } from '../unknown-call.ts';
import type { World } from '../world.ts';

export interface VersionsOptions extends SourceOptions {
  output: Format;
  timeZone: string;
}

export async function versions(text: string, options: VersionsOptions, world: World): Promise<ExitName> {
  const callId = readCallId('Looking for a call', text);
  const zone = readTimeZone(options.timeZone);
  const archive = await world.archives.open(readSource(options, world.env));
  const report = makeReadingReport(world);
  const rows = await archive.listVersions(callId, report).finally(report.clear);
  if (rows.length === 0) throw unknownCall(callId, report);
  await writeRows(rows, versionLayout(zone), options.output, world);
  return report.exit();
}
