/** The archive in a downloaded folder, for reading: the same files under the same names, without a table. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dirname } from 'node:path/posix';
import { once } from '../../concurrency/once.ts';
import { IntegrityError } from '../../errors.ts';
import { parseRecordPath } from '../../model/archive-path.ts';
import { daysOfQuery, matchesQuery, newestFirst } from '../../model/call-query.ts';
import type { CallRow, IndexEntry } from '../../model/call-row.ts';
import type { CallArchive, Problem } from '../../ports/call-archive.ts';
import { listDayFiles, listDayFolders } from './folder-layout.ts';
import { findPlace } from './folder-place.ts';
import { knownDays } from './local-index.ts';
import { pathInside } from './path-inside.ts';
import { scanDays } from './scan-days.ts';
import { scanFiles } from './scan-files.ts';

export interface FolderOptions {
  /** Default: one for each core. */
  threads?: number;
}

/** Nothing is read yet. The file system's own errors pass through. */
export function openFolderArchive(path: string, { threads }: FolderOptions = {}): CallArchive {
  const place = once(() => findPlace(path));

  return {
    async *search(query, listener) {
      const { by } = query;
      const found = await place();
      const { root, tenantFolder, manifest } = found;
      const days = (await listDayFolders(root, tenantFolder, daysOfQuery(query), listener)).reverse();
      const known = knownDays(found, by);
      for await (const { entries } of scanDays({ root, days, manifest, known, by, threads }, listener)) {
        for (const entry of newestFirst(entries)) if (matchesQuery(entry, query)) yield rowOf(entry);
      }
    },
    async listVersions(callId, listener) {
      const { root, tenantFolder, manifest } = await place();
      const days = await listDayFolders(root, tenantFolder, {}, listener);
      const itsOwn = {
        problem(problem: Problem) {
          if (problem.where.includes(callId)) listener.problem(problem);
        },
      };
      const blobs = await Promise.all(days.map((day) => listDayFiles(root, day, itsOwn)));
      const wanted = blobs.flat().filter((blob) => parseRecordPath(blob)?.callId === callId);
      const kept = wanted.length > 0 ? await manifest() : undefined;
      const files = wanted.map((blob) => ({ blob, kept: kept?.get(dirname(blob))?.get(blob) ?? {} }));
      const { entries, problems } = await scanFiles({ root, files });
      for (const problem of problems) listener.problem(problem);
      return entries.map(rowOf).sort((a, b) => (BigInt(a.version) < BigInt(b.version) ? -1 : 1));
    },
    async *listFiles(range, listener) {
      const { root, tenantFolder, manifest } = await place();
      for (const day of await listDayFolders(root, tenantFolder, range, listener)) {
        const kept = (await manifest()).get(day.name);
        for (const blob of await listDayFiles(root, day, listener)) {
          const record = parseRecordPath(blob);
          if (!record) continue;
          const { size: fileBytes } = await stat(join(root, blob));
          yield { blob, record, fileBytes, metadata: kept?.get(blob) ?? {} };
        }
      }
    },
    async open(blob) {
      const { root, manifest } = await place();
      if (!parseRecordPath(blob)) throw new IntegrityError(`Opening ${blob}: it is not the name of a record`);
      const file = pathInside(root, blob);
      const isThere = await stat(file).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
      if (!isThere) return undefined;
      const metadata = (await manifest()).get(dirname(blob))?.get(blob) ?? {};
      return { bytes: createReadStream(file), metadata };
    },
  };
}

function rowOf({ findKeys: _, named: __, ownStreams: ___, ...row }: CallRow & Partial<IndexEntry>): CallRow {
  return row;
}
