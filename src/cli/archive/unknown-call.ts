/** The archive does not give the call. */
import { CliError } from '../errors/cli-error.ts';
import type { WorkListener } from '../output/work-listener.ts';

/** A call that could not be read is there all the same: what was reported about it decides. */
export function unknownCall(callId: string, report: WorkListener): CliError {
  if (report.exit() !== 'ok') {
    return new CliError(
      report.exit(),
      `Looking for call ${callId}: what is archived of it cannot be read`,
      'Look for another copy of the file that is named above.',
    );
  }
  return new CliError(
    'not-found',
    `Looking for call ${callId}: the archive does not have it`,
    'Look for it with call-archive search. If it ended in the last 30 days, call-archive backfill CALL-ID asks Graph.',
  );
}
