/** The version of a call that a verb was asked for: one by its number, or the newest. */
import type { CallRow } from '../../model/call-row.ts';
import type { CallArchive } from '../../ports/call-archive.ts';
import { findRecord } from '../../reading/find-record.ts';
import { CliError } from '../errors/cli-error.ts';
import type { WorkListener } from '../output/work-listener.ts';
import { unknownCall } from './unknown-call.ts';

export async function findVersion(
  archive: CallArchive,
  callId: string,
  version: string | undefined,
  listener: WorkListener,
): Promise<CallRow> {
  const found = await findRecord(archive, callId, version && parseVersion(version), listener);
  switch (found.outcome) {
    case 'found':
      return found.row;
    case 'no-call':
      throw unknownCall(callId, listener);
    case 'no-version':
      throw new CliError(
        'not-found',
        `Looking for version ${version} of call ${callId}: the archive does not have it`,
        `Archived: ${found.versions.join(', ')}.`,
      );
  }
}

/** `2`, `v2`, or as in the name of a file. */
function parseVersion(text: string): string {
  const digits = /^v?0*([1-9]\d*)$/.exec(text)?.[1];
  if (digits) return digits;
  throw new CliError(
    'usage',
    `Looking for a version: "${text}" is not a version`,
    'A version is a whole number, 1 or higher.',
  );
}
