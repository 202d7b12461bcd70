/**
 * Exports whole UTC days with all that proves them: every file of the days byte for byte, whatever is in it, so that a
 * check of the copy finds what a check of the archive would.
 */
import { workAtOnce } from '../concurrency/work-at-once.ts';
import { IntegrityError, LinkError } from '../errors.ts';
import { daysBetween } from '../model/day-ranges.ts';
import { keptBeside } from '../model/index-entry.ts';
import type { ReadingListener } from '../ports/call-archive.ts';
import type { CopyTarget } from '../ports/copy-target.ts';
import type { ExportTarget } from '../ports/export-target.ts';
import type { HeldFile, HeldFiles } from '../ports/held-files.ts';
import type { Evidence } from '../proof/list-evidence.ts';
import { parseDayFilePath, parseSealPath, parseStampPath, proofContainer } from '../proof/proof-paths.ts';
import { parseSealedPath, sealedPrefixes } from '../proof/sealed-path.ts';
import type { ExportCounts } from './export-calls.ts';

export interface DaysExport {
  files: HeldFiles;
  /** Both included. */
  days: { first: string; last: string };
  evidence: Evidence;
  /** Where files with all that is kept beside them go: it is noted there. */
  records: ExportTarget;
  copies: CopyTarget;
}

interface CopiedFile {
  container: string;
  path: string;
  /** Of the proof only the names are known. */
  held?: HeldFile | undefined;
}

const filesAtOnce = 8;

/** An interrupted export can be repeated: files that are there are kept. */
export async function exportDays(plan: DaysExport, listener: ReadingListener): Promise<ExportCounts> {
  const counts = { exported: 0, present: 0, failed: 0 };
  await workAtOnce(listFiles(plan, listener), filesAtOnce, async (file) => {
    listener.signal?.throwIfAborted();
    counts[await copyFile(plan, file, listener)] += 1;
    const done = counts.exported + counts.present + counts.failed;
    listener.progress?.({ done, what: 'files' });
  });
  return counts;
}

/** The proof comes last: what it proves is there when it is. */
async function* listFiles(
  { files, days, evidence }: DaysExport,
  listener: ReadingListener,
): AsyncGenerator<CopiedFile> {
  const prefixes = evidence.claim ? prefixesOf(evidence.claim.tenantId, days) : [];
  for (const { container, prefix } of prefixes)
    for await (const held of files.list(container, prefix)) {
      const { path } = held;
      const named = parseSealedPath(container, path);
      if (!named) listener.problem({ kind: 'foreign', where: `${container}/${path}`, why: notOurs });
      else if (named.day >= days.first && named.day <= days.last) yield { container, path, held };
    }
  const isOurs = (path: string) =>
    [parseSealPath, parseStampPath, parseDayFilePath].some((parse) => parse(path) !== undefined);
  for (const path of new Set(evidence.paths)) if (isOurs(path)) yield { container: proofContainer, path };
}

const notOurs = 'The archive does not write such files, so it is not exported';

/** A listing a day for the records, which are many, and one for all call reports. */
function prefixesOf(tenantId: string, { first, last }: DaysExport['days']) {
  const records = 'call-records';
  return [
    ...[...daysBetween(first, last)].flatMap((day) =>
      sealedPrefixes(tenantId, day).filter(({ container }) => container === records),
    ),
    { container: 'call-reports', prefix: `reports/v1/tenant=${tenantId}/` },
  ];
}

async function copyFile(
  { files, records, copies }: DaysExport,
  { container, path, held }: CopiedFile,
  listener: ReadingListener,
): Promise<keyof ExportCounts> {
  const { sha256, fetchedAt, reason } = keptBeside(held?.metadata);
  const isNoted = container === 'call-records' && sha256 && fetchedAt && reason;
  const size = await copies.sizeOf(container, path);
  const isThere = size !== undefined && (await isOfSize(size, { container, path, held }, files));
  if (isThere && (!isNoted || (await records.has(path)))) return 'present';
  const parts = readWhole(files, { container, path, held }, listener);
  try {
    if (isNoted)
      await records.put(path, { sha256, fetchedAt, reason }, async (write) => {
        for await (const part of parts) await write(part);
      });
    else await copies.put(container, path, parts);
    return 'exported';
  } catch (error) {
    if (!(error instanceof IntegrityError) || error instanceof LinkError) throw error;
    listener.problem({ kind: 'missing', where: `${container}/${path}`, why: error.message });
    return 'failed';
  }
}

/** A copy that another program cut off is made again; one that is gone where it comes from is kept. */
async function isOfSize(
  sizeBytes: number,
  { container, path, held }: CopiedFile,
  files: HeldFiles,
): Promise<boolean> {
  if (held) return held.sizeBytes === sizeBytes;
  for await (const one of files.list(container, path))
    if (one.path === path) return one.sizeBytes === sizeBytes;
  return true;
}

async function* readWhole(
  files: HeldFiles,
  { container, path, held }: CopiedFile,
  { signal }: ReadingListener,
): AsyncGenerator<Uint8Array> {
  const file = await files.open(container, path);
  if (!file) throw new IntegrityError('It is named, and it is not there');
  let length = 0;
  for await (const part of file) {
    signal?.throwIfAborted();
    length += part.length;
    yield part;
  }
  if (held && length !== held.sizeBytes)
    throw new IntegrityError(`It has ${length} bytes, and was listed with ${held.sizeBytes}`);
}
