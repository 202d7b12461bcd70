/** `call-archive reindex`: its options and examples. */
import type { Command } from 'commander';
import { addStorageOptions } from '../archive/archive-source.ts';
import { addDayOptions } from '../dates/parse-days.ts';
import { addExamples, type EndVerb, outputOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { ReindexOptions } from './reindex.ts';

export function addReindex(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('reindex')
    .summary('rebuild the index from the records')
    .description(
      'Rebuilds the rows of the index from the records alone. Writing a row twice changes nothing: the command may be ' +
        'interrupted, says how far it came, and resumes with --from. It needs Storage Table Data Contributor on the table.',
    );
  addDayOptions(addStorageOptions(verb))
    .addOption(outputOption())
    .action(async (options: ReindexOptions) => {
      const { runReindex } = await import('./reindex.ts');
      end(await runReindex(options, world));
    });
  addExamples(verb, [['call-archive reindex --from 2026-03-01 --to 2026-03-31', 'one month']]);
}
