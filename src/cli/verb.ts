/** What the definitions of the verbs share. */
import { type Command, Option } from 'commander';
import type { ExitName } from './errors/exit-codes.ts';
import { formats } from './output/write-rows.ts';
import type { World } from './world.ts';

/** Is told how a verb ended. */
export type EndVerb = (exit: ExitName) => void;

/** Adds a verb with its options and examples to the program. */
export type AddVerb = (program: Command, world: World, end: EndVerb) => void;

/** Commands, each with what it does. */
export type Examples = readonly (readonly [command: string, meaning: string])[];

export const sourceNote =
  'The archive is read from --path or --account, or else from where the app’s own settings ArchiveStorage… point.';

export const keyNote =
  'The app is found through CALL_ARCHIVE_URL and asked with the function key in CALL_ARCHIVE_KEY, which is read from ' +
  'the environment only.';

export function outputOption(): Option {
  return new Option(
    '-o, --output <form>',
    'form of the data on stdout; excel: text that Excel opens in any locale',
  )
    .choices(formats)
    .default('table');
}

export function timeZoneOption(): Option {
  return new Option('--time-zone <zone>', 'for dates and times: Europe/Berlin, +02:00, local').default('UTC');
}

export function versionOption(): Option {
  return new Option('--version <number>', 'this version (default: the newest)');
}

export function urlOption(): Option {
  return new Option('--url <address>', 'address of the app (or CALL_ARCHIVE_URL)');
}

/** Adds examples below the help of a verb. */
export function addExamples(command: Command, examples: Examples): Command {
  const lines = examples.map(([example, meaning]) => `  # ${meaning}\n  ${example}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
