/** The verbs of those who read the archive: each reads storage, or a downloaded folder. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { addSourceOptions } from './archive-source.ts';
import { addQueryOptions } from './query-options.ts';
import { addExamples, type EndVerb, outputOption, timeZoneOption } from './verb.ts';
import type { GetOptions } from './verbs/get.ts';
import type { SearchOptions } from './verbs/search.ts';
import type { VersionsOptions } from './verbs/versions.ts';
import type { World } from './world.ts';

const sourceNote =
  'The archive is read where --path or --account says, or else where the app’s own settings ArchiveStorage… say.';

export function addReaderVerbs(program: Command, world: World, end: EndVerb): void {
  program.commandsGroup('To read the archive (storage, or a downloaded folder):');

  const search = program
    .command('search')
    .summary('find calls, newest first')
    .description(
      `Finds the calls of a person, a phone number, an organizer, a meeting, or of some days, newest first.\n\n${sourceNote}`,
    );
  addSourceOptions(addQueryOptions(search))
    .option('--limit <number>', 'so many calls (default: 100 in a table, else all)', readCount)
    .option('--after <place>', 'go on behind the last page, which says how')
    .addOption(outputOption())
    .action(async (options: SearchOptions) => {
      const { search: run } = await import('./verbs/search.ts');
      end(await run(options, world));
    });
  addExamples(search, [
    ['call-archive search --user anna@contoso.com --from 7d', 'Anna’s calls of the last week'],
    [
      'call-archive search --from 2026-03-02 --to 2026-03-02 --time-zone Europe/Berlin --failed',
      'what failed on a day in Berlin',
    ],
    ['call-archive search --number +49301234567 --path ./archive', 'offline, in a downloaded folder'],
    ['call-archive search --organizer anna@contoso.com -o csv > meetings.csv', 'for a spreadsheet'],
  ]);

  const versions = program
    .command('versions')
    .summary('list the versions of a call')
    .description(
      `Lists every version of a call that is archived. Graph writes a record anew when it learns more.\n\n${sourceNote}`,
    )
    .argument('<call-id>', 'the call');
  addSourceOptions(versions)
    .addOption(timeZoneOption())
    .addOption(outputOption())
    .action(async (callId: string, options: VersionsOptions) => {
      const { versions: run } = await import('./verbs/versions.ts');
      end(await run(callId, options, world));
    });
  addExamples(versions, [
    ['call-archive versions 937f63e3-6cfe-48e2-955f-292201beff4c', 'when Graph changed its mind'],
  ]);

  const get = program
    .command('get')
    .summary('print the exact record of a call')
    .description(
      `Prints the record of a call byte for byte as Graph gave it, and checks it against its SHA-256 on the way. Exit code 5: it is not what was archived.\n\n${sourceNote}`,
    )
    .argument('<call-id>', 'the call');
  addSourceOptions(get)
    .addOption(versionOption())
    .option('--out <file>', 'write it to this file, which is there only when it is whole')
    .action(async (callId: string, options: GetOptions) => {
      const { get: run } = await import('./verbs/get.ts');
      end(await run(callId, options, world));
    });
  addExamples(get, [
    ['call-archive get 937f63e3-6cfe-48e2-955f-292201beff4c | jq .', 'the newest version, laid out'],
    [
      'call-archive get 937f63e3-6cfe-48e2-955f-292201beff4c --version 1 --out call.json',
      'the first version, as a file',
    ],
  ]);
}

function versionOption(): Option {
  return new Option('--version <number>', 'of this version (default: the newest)');
}

function readCount(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a whole number from 1 on.');
}
