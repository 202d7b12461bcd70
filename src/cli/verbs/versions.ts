/** `call-archive versions`: every version of a call that is archived. */
import { parseSource, type SourceOptions } from '../archive/archive-source.ts';
import { unknownCall } from '../archive/unknown-call.ts';
import { parseCallId } from '../call-id.ts';
import { parseTimeZoneOption } from '../dates/parse-window.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { versionLayout } from '../output/call-columns.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface VersionsOptions extends SourceOptions {
  output: Format;
  timeZone: string;
}

export async function runVersions(text: string, options: VersionsOptions, world: World): Promise<ExitName> {
  const callId = parseCallId('Looking for a call', text);
  const zone = parseTimeZoneOption(options.timeZone);
  const archive = await world.archives.open(parseSource(options, world.env));
  const listener = makeWorkListener(world);
  const rows = await archive.listVersions(callId, listener).finally(listener.clear);
  if (rows.length === 0) throw unknownCall(callId, listener);
  await writeRows(rows, versionLayout(zone), options.output, world);
  return listener.exit();
}
