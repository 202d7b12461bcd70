/** What is said on stderr about anything that a verb threw, and the exit code that it has. */
import { CliError } from './cli-error.ts';
import type { ExitName } from './exit-codes.ts';

export interface Explanation {
  exit: ExitName;
  message: string;
  advice: string;
}

export function explainError(error: unknown): Explanation {
  if (error instanceof CliError) return error;
  return {
    exit: 'unexpected',
    message: `Unexpected: ${error instanceof Error ? error.message : String(error)}`,
    advice: 'With --debug the command prints where in the program this came from.',
  };
}
