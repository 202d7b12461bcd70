/** `call-archive export`: takes calls out, into a folder that can be read like the archive, or as NDJSON. */
import { type ExportCounts, exportFiles, exportLines } from '../../reading/export-calls.ts';
import { readSource, type SourceOptions } from '../archive-source.ts';
import type { ExitName } from '../exit-codes.ts';
import { makeReadingReport } from '../output/reading-report.ts';
import { writeText } from '../output/write-text.ts';
import { type QueryOptions, readQuery } from '../query-options.ts';
import type { World } from '../world.ts';

export interface ExportOptions extends QueryOptions, SourceOptions {
  into?: string;
  allVersions?: true;
}

export async function exportCalls(options: ExportOptions, world: World): Promise<ExitName> {
  const { into, allVersions = false } = options;
  const { query, words } = readQuery(options, world.now());
  const archive = await world.archives.open(readSource(options, world.env));
  const report = makeReadingReport(world);
  const run = async (): Promise<ExportCounts> => {
    if (into === undefined) {
      const write = (line: Uint8Array) => {
        report.clear();
        return writeText(world.stdout, line);
      };
      return exportLines(archive, query, write, report, { allVersions });
    }
    return exportFiles(archive, query, await world.archives.openExport(into), report, { allVersions });
  };
  const { exported, present, failed } = await run()
    .catch((error: unknown) => {
      if (into !== undefined && world.signal.aborted)
        world.stderr.write('What was exported stays: the same command goes on.\n');
      throw error;
    })
    .finally(report.clear);
  const sum = exported + present + failed;
  world.stderr.write(
    sum === 0
      ? `${words}: there are none.\n`
      : `${exported} records exported, ${present} were there already, ${failed} could not be read.\n`,
  );
  return sum === 0 && report.exit() === 'ok' ? 'not-found' : report.exit();
}
