/** `call-archive check`: its options and examples. */
import type { Command } from 'commander';
import { addStorageOptions } from '../archive/archive-source.ts';
import { addDayOptions } from '../dates/parse-days.ts';
import { addExamples, type EndVerb, outputOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { CheckOptions } from './check.ts';

export function addCheck(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('check')
    .summary('compare the index with the records')
    .description(
      'Compares the index with the records: rows without a record, records without rows, rows that disagree. Exit code 5: ' +
        'something is missing, damaged or disagrees; 6: the index lacks rows, which reindex writes.',
    );
  addDayOptions(addStorageOptions(verb))
    .option('--deep', 'also read every record and check its SHA-256 and all of its rows')
    .addOption(outputOption())
    .action(async (options: CheckOptions) => {
      const { runCheck } = await import('./check.ts');
      end(await runCheck(options, world));
    });
  addExamples(verb, [
    ['call-archive check --from 7d', 'the last week'],
    ['call-archive check --deep --account mycallarchive', 'everything, byte by byte'],
  ]);
}
