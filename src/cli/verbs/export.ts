/** `call-archive export`: exports calls into a folder that can be read like the archive, or as NDJSON. */
import { countOf } from '../../reading/count-of.ts';
import { type ExportCounts, exportFiles, exportLines } from '../../reading/export-calls.ts';
import { parseSource, type SourceOptions } from '../archive/archive-source.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { findQuery } from '../find-query.ts';
import { endWithNothing } from '../output/none-found.ts';
import { tell } from '../output/tell.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import { makeDataWriter } from '../output/write-text.ts';
import type { QueryOptions } from '../query-options.ts';
import type { World } from '../world.ts';

export interface ExportOptions extends QueryOptions, SourceOptions {
  into?: string;
  allVersions?: true;
  withProof?: true;
}

export async function runExport(options: ExportOptions, world: World): Promise<ExitName> {
  const { into, allVersions = false } = options;
  if (options.withProof) return (await import('./export-with-proof.ts')).runExportWithProof(options, world);
  const { query, words } = await findQuery(options, world);
  const archive = await world.archives.open(parseSource(options, world.env));
  const listener = makeWorkListener(world);
  const run = async (): Promise<ExportCounts> => {
    if (into === undefined) {
      const writeData = makeDataWriter(world.stdout);
      const write = (line: Uint8Array) => {
        listener.clear();
        return writeData(line);
      };
      return exportLines(archive, query, write, listener, { allVersions });
    }
    return exportFiles(archive, query, await world.archives.openExport(into), listener, { allVersions });
  };
  const { exported, present, failed } = await run()
    .catch((error: unknown) => {
      if (into !== undefined && world.signal.aborted)
        tell(world, 'What was exported is kept: repeat the command to resume.\n');
      throw error;
    })
    .finally(listener.clear);
  if (exported + present + failed === 0) return endWithNothing(words, listener, world);
  tell(world, `${countOf(exported, 'record')} exported, ${present} already there, ${failed} unreadable.\n`);
  return listener.exit();
}
