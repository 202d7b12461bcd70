/** The command line: every verb with its options and examples. The code of a verb is loaded when it is called. */

import { Command } from 'commander';
import { exitCodes } from './errors/exit-codes.ts';
import { addLocalOption } from './local-option.ts';
import { tell } from './output/tell.ts';
import { terminalWidth } from './output/terminal-width.ts';
import type { AddVerb, EndVerb } from './verb.ts';
import { addBackfill } from './verbs/backfill.options.ts';
import { addCheck } from './verbs/check.options.ts';
import { addCompletion } from './verbs/completion.options.ts';
import { addDoctor } from './verbs/doctor.options.ts';
import { addEstimate } from './verbs/estimate.options.ts';
import { addExport } from './verbs/export.options.ts';
import { addGet } from './verbs/get.options.ts';
import { addIndex } from './verbs/index-folder.options.ts';
import { addPeople } from './verbs/people.options.ts';
import { addProve } from './verbs/prove.options.ts';
import { addReconcile } from './verbs/reconcile.options.ts';
import { addRedrive } from './verbs/redrive.options.ts';
import { addReindex } from './verbs/reindex.options.ts';
import { addSeal } from './verbs/seal.options.ts';
import { addSearch } from './verbs/search.options.ts';
import { addShow } from './verbs/show.options.ts';
import { addSql } from './verbs/sql.options.ts';
import { addStats } from './verbs/stats.options.ts';
import { addStatus } from './verbs/status.options.ts';
import { addTables } from './verbs/tables.options.ts';
import { addVerify } from './verbs/verify.options.ts';
import { addVersions } from './verbs/versions.options.ts';
import type { OutputStream, World } from './world.ts';

const verbGroups: readonly [title: string, verbs: readonly AddVerb[]][] = [
  [
    'To read the archive (storage, or a downloaded folder):',
    [addSearch, addPeople, addShow, addVersions, addGet, addExport, addStats, addIndex],
  ],
  ['To analyse the archive:', [addTables, addSql]],
  ['To prove what the archive holds:', [addVerify, addProve]],
  ['To keep the index (storage):', [addCheck, addReindex]],
  [
    'To run the archive (asks the deployed app):',
    [addStatus, addDoctor, addBackfill, addReconcile, addRedrive, addSeal],
  ],
  ['To plan:', [addEstimate]],
  ['Other:', [addCompletion]],
];

const helpVerb = new Command('help')
  .argument('[verb]')
  .description('print the help of a verb')
  .helpGroup('Other:');

export function makeProgram(given: World, end: EndVerb): Command {
  const world = { ...given };
  const program = new Command('call-archive')
    .description('Reads and looks after an archive of Microsoft Teams call records.')
    .version(world.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .usage('<verb> [options]')
    .addHelpCommand(helpVerb)
    // Lets a verb have its own --version.
    .enablePositionalOptions()
    .showHelpAfterError(
      'Run call-archive --help, or call-archive help VERB, for a list of commands and options.',
    )
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => tell(world, text),
      getOutHelpWidth: () => helpWidth(world.stdout),
      getErrHelpWidth: () => helpWidth(world.stderr),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();
  for (const [title, verbs] of verbGroups) {
    program.commandsGroup(title);
    for (const addVerb of verbs) addVerb(program, world, end);
  }
  addLocalOption(program, world);
  for (const verb of program.commands) {
    verb.option('--debug', 'on an error, print where in the program it came from');
  }
  return program.addHelpText('after', `\n${formatExitCodes()}`);
}

const maxHelpWidth = 100;

function helpWidth(stream: OutputStream): number {
  return Math.min(terminalWidth(stream), maxHelpWidth);
}

function formatExitCodes(): string {
  const lines = Object.values(exitCodes).map(({ code, meaning }) => `  ${code}  ${meaning}`);
  return ['Exit codes:', ...lines].join('\n');
}
