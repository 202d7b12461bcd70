/** Takes calls out of the archive: as files that can be read like the archive, or as one document a line. */
import { workAtOnce } from '../concurrency/work-at-once.ts';
import { IntegrityError } from '../errors.ts';
import type { CallQuery } from '../model/call-query.ts';
import type { CallRow } from '../model/call-row.ts';
import type { CallArchive, ReadingListener } from '../ports/call-archive.ts';
import type { ExportTarget } from '../ports/export-target.ts';
import { readDocument } from './read-document.ts';

export interface ExportCounts {
  /** Records that were taken out, each checked against its SHA-256. */
  exported: number;
  /** Records that were there from an earlier export. */
  present: number;
  /** Records that are damaged or not there: each was reported. */
  failed: number;
}

export interface VersionChoice {
  /** Every version of each call that is found, not only the newest. */
  allVersions?: boolean;
}

/** So many records are on their way at a time. */
const recordsAtOnce = 8;
/** What is held of a document until it is checked; a longer one is read twice. */
const maxHeldBytes = 64 * 1024 * 1024;
const lineEnd = Buffer.from('\n');

/** Into a folder. It may be broken off and begun again: what is there is left as it is. */
export async function exportFiles(
  archive: CallArchive,
  query: CallQuery,
  target: ExportTarget,
  report: ReadingListener,
  options: VersionChoice = {},
): Promise<ExportCounts> {
  const counts = { exported: 0, present: 0, failed: 0 };
  await workAtOnce(findRows(archive, query, report, options), recordsAtOnce, async (row) => {
    report.signal?.throwIfAborted();
    const outcome = (await target.has(row.blob)) ? 'present' : await putFile(archive, row, target, report);
    counts[outcome] += 1;
    tellProgress(counts, report);
  });
  return counts;
}

/**
 * As NDJSON: each document in one line, its white space made blanks and everything else as it is. A record is
 * checked before a byte of it is given, so that no half line is.
 */
export async function exportLines(
  archive: CallArchive,
  query: CallQuery,
  write: (part: Uint8Array) => Promise<void>,
  report: ReadingListener,
  options: VersionChoice = {},
): Promise<ExportCounts> {
  const counts = { exported: 0, present: 0, failed: 0 };
  for await (const row of findRows(archive, query, report, options)) {
    report.signal?.throwIfAborted();
    let pieces: Buffer[] | undefined = [];
    let heldBytes = 0;
    const isWhole = await readOrReport(row, report, async () => {
      for await (const piece of readDocument(archive, row)) {
        heldBytes += piece.length;
        if (heldBytes > maxHeldBytes) pieces = undefined;
        pieces?.push(inOneLine(piece));
      }
    });
    if (isWhole && pieces) await write(Buffer.concat([...pieces, lineEnd]));
    else if (isWhole) await writePieces(archive, row, write);
    counts[isWhole ? 'exported' : 'failed'] += 1;
    tellProgress(counts, report);
  }
  return counts;
}

/** For a document that is too long to be held: it has been checked, and is read once more. */
async function writePieces(
  archive: Pick<CallArchive, 'open'>,
  row: CallRow,
  write: (part: Uint8Array) => Promise<void>,
): Promise<void> {
  for await (const piece of readDocument(archive, row)) await write(inOneLine(piece));
  await write(lineEnd);
}

async function* findRows(
  archive: CallArchive,
  query: CallQuery,
  report: ReadingListener,
  { allVersions = false }: VersionChoice,
): AsyncGenerator<CallRow> {
  for await (const row of archive.search(query, report)) {
    if (allVersions) yield* await archive.listVersions(row.callId, report);
    else yield row;
  }
}

async function putFile(
  archive: CallArchive,
  row: CallRow,
  target: ExportTarget,
  report: ReadingListener,
): Promise<'exported' | 'failed'> {
  const kept = { sha256: row.sha256, fetchedAt: row.fetchedAt, reason: row.reason };
  const isWhole = await readOrReport(row, report, () =>
    target.put(row.blob, kept, async (write) => {
      // The file goes into the target while its document is checked.
      const passing: Pick<CallArchive, 'open'> = {
        async open(blob) {
          const file = await archive.open(blob);
          return file && { ...file, bytes: passOn(file.bytes, write, report) };
        },
      };
      for await (const _ of readDocument(passing, row));
    }),
  );
  return isWhole ? 'exported' : 'failed';
}

async function* passOn(
  bytes: AsyncIterable<Uint8Array>,
  write: (part: Uint8Array) => Promise<void>,
  { signal }: ReadingListener,
): AsyncGenerator<Uint8Array> {
  for await (const part of bytes) {
    signal?.throwIfAborted();
    await write(part);
    yield part;
  }
}

/** Whether it could be read; a damaged record is reported, and the rest goes on. */
async function readOrReport(
  { blob }: CallRow,
  report: ReadingListener,
  read: () => Promise<void>,
): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    report.problem({ kind: 'damaged', where: blob, why: error.message });
    return false;
  }
}

/** Inside a JSON text, line breaks are white space between values: in a string they are escaped. */
function inOneLine(piece: Buffer): Buffer {
  return piece.includes(0x0a) || piece.includes(0x0d)
    ? Buffer.from(piece.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)))
    : piece;
}

function tellProgress({ exported, present, failed }: ExportCounts, report: ReadingListener): void {
  report.progress?.({ done: exported + present + failed, what: 'records' });
}
