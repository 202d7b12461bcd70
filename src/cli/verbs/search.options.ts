/** `call-archive search`: its options and examples. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { isContinuation } from '../../model/continuation.ts';
import { addSourceOptions } from '../archive/archive-source.ts';
import { addQueryOptions } from '../query-options.ts';
import { addExamples, type EndVerb, outputOption, sourceNote } from '../verb.ts';
import type { World } from '../world.ts';
import type { SearchOptions } from './search.ts';

export function addSearch(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('search')
    .summary('find calls, newest first')
    .description(
      `Finds the calls of a person, a phone number, an organizer, a meeting, or of some days, newest first.\n\n${sourceNote}`,
    );
  addSourceOptions(addQueryOptions(verb))
    .option('--limit <number>', 'at most this many calls (default: 100 in a table, else all)', parseCount)
    .option('--after <position>', 'continue after the last page, which says how', parsePosition)
    .addOption(
      new Option(
        '--reports',
        'with --number: rows of the PSTN and direct-routing reports instead of calls',
      ).conflicts(['type', 'failed', 'poor', 'after']),
    )
    .addOption(outputOption())
    .action(async (options: SearchOptions) => {
      const { runSearch } = await import('./search.ts');
      end(await runSearch(options, world));
    });
  addExamples(verb, [
    ['call-archive search --user anna@contoso.com --from 7d', 'Anna’s calls of the last week'],
    [
      'call-archive search --from 2026-03-02 --to 2026-03-02 --time-zone Europe/Berlin --failed',
      'what failed on one day in Berlin',
    ],
    ['call-archive search --user anna@contoso.com --from 7d --poor', 'in which her own media were poor'],
    ['call-archive search --number +49301234567 --path ./archive', 'offline, in a downloaded folder'],
    [
      'call-archive search --number +49301234567 --reports --from 30d',
      'what calls with a number cost, and how they ended',
    ],
    ['call-archive search --organizer anna@contoso.com -o excel > meetings.csv', 'for Excel'],
  ]);
}

function parsePosition(text: string): string {
  if (isContinuation(text)) return text;
  throw new InvalidArgumentError('It must be what the page before said.');
}

function parseCount(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a whole number of at least 1.');
}
