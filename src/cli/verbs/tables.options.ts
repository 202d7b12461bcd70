/** `call-archive tables`: its options and examples. */
import type { Command } from 'commander';
import { addDayOptions } from '../dates/parse-days.ts';
import { addExamples, type EndVerb } from '../verb.ts';
import type { World } from '../world.ts';
import type { TablesOptions } from './tables.ts';

export function addTables(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('tables')
    .summary('make tables for analysts, in Parquet')
    .description(
      'Makes the tables for DuckDB, pandas, Power BI and others from a downloaded folder, on all cores: the same files that ' +
        'the app makes of sealed days. A day is made from its newest manifest, or from all that is there where the folder ' +
        'has no proof. What is up to date is left as it is, so an interrupted run resumes where it stopped. docs/tables.md ' +
        'describes every column.',
    )
    .requiredOption('--path <folder>', 'the downloaded folder')
    .requiredOption('--into <folder>', 'the folder of the tables; created if missing');
  addDayOptions(verb).action(async (options: TablesOptions) => {
    const { runTables } = await import('./tables.ts');
    end(await runTables(options, world));
  });
  addExamples(verb, [
    ['call-archive tables --path ./archive --into ./tables', 'every day of a downloaded archive'],
    ['call-archive tables --path ./archive --into ./tables --from 2026-11-01 --to 2026-11-30', 'a month'],
  ]);
}
