/** In-memory twin of the archived call reports, for reading. */
import { parseReportPath } from '../../src/model/archive-path.ts';
import type { ReportArchive } from '../../src/ports/report-archive.ts';

/** By name in `call-reports`. */
export type MemoryReportArchive = ReportArchive & { files: Map<string, Buffer> };

export function makeMemoryReportArchive(): MemoryReportArchive {
  const files = new Map<string, Buffer>();
  return {
    files,
    async listNewest(report, { from, to }) {
      const newest = new Map<string, { runId: string }>();
      for (const path of [...files.keys()].sort()) {
        const { day = '', runId = '' } = parseReportPath(path) ?? {};
        if (path.includes(`/report=${report}/`) && day >= from && day <= to) newest.set(day, { runId });
      }
      return newest;
    },
    async *open(report, day, runId) {
      for (const [path, bytes] of files)
        if (path.endsWith(`/report=${report}/date=${day}/${runId}.ndjson.gz`)) yield bytes;
    },
  };
}
