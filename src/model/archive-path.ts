/** Where a call record's version lies in the container `call-records`. The layout is fixed: docs/archive-format.md. */

export interface RecordVersion {
  tenantId: string;
  /** Lower-case GUID. */
  callId: string;
  /** The digits of Graph's `version`, which may exceed what a number can hold. */
  version: string;
  /** UTC date of this version's own `startDateTime`, `YYYY-MM-DD`. */
  callDay: string;
}

/** `v` and at least six digits, so that the versions of a record sort by name. */
export function formatVersion(version: string): string {
  return `v${version.padStart(6, '0')}`;
}

/** The blob's name in the container `call-records`. */
export function recordPath({ tenantId, callId, version, callDay }: RecordVersion): string {
  return `records/v1/tenant=${tenantId}/date=${callDay}/${callId}.${formatVersion(version)}.json.gz`;
}

const pathForm =
  /^records\/v1\/tenant=([0-9a-f-]{36})\/date=(\d{4}-\d{2}-\d{2})\/([0-9a-f-]{36})\.v(\d{6,})\.json\.gz$/;

/** The version that a blob's name stands for; `undefined` for a foreign name. */
export function parseRecordPath(path: string): RecordVersion | undefined {
  const [, tenantId, callDay, callId, digits] = pathForm.exec(path) ?? [];
  if (!tenantId || !callDay || !callId || !digits) return undefined;
  return { tenantId, callDay, callId, version: digits.replace(/^0+(?=\d)/, '') };
}

/** Where the body of an answer is kept that was not archived, in the container `call-evidence`. */
export function refusedPath(callId: string, at: Date): string {
  const time = at.toISOString();
  return `refused/v1/date=${time.slice(0, 10)}/${callId}.${time.replaceAll(/[-:]|\.\d+/g, '')}`;
}
