/** What is sealed of a UTC day: the files of these two containers that are named as the archive names them. */
import { parseRecordPath, reportPrefix } from '../model/archive-path.ts';
import { reportNames } from '../model/call-report.ts';

export const sealedContainers = ['call-records', 'call-reports'] as const;
export type SealedContainer = (typeof sealedContainers)[number];

export interface SealedPath {
  tenantId: string;
  day: string;
  /** Of a call record only. */
  record?: { callId: string; version: string };
  /** Of a call report only: the UTC time of its run. */
  runAt?: string;
}

const reportForm =
  /^reports\/v1\/tenant=([0-9a-f-]{36})\/report=[a-z-]+\/date=(\d{4}-\d{2}-\d{2})\/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.ndjson\.gz$/;

/** What a file's name says; `undefined` when it is not one of the archive's. */
export function parseSealedPath(container: string, path: string): SealedPath | undefined {
  if (container === 'call-records') {
    const found = parseRecordPath(path);
    if (!found) return undefined;
    const { tenantId, callDay: day, callId, version } = found;
    return { tenantId, day, record: { callId, version } };
  }
  if (container !== 'call-reports') return undefined;
  const [, tenantId, day, year, month, date, hour, minute, second] = reportForm.exec(path) ?? [];
  if (tenantId === undefined || day === undefined) return undefined;
  return { tenantId, day, runAt: `${year}-${month}-${date}T${hour}:${minute}:${second}Z` };
}

/** The container in which a path of a `changes` line lies. */
export function containerOf(path: string): SealedContainer {
  return path.startsWith('reports/') ? 'call-reports' : 'call-records';
}

/** Where the files of a day lie: listed one after the other, they are in the order of a manifest. */
export function sealedPrefixes(
  tenantId: string,
  day: string,
): { container: SealedContainer; prefix: string }[] {
  const reports = [...reportNames].sort();
  return [
    { container: 'call-records', prefix: `records/v1/tenant=${tenantId}/date=${day}/` },
    ...reports.map((report) => ({
      container: 'call-reports' as const,
      prefix: `${reportPrefix(tenantId, report, day)}/`,
    })),
  ];
}
