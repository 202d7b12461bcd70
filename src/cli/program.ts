/** The command line: every verb with its options and examples. What a verb does is loaded when it is called. */
import { Command } from 'commander';
import { addCompletionVerb } from './completion/completion-verb.ts';
import { addEstimateVerb } from './estimate-verb.ts';
import { exitCodes } from './exit-codes.ts';
import { addOperatorVerbs } from './operator-verbs.ts';
import { addReaderVerbs } from './reader-verbs.ts';
import { addUpkeepVerbs } from './upkeep-verbs.ts';
import type { EndVerb } from './verb.ts';
import type { OutputStream, World } from './world.ts';

const helpVerb = new Command('help')
  .argument('[verb]')
  .description('print the help of a verb')
  .helpGroup('Other:');

export function makeProgram(world: World, end: EndVerb): Command {
  const program = new Command('call-archive')
    .description('Reads and looks after an archive of Microsoft Teams call records.')
    .version(world.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .usage('<verb> [options]')
    .addHelpCommand(helpVerb)
    // So that a verb may have a --version of its own.
    .enablePositionalOptions()
    .showHelpAfterError('Run call-archive --help, or call-archive help VERB, to see what there is.')
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      getOutHelpWidth: () => helpWidth(world.stdout),
      getErrHelpWidth: () => helpWidth(world.stderr),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();
  addReaderVerbs(program, world, end);
  addUpkeepVerbs(program, world, end);
  addOperatorVerbs(program, world, end);
  addEstimateVerb(program, world, end);
  addCompletionVerb(program, world, end);
  for (const verb of program.commands) {
    verb.option('--debug', 'with an error, print where in the program it came from');
  }
  return program.addHelpText('after', `\n${formatExitCodes()}`);
}

function helpWidth({ isTTY, columns = 80 }: OutputStream): number {
  return isTTY ? Math.min(columns, 100) : 80;
}

function formatExitCodes(): string {
  const lines = Object.values(exitCodes).map(({ code, meaning }) => `  ${code}  ${meaning}`);
  return ['Exit codes:', ...lines].join('\n');
}
