/** Exports calls: as files that can be read like the archive, or as one document a line. */
import { workAtOnce } from '../concurrency/work-at-once.ts';
import { IntegrityError, LinkError } from '../errors.ts';
import type { CallQuery } from '../model/call-query.ts';
import type { CallRow } from '../model/call-row.ts';
import type { CallArchive, ReadingListener } from '../ports/call-archive.ts';
import type { ExportTarget } from '../ports/export-target.ts';
import { readDocument } from './read-document.ts';

export interface ExportCounts {
  /** Records that were exported, each checked against its SHA-256. */
  exported: number;
  /** Records that were there from an earlier export. */
  present: number;
  /** Records that are damaged or missing; the listener was told of each. */
  failed: number;
}

export interface VersionChoice {
  /** Every version of each call that is found, not only the newest. */
  allVersions?: boolean;
}

/** Records copied at a time. */
const recordsAtOnce = 8;
/** Documents up to this size are held in memory until they are checked; longer ones are read twice. */
const maxHeldBytes = 64 * 1024 * 1024;
const lineEnd = Buffer.from('\n');

/** Into a folder. An interrupted export can be repeated: existing files are kept. */
export async function exportFiles(
  archive: CallArchive,
  query: CallQuery,
  target: ExportTarget,
  listener: ReadingListener,
  options: VersionChoice = {},
): Promise<ExportCounts> {
  const counts = { exported: 0, present: 0, failed: 0 };
  await workAtOnce(findRows(archive, query, listener, options), recordsAtOnce, async (row) => {
    listener.signal?.throwIfAborted();
    const outcome = (await target.has(row.blob)) ? 'present' : await putFile(archive, row, target, listener);
    counts[outcome] += 1;
    tellProgress(counts, listener);
  });
  return counts;
}

/**
 * As NDJSON: each document on one line, with its line breaks replaced by blanks and nothing else changed. A record is
 * checked before its first byte is written, so no line is incomplete.
 */
export async function exportLines(
  archive: CallArchive,
  query: CallQuery,
  write: (part: Uint8Array) => Promise<void>,
  listener: ReadingListener,
  options: VersionChoice = {},
): Promise<ExportCounts> {
  const counts = { exported: 0, present: 0, failed: 0 };
  for await (const row of findRows(archive, query, listener, options)) {
    listener.signal?.throwIfAborted();
    let pieces: Buffer[] | undefined = [];
    let heldBytes = 0;
    const isWhole = await readOrSkip(row, listener, async () => {
      for await (const piece of readDocument(archive, row)) {
        heldBytes += piece.length;
        if (heldBytes > maxHeldBytes) pieces = undefined;
        pieces?.push(inOneLine(piece));
      }
    });
    if (isWhole && pieces) await write(Buffer.concat([...pieces, lineEnd]));
    else if (isWhole) await writePieces(archive, row, write);
    counts[isWhole ? 'exported' : 'failed'] += 1;
    tellProgress(counts, listener);
  }
  return counts;
}

/** For a document that is too long to be held: it was checked, and is read a second time. */
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
  listener: ReadingListener,
  { allVersions = false }: VersionChoice,
): AsyncGenerator<CallRow> {
  for await (const row of archive.search(query, listener)) {
    if (allVersions) yield* await archive.listVersions(row.callId, listener);
    else yield row;
  }
}

async function putFile(
  archive: CallArchive,
  row: CallRow,
  target: ExportTarget,
  listener: ReadingListener,
): Promise<'exported' | 'failed'> {
  const kept = { sha256: row.sha256, fetchedAt: row.fetchedAt, reason: row.reason };
  const isWhole = await readOrSkip(row, listener, () =>
    target.put(row.blob, kept, async (write) => {
      // The file goes into the target while its document is checked.
      const passing: Pick<CallArchive, 'open'> = {
        async open(blob) {
          const file = await archive.open(blob);
          return file && { ...file, bytes: passOn(file.bytes, write, listener) };
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

/** Whether it could be read. The listener is told of a damaged record, and the rest continues. */
async function readOrSkip(
  { blob }: CallRow,
  listener: ReadingListener,
  read: () => Promise<void>,
): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    // That nothing can be written into the target is no fault of the record.
    if (!(error instanceof IntegrityError) || error instanceof LinkError) throw error;
    listener.problem({ kind: 'damaged', where: blob, why: error.message });
    return false;
  }
}

/** Inside a JSON text, line breaks are white space between values: in a string they are escaped. */
function inOneLine(piece: Buffer): Buffer {
  return piece.includes(0x0a) || piece.includes(0x0d)
    ? Buffer.from(piece.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)))
    : piece;
}

function tellProgress({ exported, present, failed }: ExportCounts, listener: ReadingListener): void {
  listener.progress?.({ done: exported + present + failed, what: 'records' });
}
