/** What the definitions of the verbs share. */
import { type Command, Option } from 'commander';
import type { ExitName } from './exit-codes.ts';
import { formats } from './output/write-rows.ts';

/** Takes the way in which a verb ended. */
export type EndVerb = (exit: ExitName) => void;

/** Each with what it does. */
export type Examples = readonly (readonly [command: string, meaning: string])[];

export function outputOption(): Option {
  return new Option('-o, --output <form>', 'form of the data on stdout').choices(formats).default('table');
}

export function timeZoneOption(): Option {
  return new Option('--time-zone <zone>', 'for dates and times: Europe/Berlin, +02:00, local').default('UTC');
}

/** `call-archive VERB` with its examples below its help. */
export function addExamples(command: Command, examples: Examples): Command {
  const lines = examples.map(([example, meaning]) => `  # ${meaning}\n  ${example}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
