/** One run of the CLI: arguments in, exit code out. */

import { types } from 'node:util';
import { CommanderError } from 'commander';
import { printable } from '../reading/display-text.ts';
import { type ExitName, exitCodes } from './errors/exit-codes.ts';
import { explainError } from './errors/explain-error.ts';
import { tell } from './output/tell.ts';
import { makeProgram } from './program.ts';
import { Interruption, type World } from './world.ts';

/** `args` without the program's name. Always resolves with an exit code; stderr says why. */
export async function runCli(args: readonly string[], world: World): Promise<number> {
  let exit: ExitName = 'ok';
  const program = makeProgram(world, (end) => {
    exit = end;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCodes[exit].code;
  } catch (thrown) {
    // What ended the command says why, not what became of the work.
    const error: unknown = world.signal.aborted ? world.signal.reason : thrown;
    if (error instanceof Interruption) {
      tell(world, 'call-archive: Interrupted\n');
      return error.exitCode;
    }
    if (hasGone(error)) return exitCodes.ok.code;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage.code;
    const { exit: name, message, advice } = explainError(error);
    tell(world, `call-archive: ${printable(message)}\n${advice && `${advice}\n`}`);
    if (args.includes('--debug') && error instanceof Error) tell(world, `${formatStack(error)}\n`);
    return exitCodes[name].code;
  }
}

/** The reader of stdout has had enough (`| head`), which is not a failure. */
function hasGone(error: unknown): boolean {
  return types.isNativeError(error) && 'code' in error && error.code === 'EPIPE';
}

function formatStack(error: Error): string {
  const cause = types.isNativeError(error.cause) ? `\nCaused by: ${formatStack(error.cause)}` : '';
  return (error.stack ?? error.message) + cause;
}
