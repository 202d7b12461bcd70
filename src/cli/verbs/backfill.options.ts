/** `call-archive backfill`: its options and examples. */
import type { Command } from 'commander';
import { addExamples, type EndVerb, keyNote, outputOption, timeZoneOption, urlOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { BackfillOptions } from './backfill.ts';

export function addBackfill(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('backfill')
    .summary('ask Graph for a window of calls, or for calls by id')
    .description(
      'Has the app ask Graph for the calls of a window that are not archived, or for calls by their ids. Graph keeps ' +
        `calls for 30 days. Where there is much to list, the app continues on its own.\n\n${keyNote}`,
    )
    .argument('[call-id...]', 'calls to ask for, instead of a window')
    .option('--from <time>', 'calls that started then or later: a date, a time, 7d, yesterday')
    .option('--to <time>', 'and earlier than this; a date includes that day (default: now)')
    .addOption(timeZoneOption())
    .option('--participant <id>', 'only calls with this participant (object id)')
    .addOption(urlOption())
    .addOption(outputOption())
    .action(async (callIds: string[], options: BackfillOptions) => {
      const { runBackfill } = await import('./backfill.ts');
      end(await runBackfill(callIds, options, world));
    });
  addExamples(verb, [
    ['call-archive backfill --from 7d', 'the last week'],
    [
      'call-archive backfill --from 2026-11-01 --to 2026-11-03 --time-zone Europe/Berlin',
      'three days in Berlin',
    ],
    ['call-archive backfill 937f63e3-6cfe-48e2-955f-292201beff4c', 'one call'],
    ['xargs call-archive backfill < call-ids.txt', 'many calls'],
  ]);
}
