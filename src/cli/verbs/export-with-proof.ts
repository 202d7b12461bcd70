/** `call-archive export --with-proof`: whole UTC days with all that proves them, into a folder that can be checked. */
import { earlierDay, laterDay } from '../../model/day-ranges.ts';
import { utcDay } from '../../model/day-window.ts';
import { listEvidence } from '../../proof/list-evidence.ts';
import { countOf } from '../../reading/count-of.ts';
import { exportDays } from '../../reading/export-days.ts';
import { parseSource, type SourceOptions } from '../archive/archive-source.ts';
import { type DayOptions, parseDays } from '../dates/parse-days.ts';
import { CliError } from '../errors/cli-error.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { tell } from '../output/tell.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import type { World } from '../world.ts';

export interface ExportDaysOptions extends SourceOptions, DayOptions {
  into?: string;
}

const doing = 'Exporting with proof';

export async function runExportWithProof(options: ExportDaysOptions, world: World): Promise<ExitName> {
  const { into } = options;
  if (into === undefined)
    throw new CliError('usage', `${doing}: there is no folder for it`, 'Give --into FOLDER.');
  const files = await world.archives.openHeldFiles(parseSource(options, world.env));
  const today = utcDay(world.now());
  const { first = '1970-01-01', last = today } = parseDays(options, world.now());
  const listener = makeWorkListener(world);
  try {
    const evidence = await listEvidence(files, { first, last }, listener);
    for (const path of evidence.unreadable)
      listener.problem({ kind: 'damaged', where: `call-proof/${path}`, why: 'It is no seal' });
    if (!evidence.claim) throw noSeal();
    const { sealsFrom } = evidence.claim;
    const days = { first: laterDay(first, sealsFrom), last: earlierDay(last, today) };
    if (days.first > days.last) throw notClaimed(sealsFrom, today);
    const targets = await world.archives.openDaysExport(into);
    const { exported, present, failed } = await exportDays({ files, days, evidence, ...targets }, listener);
    listener.clear();
    tell(
      world,
      `${countOf(exported, 'file')} exported, ${present} already there, ${failed} unreadable: the days from ${days.first} to ` +
        `${days.last}, and all that proves them.\n`,
    );
    return listener.exit();
  } catch (error) {
    if (world.signal.aborted) tell(world, 'What was exported is kept: repeat the command to resume.\n');
    throw error;
  } finally {
    listener.clear();
  }
}

function noSeal(): CliError {
  return new CliError(
    'not-found',
    `${doing}: the archive has no seal that can be read`,
    'The app seals the archive daily (SEAL_SCHEDULE). Without --with-proof the calls are exported as they are.',
  );
}

function notClaimed(sealsFrom: string, today: string): CliError {
  return new CliError(
    'not-found',
    `${doing}: the archive claims none of these days`,
    `It claims the days from ${sealsFrom} to today, ${today}.`,
  );
}
