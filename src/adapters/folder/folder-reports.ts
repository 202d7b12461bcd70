/** The archived call reports in a downloaded folder: `call-reports` in it, the folder itself, or beside `call-records`. */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { names } from '../../config/names.ts';
import { ShapeError } from '../../errors.ts';
import { parseReportPath, reportPath, reportPrefix } from '../../model/archive-path.ts';
import type { ReportArchive } from '../../ports/report-archive.ts';
import { pathInside } from './path-inside.ts';

const folderName = names.containers.reports;

/** Nothing is read yet. The file system's own errors pass through; that there are no call reports is not an error. */
export function openFolderReports(path: string): ReportArchive {
  return {
    async listNewest(report, { from, to }) {
      const place = await findPlace(path);
      const newest = new Map<string, { runId: string }>();
      if (!place) return newest;
      const datePrefix = reportPrefix(place.tenantId, report);
      const [reportFolder = ''] = datePrefix.split('/date=');
      const days = (await list(pathInside(place.root, reportFolder))).map((name) =>
        name.replace('date=', ''),
      );
      for (const day of days.filter((one) => one >= from && one <= to)) {
        const folder = `${datePrefix}${day}`;
        const runs = (await list(pathInside(place.root, folder))).flatMap(
          (name) => parseReportPath(`${folder}/${name}`)?.runId ?? [],
        );
        const runId = runs.sort().at(-1);
        if (runId) newest.set(day, { runId });
      }
      return newest;
    },
    async *open(report, day, runId) {
      const place = await findPlace(path);
      if (place)
        yield* createReadStream(pathInside(place.root, reportPath(place.tenantId, report, day, runId)));
    },
  };
}

/** `undefined` if no call report was downloaded. Throws ShapeError if there are several tenants. */
async function findPlace(path: string): Promise<{ root: string; tenantId: string } | undefined> {
  const beside =
    basename(resolve(path)) === names.containers.records ? [pathInside(join(path, '..'), folderName)] : [];
  for (const root of [pathInside(path, folderName), path, ...beside]) {
    const inside = await list(pathInside(root, 'reports/v1'));
    const tenants = inside.flatMap((name) => /^tenant=(.+)$/.exec(name)?.[1] ?? []);
    if (tenants.length > 1) {
      throw new ShapeError(
        `Opening ${root}: it holds the call reports of several tenants. Keep one tenant in a folder`,
      );
    }
    const [tenantId] = tenants;
    if (tenantId) return { root, tenantId };
  }
  return undefined;
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}
