/** The verbs that keep the index in storage right. */
import type { Command } from 'commander';
import { addStorageOptions } from './archive-source.ts';
import { addExamples, type EndVerb, outputOption } from './verb.ts';
import type { CheckOptions } from './verbs/check.ts';
import type { ReindexOptions } from './verbs/reindex.ts';
import type { World } from './world.ts';

export function addUpkeepVerbs(program: Command, world: World, end: EndVerb): void {
  program.commandsGroup('To keep the index (storage):');
  const days = (verb: Command) =>
    addStorageOptions(verb)
      .option('--from <time>', 'from this UTC day on')
      .option('--to <time>', 'up to this UTC day, which is included');

  const check = program
    .command('check')
    .summary('compare the index with the records')
    .description(
      'Compares the index with the records: rows without a record, records without rows, rows that disagree. Exit code 5: ' +
        'something is missing, damaged or disagrees; 6: the index lacks rows, which reindex writes.',
    );
  days(check)
    .option('--deep', 'read every record, too, and check its SHA-256 and all of its rows')
    .addOption(outputOption())
    .action(async (options: CheckOptions) => {
      const { check: run } = await import('./verbs/check.ts');
      end(await run(options, world));
    });
  addExamples(check, [
    ['call-archive check --from 7d', 'the last week'],
    ['call-archive check --deep --account mycallarchive', 'everything, byte by byte'],
  ]);

  const reindex = program
    .command('reindex')
    .summary('write the index anew from the records')
    .description(
      'Writes the rows of the index anew from the records alone. What is written twice is the same: it may be broken off, ' +
        'says how far it came, and goes on with --from. It needs Storage Table Data Contributor on the table.',
    );
  days(reindex)
    .addOption(outputOption())
    .action(async (options: ReindexOptions) => {
      const { reindex: run } = await import('./verbs/reindex.ts');
      end(await run(options, world));
    });
  addExamples(reindex, [['call-archive reindex --from 2026-03-01 --to 2026-03-31', 'one month']]);
}
