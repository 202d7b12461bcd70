/** `call-archive export`: its options and examples. */
import { type Command, Option } from 'commander';
import { addSourceOptions } from '../archive/archive-source.ts';
import { addQueryOptions } from '../query-options.ts';
import { addExamples, type EndVerb, sourceNote } from '../verb.ts';
import type { World } from '../world.ts';
import type { ExportOptions } from './export.ts';

export function addExport(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('export')
    .summary('take calls out, to a folder or as NDJSON')
    .description(
      'Exports the calls that are found: into a folder that --path can read, or to stdout as NDJSON, one record a line. ' +
        'Each is checked against its SHA-256. An interrupted export into a folder resumes where it stopped.\n\n' +
        sourceNote,
    );
  addSourceOptions(addQueryOptions(verb))
    .option('--into <folder>', 'into this folder (default: NDJSON on stdout)')
    .option('--all-versions', 'every version of each call, not only the newest')
    .addOption(
      new Option(
        '--with-proof',
        'whole UTC days, every version and call report, with the seals and all else that proves them',
      ).conflicts(['user', 'number', 'organizer', 'meeting', 'type', 'failed', 'poor']),
    )
    .action(async (options: ExportOptions) => {
      const { runExport } = await import('./export.ts');
      end(await runExport(options, world));
    });
  addExamples(verb, [
    [
      'call-archive export --from 2026-03 --to 2026-03 --into ./march --all-versions',
      'a month, to be read offline',
    ],
    [
      'call-archive export --from 2026-03 --to 2026-03 --into ./march --with-proof',
      'a month that anybody can check offline',
    ],
    [
      'call-archive export --user anna@contoso.com --from 2026 > anna.ndjson',
      'all of Anna’s records since the start of a year',
    ],
  ]);
}
