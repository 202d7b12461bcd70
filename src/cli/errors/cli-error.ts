/** A failure that a verb can explain: what was being done, what went wrong, and what the person can do. */
import type { ExitName } from './exit-codes.ts';

export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exit: ExitName;
  readonly advice: string;

  constructor(exit: ExitName, message: string, advice: string, cause?: unknown) {
    super(message, { cause });
    this.exit = exit;
    this.advice = advice;
  }
}
