/** The verbs of those who read the archive: each reads storage, or a downloaded folder. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { addSourceOptions } from './archive-source.ts';
import { addQueryOptions } from './query-options.ts';
import { addExamples, type EndVerb, outputOption, timeZoneOption } from './verb.ts';
import type { ExportOptions } from './verbs/export.ts';
import type { GetOptions } from './verbs/get.ts';
import type { IndexOptions } from './verbs/index-folder.ts';
import type { SearchOptions } from './verbs/search.ts';
import type { ShowOptions } from './verbs/show.ts';
import type { StatsOptions } from './verbs/stats.ts';
import type { VersionsOptions } from './verbs/versions.ts';
import type { World } from './world.ts';

const sourceNote =
  'The archive is read where --path or --account says, or else where the app’s own settings ArchiveStorage… say.';

export function addReaderVerbs(program: Command, world: World, end: EndVerb): void {
  program.commandsGroup('To read the archive (storage, or a downloaded folder):');
  for (const add of [addSearch, addShow, addVersions, addGet, addExport, addStats, addIndex]) {
    add(program, world, end);
  }
}

function addSearch(program: Command, world: World, end: EndVerb): void {
  const search = program
    .command('search')
    .summary('find calls, newest first')
    .description(
      `Finds the calls of a person, a phone number, an organizer, a meeting, or of some days, newest first.\n\n${sourceNote}`,
    );
  addSourceOptions(addQueryOptions(search))
    .option('--limit <number>', 'so many calls (default: 100 in a table, else all)', readCount)
    .option('--after <place>', 'go on behind the last page, which says how')
    .option('--reports', 'with --number: rows of the PSTN and direct-routing reports in place of calls')
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
    [
      'call-archive search --number +49301234567 --reports --from 30d',
      'what the number cost, and how it ended',
    ],
    ['call-archive search --organizer anna@contoso.com -o csv > meetings.csv', 'for a spreadsheet'],
  ]);
}

function addVersions(program: Command, world: World, end: EndVerb): void {
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
}

function addGet(program: Command, world: World, end: EndVerb): void {
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

function addShow(program: Command, world: World, end: EndVerb): void {
  const show = program
    .command('show')
    .summary('tell one call: who, when, how, what failed')
    .description(
      `Tells one call: who, when, how long, from which device, client and network, what each session did, what failed. With --diff: what changed between two versions.\n\n${sourceNote}`,
    )
    .argument('<call-id>', 'the call');
  addSourceOptions(show)
    .addOption(versionOption())
    .option('--diff <number>', 'what changed since this version')
    .option(
      '--no-call-log',
      'without the rows of the PSTN and direct-routing reports that belong to the call',
    )
    .addOption(timeZoneOption())
    .addOption(
      new Option('-o, --output <form>', 'form of the data on stdout')
        .choices(['table', 'json'])
        .default('table'),
    )
    .action(async (callId: string, options: ShowOptions) => {
      const { show: run } = await import('./verbs/show.ts');
      end(await run(callId, options, world));
    });
  addExamples(show, [
    [
      'call-archive show 937f63e3-6cfe-48e2-955f-292201beff4c --time-zone Europe/Berlin',
      'the newest version, with Berlin’s clocks',
    ],
    [
      'call-archive show 937f63e3-6cfe-48e2-955f-292201beff4c --diff 1',
      'what Graph changed since the first version',
    ],
  ]);
}

function addExport(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('export')
    .summary('take calls out, to a folder or as NDJSON')
    .description(
      'Takes the calls that are found out of the archive: into a folder that --path can read, or on stdout as NDJSON, one ' +
        `record a line. Each is checked against its SHA-256. An export into a folder that broke off goes on where it was.\n\n${sourceNote}`,
    );
  addSourceOptions(addQueryOptions(verb))
    .option('--into <folder>', 'into this folder (default: NDJSON on stdout)')
    .option('--all-versions', 'every version of each call, not only the newest')
    .action(async (options: ExportOptions) => {
      const { exportCalls } = await import('./verbs/export.ts');
      end(await exportCalls(options, world));
    });
  addExamples(verb, [
    [
      'call-archive export --from 2026-03 --to 2026-03 --into ./march --all-versions',
      'a month, to be read offline',
    ],
    [
      'call-archive export --user anna@contoso.com --from 2026 > anna.ndjson',
      'all of Anna’s records of a year',
    ],
  ]);
}

function addStats(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('stats')
    .summary('count calls, minutes, people and bytes')
    .description(
      `Counts calls, failed ones, minutes, people and bytes, by day, hour or type.\n\n${sourceNote}`,
    );
  addSourceOptions(addQueryOptions(verb))
    .addOption(
      new Option('--by <group>', 'what is counted together').choices(['day', 'hour', 'type']).default('day'),
    )
    .addOption(outputOption())
    .action(async (options: StatsOptions) => {
      const { stats } = await import('./verbs/stats.ts');
      end(await stats(options, world));
    });
  addExamples(verb, [
    ['call-archive stats --from 30d', 'the last month, day by day'],
    ['call-archive stats --from 30d --by hour --time-zone local', 'at which hours people call'],
  ]);
}

function addIndex(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('index')
    .summary('make searches in a downloaded folder instant')
    .description(
      'Makes a small index in a downloaded folder, or brings it up to date: only days whose files changed are read. It can ' +
        'be deleted at any time; a day that changed since is read from its files.',
    )
    .requiredOption('--path <folder>', 'the downloaded folder')
    .addOption(outputOption())
    .action(async (options: IndexOptions) => {
      const { indexFolder } = await import('./verbs/index-folder.ts');
      end(await indexFolder(options, world));
    });
  addExamples(verb, [['call-archive index --path ./archive', 'before searching it many times']]);
}

function versionOption(): Option {
  return new Option('--version <number>', 'of this version (default: the newest)');
}

function readCount(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a whole number from 1 on.');
}
