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

/** How the blobs' names of all versions of a call begin, in the container `call-records`. */
export function callPrefix({ tenantId, callId, callDay }: Omit<RecordVersion, 'version'>): string {
  return `records/v1/tenant=${tenantId}/date=${callDay}/${callId}.`;
}

/** The blob's name in the container `call-records`. */
export function recordPath(record: RecordVersion): string {
  return `${callPrefix(record)}${formatVersion(record.version)}.json.gz`;
}

/** Where the runs of a report lie in the container `call-reports`: all days that begin with `dayPrefix`. */
export function reportPrefix(tenantId: string, report: string, dayPrefix = ''): string {
  return `reports/v1/tenant=${tenantId}/report=${report}/date=${dayPrefix}`;
}

/** The blob's name in the container `call-reports`. `runId`: formatReportRun(). */
export function reportPath(tenantId: string, report: string, day: string, runId: string): string {
  return `${reportPrefix(tenantId, report, day)}/${runId}.ndjson.gz`;
}

/** The day and the run that a blob's name says; `undefined` when it is not a run of a report. */
export function parseReportPath(path: string): { day: string; runId: string } | undefined {
  const [, day, runId] = /\/date=(\d{4}-\d\d-\d\d)\/(\d{8}T\d{6}Z)\.ndjson\.gz$/.exec(path) ?? [];
  return day && runId ? { day, runId } : undefined;
}

/** The UTC time of a run as a name that sorts: `20261121T031500Z`. */
export function formatReportRun(at: Date): string {
  return at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** The time that such a name says. */
export function parseReportRun(runId: string): Date {
  return new Date(runId.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

const recordForm =
  /^records\/v1\/tenant=([0-9a-f-]{36})\/date=(\d{4}-\d{2}-\d{2})\/([0-9a-f-]{36})\.v(\d{6}|[1-9]\d{6,})\.json\.gz$/;

/** What a blob's name says; `undefined` when it is not the name of a record. */
export function parseRecordPath(path: string): RecordVersion | undefined {
  const [, tenantId = '', callDay = '', callId = '', digits = ''] = recordForm.exec(path) ?? [];
  const version = digits.replace(/^0+/, '');
  return version ? { tenantId, callDay, callId, version } : undefined;
}

/**
 * Whether the path is exactly the one that this record has. What names another one, as a crafted index may, is not to be
 * believed: its path could lead anywhere.
 */
export function isPathOf(path: string, record: RecordVersion): boolean {
  return parseRecordPath(path) !== undefined && recordPath(record) === path;
}

/** Where the body of an answer is kept that was not archived, in the container `call-evidence`: each under its own time. */
export function refusedPath(callId: string, at: Date): string {
  const time = at.toISOString();
  return `refused/v1/date=${time.slice(0, 10)}/${callId}.${time.replaceAll(/[-:]/g, '')}`;
}

/** The report of a run about one UTC day of calls, in the container `call-evidence`. */
export function reconcilePath(callDay: string, runId: string): string {
  return `reconcile/v1/date=${callDay}/${runId}.json`;
}

/** How the name of such a report begins, where only the second is known in which its run began. */
export function evidencePrefix(callDay: string, runSecond: string): string {
  return `reconcile/v1/date=${callDay}/${runSecond.replace(/Z$/, '.')}`;
}

/** A part of Graph's list of one UTC day, set aside by a run that was left, in the container `call-evidence`. */
export function listPartPath(callDay: string, runId: string, random: string): string {
  return `list-parts/v1/date=${callDay}/${runId}.${random}.ndjson.gz`;
}
