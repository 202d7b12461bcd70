/** The error for a call that was not found. */
import { CliError } from '../errors/cli-error.ts';
import type { WorkListener } from '../output/work-listener.ts';

/** A call that could not be read does exist: the problem met on the way decides the exit code. */
export function unknownCall(callId: string, listener: WorkListener): CliError {
  if (listener.exit() !== 'ok') {
    return new CliError(
      listener.exit(),
      `Looking for call ${callId}: its archived record cannot be read`,
      'Look for another copy of the file that is named above.',
    );
  }
  return new CliError(
    'not-found',
    `Looking for call ${callId}: the archive does not have it`,
    'Look for it with call-archive search. If it ended in the last 30 days, call-archive backfill CALL-ID asks Graph.',
  );
}
