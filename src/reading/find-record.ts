/** Which version of a call is meant: the newest, or the given one. */
import type { CallRow } from '../model/call-row.ts';
import type { CallArchive, ReadingListener } from '../ports/call-archive.ts';

export type FoundRecord =
  /** `rows`: of all versions, ascending, that of the one that is meant among them. */
  | { outcome: 'found'; row: CallRow; rows: CallRow[] }
  | { outcome: 'no-call' }
  | { outcome: 'no-version'; versions: string[] };

/**
 * `callId` is a lower-case GUID, `version` its digits. A record that cannot be read is a problem for the listener, and
 * does not count as found.
 */
export async function findRecord(
  archive: Pick<CallArchive, 'listVersions'>,
  callId: string,
  version: string | undefined,
  listener: ReadingListener,
): Promise<FoundRecord> {
  const rows = await archive.listVersions(callId, listener);
  const newest = rows.at(-1);
  if (!newest) return { outcome: 'no-call' };
  const row = version === undefined ? newest : rows.find((candidate) => candidate.version === version);
  return row
    ? { outcome: 'found', row, rows }
    : { outcome: 'no-version', versions: rows.map((one) => one.version) };
}
