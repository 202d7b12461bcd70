/** In-memory twin of an archive for readers. */
import { parseRecordPath } from '../../src/model/archive-path.ts';
import { matchesQuery, newestFirst } from '../../src/model/call-query.ts';
import { type CallRow, type IndexEntry, rowOfEntry } from '../../src/model/call-row.ts';
import { chooseKey, type FindBy } from '../../src/model/index-rows.ts';
import type { CallArchive } from '../../src/ports/call-archive.ts';
import type { ArchivedRecord } from './archived-records.ts';

export type MemoryCallArchive = CallArchive & {
  /** By blob. */
  files: Map<string, Buffer>;
  rows: Map<string, IndexEntry>;
};

export function makeMemoryCallArchive(records: readonly ArchivedRecord[]): MemoryCallArchive {
  const files = new Map(records.map(({ blob, file }) => [blob, file]));
  const rows = new Map(records.map(({ blob, entry }) => [blob, entry]));
  const ofDay = (day: string) => [...rows.values()].filter((entry) => entry.callDay === day);
  return {
    files,
    rows,
    async *search(query) {
      const days = [...new Set([...rows.values()].map(({ callDay }) => callDay))].sort().reverse();
      for (const day of days) {
        for (const row of newestFirst(ofDay(day).flatMap((entry) => findRow(entry, query.by))))
          if (matchesQuery(row, query)) yield row;
      }
    },
    async listVersions(callId) {
      return [...rows.values()]
        .filter((entry) => entry.callId === callId)
        .map((entry) => rowOfEntry(entry))
        .sort((a, b) => (BigInt(a.version) < BigInt(b.version) ? -1 : 1));
    },
    async *listFiles({ first = '', last = '9999' }) {
      for (const [blob, file] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const record = parseRecordPath(blob);
        if (record && record.callDay >= first && record.callDay <= last)
          yield { blob, record, fileBytes: file.length, metadata: {} };
      }
    },
    async open(blob) {
      const file = files.get(blob);
      const row = rows.get(blob);
      if (!file) return undefined;
      const { sha256, fetchedAt, reason } = row ?? {};
      return {
        bytes: inOnePart(file),
        metadata: { ...(sha256 && { sha256 }), ...(fetchedAt && { fetchedAt }), ...(reason && { reason }) },
      };
    },
  };
}

function findRow(entry: IndexEntry, by: FindBy | undefined): CallRow[] {
  if (by === undefined) return [rowOfEntry(entry)];
  const key = chooseKey(entry.findKeys, by);
  return key === undefined ? [] : [rowOfEntry(entry, key)];
}

async function* inOnePart(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
