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

/** Where the body of an answer is kept that was not archived, in the container `call-evidence`. */
export function refusedPath(callId: string, at: Date): string {
  const time = at.toISOString();
  return `refused/v1/date=${time.slice(0, 10)}/${callId}.${time.replaceAll(/[-:]|\.\d+/g, '')}`;
}

/** The report of a run about one UTC day of calls, in the container `call-evidence`. */
export function reconcilePath(callDay: string, runId: string): string {
  return `reconcile/v1/date=${callDay}/${runId}.json`;
}
