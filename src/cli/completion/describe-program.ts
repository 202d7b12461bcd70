/** What a shell needs to know about the command line, read from its definition. */
import type { Command, Option } from 'commander';

export interface DescribedVerb {
  name: string;
  summary: string;
  options: DescribedOption[];
  /** What its arguments may be, where there is a list. */
  choices: readonly string[];
}

export interface DescribedOption {
  /** `--output`, and `-o` if there is one. */
  long: string;
  short: string | undefined;
  description: string;
  value: 'none' | 'free' | 'file' | readonly string[];
}

export function describeProgram(program: Command): DescribedVerb[] {
  const help = program.createHelp();
  return help.visibleCommands(program).map((verb) => ({
    name: verb.name(),
    summary: verb.summary() || verb.description(),
    options: help.visibleOptions(verb).map(describeOption),
    choices:
      verb.name() === 'help'
        ? program.commands.map((command) => command.name())
        : (verb.registeredArguments[0]?.argChoices ?? []),
  }));
}

function describeOption({ long, short, description, argChoices, flags, required }: Option): DescribedOption {
  const value = argChoices ?? (/<(file|folder)>/.test(flags) ? 'file' : required ? 'free' : 'none');
  return { long: long ?? '', short, description, value };
}
