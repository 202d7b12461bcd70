/** The verbs of those who run the archive: each asks the deployed app. */
import { type Command, Option } from 'commander';
import { addExamples, type EndVerb, outputOption, timeZoneOption } from './verb.ts';
import type { BackfillOptions } from './verbs/backfill.ts';
import type { DoctorOptions } from './verbs/doctor.ts';
import type { ReconcileOptions } from './verbs/reconcile.ts';
import type { RedriveOptions } from './verbs/redrive.ts';
import type { StatusOptions } from './verbs/status.ts';
import type { World } from './world.ts';

const urlOption = () => new Option('--url <address>', 'address of the app (or CALL_ARCHIVE_URL)');
const keyNote =
  'The app is found by CALL_ARCHIVE_URL and asked with the function key in CALL_ARCHIVE_KEY, which is given by the ' +
  'environment only.';

export function addOperatorVerbs(program: Command, world: World, end: EndVerb): void {
  program.commandsGroup('To run the archive (asks the deployed app):');

  addExamples(
    program
      .command('status')
      .summary('say whether calls are at risk')
      .description(
        `Says whether call records are at risk of being lost, by every check of the app. Exit code 6: at risk.\n\n${keyNote}`,
      )
      .addOption(urlOption())
      .addOption(outputOption())
      .action(async (options: StatusOptions) => {
        const { status } = await import('./verbs/status.ts');
        end(await status(options, world));
      }),
    [
      ['call-archive status', 'every check, and what to do where one does not pass'],
      [
        `call-archive status -o json | jq '.checks[] | select(.state != "ok")'`,
        'what is not well, for a program',
      ],
    ],
  );

  addExamples(
    program
      .command('doctor')
      .summary('check all that the app needs, and say what mends it')
      .description(
        'Has the app check, with its own identity, all that it needs: settings, permissions, Graph, storage, its public ' +
          `address. Each check passes, warns or fails, with the command that mends it. Exit code 1: one failed.\n\n${keyNote}`,
      )
      .addOption(urlOption())
      .addOption(outputOption())
      .action(async (options: DoctorOptions) => {
        const { doctor } = await import('./verbs/doctor.ts');
        end(await doctor(options, world));
      }),
    [['call-archive doctor', 'after deploying, or when something does not work']],
  );

  addExamples(
    program
      .command('backfill')
      .summary('ask Graph for a window of calls, or for calls by id')
      .description(
        'Has the app ask Graph for what is not archived of a window of calls, or for calls by their ids. Graph keeps ' +
          `calls for 30 days. The app goes on by itself where there is much to list.\n\n${keyNote}`,
      )
      .argument('[call-id...]', 'calls to ask for, in place of a window')
      .option('--from <time>', 'calls that started then or later: a date, a time, 7d, yesterday')
      .option('--to <time>', 'and earlier than this; a date includes that day (default: now)')
      .addOption(timeZoneOption())
      .option('--participant <id>', 'only calls with this participant (object id)')
      .addOption(urlOption())
      .addOption(outputOption())
      .action(async (callIds: string[], options: BackfillOptions) => {
        const { backfill } = await import('./verbs/backfill.ts');
        end(await backfill(callIds, options, world));
      }),
    [
      ['call-archive backfill --from 7d', 'the last week'],
      [
        'call-archive backfill --from 2026-11-01 --to 2026-11-03 --time-zone Europe/Berlin',
        'three days in Berlin',
      ],
      ['call-archive backfill 937f63e3-6cfe-48e2-955f-292201beff4c', 'one call'],
      ['xargs call-archive backfill < call-ids.txt', 'many calls'],
    ],
  );

  addExamples(
    program
      .command('reconcile')
      .summary('compare what Graph has with the archive, now')
      .description(
        `Has the app compare what Graph has with the archive and ask for the difference, as it does by itself every hour.\n\n${keyNote}`,
      )
      .option('--full', 'all 30 days that Graph keeps, not only the recent ones')
      .addOption(urlOption())
      .addOption(outputOption())
      .action(async (options: ReconcileOptions) => {
        const { reconcile } = await import('./verbs/reconcile.ts');
        end(await reconcile(options, world));
      }),
    [['call-archive reconcile --full', 'after an outage']],
  );

  addExamples(
    program
      .command('redrive')
      .summary('ask again for what could not be archived')
      .description(
        `Has the app ask again for calls that it could not archive and that stand in its failure ledger.\n\n${keyNote}`,
      )
      .argument('[call-id...]', 'these calls, also ones given up as lost (default: all that are open)')
      .addOption(urlOption())
      .addOption(outputOption())
      .action(async (callIds: string[], options: RedriveOptions) => {
        const { redrive } = await import('./verbs/redrive.ts');
        end(await redrive(callIds, options, world));
      }),
    [
      ['call-archive redrive', 'everything that is open'],
      ['call-archive redrive 937f63e3-6cfe-48e2-955f-292201beff4c', 'one call'],
    ],
  );
}
