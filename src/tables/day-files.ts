/** The files of a day that its tables are made from: those of its newest manifest, or all that are there. */
import { createHash } from 'node:crypto';
import { parseRecordPath, parseReportPath } from '../model/archive-path.ts';
import { type ReportName, reportNames } from '../model/call-report.ts';
import type { HeldFile, HeldFiles } from '../ports/held-files.ts';
import type { SealedDay } from '../proof/seal.ts';
import { readSealedEntries } from '../proof/sealed-entries.ts';
import { sealedPrefixes } from '../proof/sealed-path.ts';
import type { TableRecord } from './rows/call-reader.ts';

/** One file of a day, as a manifest or a listing names it. */
interface DayFile {
  container: string;
  path: string;
  sha256?: string | undefined;
  /** Of the document. */
  bytes?: number | undefined;
  /** Empty where a manifest does not know it. */
  fetchedAt?: string | undefined;
  reason?: string | undefined;
}

export interface NewestRun {
  path: string;
  sha256: string | undefined;
}

export interface DayFiles {
  day: string;
  /** By which the same files are known again. */
  root: string;
  sequence: number;
  /** Records whose call ids begin with `prefix`, by call, each with all its versions. */
  records(prefix: string): AsyncIterable<TableRecord>;
  countRecords(): Promise<number>;
  /** The newest run of each report that has one. */
  newestRuns(): Promise<Map<ReportName, NewestRun>>;
}

export interface DayPlace {
  files: HeldFiles;
  tenantId: string;
  day: string;
}

export type DayManifest = SealedDay['manifest'];

/** Throws IntegrityError, while it is read, when the manifest is not what its seal says. */
export function sealedDayFiles(place: DayPlace, manifest: DayManifest, sequence: number): DayFiles {
  // The root says no more than the SHA-256 of all lines.
  const read = () => readSealedEntries(place, { ...manifest, root: undefined });
  return {
    ...makeDayFiles(place.day, manifest.root, sequence, read),
    records: (prefix) => pickRecords(addListed(place, prefix, read()), prefix),
  };
}

/** For an archive without proof data. The files are known again by their names and sizes: they are never changed. */
export async function listedDayFiles(place: DayPlace): Promise<DayFiles> {
  const hash = createHash('sha256');
  for await (const { container, path, sizeBytes } of listDay(place))
    hash.update(`${container}/${path} ${sizeBytes}\n`);
  return {
    ...makeDayFiles(place.day, `files:${hash.digest('hex')}`, 0, () => listDay(place)),
    records: (prefix) => pickRecords(listDay(place, prefix), prefix),
  };
}

function makeDayFiles(
  day: string,
  root: string,
  sequence: number,
  read: () => AsyncIterable<DayFile>,
): Omit<DayFiles, 'records'> {
  return {
    day,
    root,
    sequence,
    async countRecords() {
      let count = 0;
      for await (const { container } of read()) if (container === 'call-records') count += 1;
      return count;
    },
    async newestRuns() {
      const runs = new Map<ReportName, NewestRun>();
      for await (const { container, path, sha256 } of read()) {
        const report = reportNames.find((name) => path.includes(`/report=${name}/`));
        // They come in the order of their names, and so of time.
        if (container === 'call-reports' && report && parseReportPath(path))
          runs.set(report, { path, sha256 });
      }
      return runs;
    },
  };
}

/** `calls`: how the ids of the calls begin whose records are wanted. */
async function* listDay(
  { files, tenantId, day }: DayPlace,
  calls = '',
): AsyncGenerator<DayFile & Pick<HeldFile, 'sizeBytes'>> {
  for (const { container, prefix } of sealedPrefixes(tenantId, day))
    for await (const file of files.list(
      container,
      container === 'call-records' ? `${prefix}${calls}` : prefix,
    ))
      if (parseRecordPath(file.path) ?? parseReportPath(file.path))
        yield { container, ...besides(file), path: file.path, sizeBytes: file.sizeBytes };
}

async function* pickRecords(files: AsyncIterable<DayFile>, prefix: string): AsyncGenerator<TableRecord> {
  for await (const { container, path, sha256, bytes, fetchedAt, reason } of files) {
    const name = container === 'call-records' ? parseRecordPath(path) : undefined;
    if (!name?.callId.startsWith(prefix)) continue;
    const { tenantId, callId, version } = name;
    yield {
      path,
      tenantId,
      callId,
      version,
      sha256,
      sizeBytes: bytes,
      fetchedAt: fetchedAt || undefined,
      reason,
    };
  }
}

/** What stands beside the files and in no manifest: why they were read. Both are in the order of names. */
async function* addListed(
  { files, tenantId, day }: DayPlace,
  prefix: string,
  sealed: AsyncIterable<DayFile>,
): AsyncGenerator<DayFile> {
  const folder = `records/v1/tenant=${tenantId}/date=${day}/`;
  const listed = files.list('call-records', `${folder}${prefix}`)[Symbol.asyncIterator]();
  let at = await listed.next();
  try {
    for await (const file of sealed) {
      while (!at.done && at.value.path < file.path) at = await listed.next();
      if (at.done || at.value.path !== file.path) yield file;
      else {
        const { fetchedAt, reason } = besides(at.value);
        yield { ...file, fetchedAt: file.fetchedAt || fetchedAt, reason };
      }
    }
  } finally {
    await listed.return?.();
  }
}

function besides({ metadata, fetchedAt, reason }: HeldFile): Omit<DayFile, 'container' | 'path'> {
  const { sha256, bytes } = metadata ?? {};
  return {
    sha256,
    bytes: bytes === undefined ? undefined : Number(bytes),
    fetchedAt: metadata?.['fetched_at'] ?? fetchedAt,
    reason: metadata?.['reason'] ?? reason,
  };
}
