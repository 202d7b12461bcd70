/** In-memory twin of the report store: create-only files, each visible from its commit on. */
import { gunzipSync } from 'node:zlib';
import { parseReportPath, reportPath, reportPrefix } from '../../src/model/archive-path.ts';
import type { ReportName } from '../../src/model/call-report.ts';
import type { ArchivedReportRun, ReportMetadata, ReportStore } from '../../src/ports/report-store.ts';

export interface MemoryRun {
  bytes: Buffer;
  metadata: ReportMetadata;
  contentMd5: Uint8Array;
}

export type MemoryReportStore = ReportStore & {
  /** By path. */
  runs: Map<string, MemoryRun>;
  /** The lines of the newest run of a day. */
  readLines(report: ReportName, day: string): string[];
};

export function makeMemoryReportStore(tenantId: string): MemoryReportStore {
  const runs = new Map<string, MemoryRun>();
  const pathsOf = (report: ReportName, day = '') =>
    [...runs.keys()].filter((path) => path.startsWith(reportPrefix(tenantId, report, day))).sort();

  return {
    runs,
    readLines(report, day) {
      const run = runs.get(pathsOf(report, day).at(-1) ?? '');
      return run ? gunzipSync(run.bytes).toString('utf8').split('\n').slice(0, -1) : [];
    },
    async listNewest(report, { from, to }) {
      const newest = new Map<string, ArchivedReportRun>();
      for (const path of pathsOf(report)) {
        const { day = '', runId = '' } = parseReportPath(path) ?? {};
        const rowsDigest = runs.get(path)?.metadata.rows_digest ?? '';
        if (day >= from && day <= to) newest.set(day, { runId, rowsDigest });
      }
      return newest;
    },
    openWriter(report, day, runId) {
      const path = reportPath(tenantId, report, day, runId);
      const parts: Uint8Array[] = [];
      return {
        async write(part) {
          parts.push(Uint8Array.from(part));
        },
        async commit(metadata, contentMd5) {
          if (runs.has(path)) throw new Error(`Archiving a report: ${path} could not be created (exists)`);
          runs.set(path, { bytes: Buffer.concat(parts), metadata: { ...metadata }, contentMd5 });
        },
      };
    },
  };
}
