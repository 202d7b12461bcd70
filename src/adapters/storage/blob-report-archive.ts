/** The archived call reports for reading, from the container `call-reports`. */
import { Readable } from 'node:stream';
import { type ContainerClient, RestError } from '@azure/storage-blob';
import { reportPath } from '../../model/archive-path.ts';
import type { ReportArchive } from '../../ports/report-archive.ts';
import { makeBlobReportStore } from './blob-report-store.ts';
import { limitSteps } from './time-limit.ts';

export function makeBlobReportArchive(container: ContainerClient, tenantId: string): ReportArchive {
  const { listNewest } = makeBlobReportStore(container, tenantId);
  return {
    async listNewest(report, days) {
      try {
        return await listNewest(report, days);
      } catch (error) {
        // An archive that is older than the reports has no such container.
        if (error instanceof RestError && error.statusCode === 404) return new Map();
        throw error;
      }
    },
    async *open(report, day, runId) {
      const path = reportPath(tenantId, report, day, runId);
      const { readableStreamBody } = await container.getBlobClient(path).download();
      if (readableStreamBody) yield* limitSteps(Readable.from(readableStreamBody));
    },
  };
}
