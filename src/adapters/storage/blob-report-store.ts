/** The call reports as create-only blobs in `call-reports`. */
import type { ContainerClient } from '@azure/storage-blob';
import { parseReportPath, reportPath, reportPrefix } from '../../model/archive-path.ts';
import type { DayRange } from '../../model/day-ranges.ts';
import type { ArchivedReportRun, ReportStore } from '../../ports/report-store.ts';
import { openBlobWriter } from './blob-record-store.ts';
import { limitSteps } from './time-limit.ts';

export function makeBlobReportStore(container: ContainerClient, tenantId: string): ReportStore {
  return {
    async listNewest(report, days) {
      const newest = new Map<string, ArchivedReportRun>();
      for (const datePrefix of listPrefixes(days)) {
        const prefix = reportPrefix(tenantId, report, datePrefix);
        const listed = container.listBlobsFlat({ prefix, includeMetadata: true });
        for await (const { name, metadata = {} } of limitSteps(listed)) {
          const run = parseReportPath(name);
          if (!run || run.day < days.from || run.day > days.to) continue;
          if (run.runId <= (newest.get(run.day)?.runId ?? '')) continue;
          newest.set(run.day, { runId: run.runId, rowsDigest: metadata['rows_digest'] ?? '' });
        }
      }
      return newest;
    },
    openWriter(report, day, runId) {
      const path = reportPath(tenantId, report, day, runId);
      const writer = openBlobWriter(container.getBlockBlobClient(path), []);
      return {
        write: (part) => writer.write(part),
        async commit(metadata, contentMd5) {
          const outcome = await writer.commit({ ...metadata }, contentMd5);
          if (outcome !== 'created')
            throw new Error(`Archiving a report: ${path} could not be created (${outcome})`);
        },
      };
    },
  };
}

/** A month is one listing, and not one for each day; where the range is long, everything is. */
function listPrefixes({ from, to }: DayRange): string[] {
  if (from === to) return [from];
  if (Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > 1) return [''];
  const months: string[] = [];
  const month = new Date(`${from.slice(0, 7)}-01T00:00:00Z`);
  while (month.toISOString().slice(0, 7) <= to.slice(0, 7)) {
    months.push(month.toISOString().slice(0, 7));
    month.setUTCMonth(month.getUTCMonth() + 1);
  }
  return months;
}
