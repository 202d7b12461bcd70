/**
 * Writes a record's document part by part: sessions, then participants, then what closes it. Between two pages it can
 * be left, and gone on with from a cursor: the pages before it are in the file already.
 */
import { createHash } from 'node:crypto';
import type { Cursor } from '../model/record-progress.ts';
import { fillGap, type ReadFurtherPage } from './fill-gap.ts';
import { type ReadPage, type RecordReading, StaleRecord } from './record-reading.ts';
import type { OpenedPart, Piece } from './splice-record.ts';

export interface DocumentWork {
  reading: RecordReading;
  /** Copies the part: its memory is given back later. */
  write(part: Uint8Array): Promise<void> | undefined;
  /** Called before each read beyond the opening ones; without a cursor the document cannot be left there. May throw. */
  beforeRead(cursor?: Cursor): Promise<void>;
}

const comma = Buffer.from(',');

/**
 * Writes the document from its beginning, or from the cursor on. `opened` is the answer to the part in question. Throws
 * StaleRecord, and what reading, writing and `beforeRead` throw.
 */
export async function writeDocument(
  opened: OpenedPart,
  cursor: Cursor | undefined,
  work: DocumentWork,
): Promise<void> {
  if (cursor?.part === 'participants') return writeParticipants(opened, cursor, work);
  await writePart(opened, cursor ?? newCursor('sessions', ''), work);
  const next = newCursor('participants', opened.closing);
  await work.beforeRead(next);
  const participants = await work.reading.readParticipants();
  if (participants.head.version !== opened.head.version)
    throw new StaleRecord('The version moved while it was read');
  await writeParticipants(participants, next, work);
}

async function writeParticipants(opened: OpenedPart, cursor: Cursor, work: DocumentWork): Promise<void> {
  if (cursor.link === undefined && opened.before.length > 0) await work.write(comma);
  await writePart(opened, cursor, work);
  await work.write(Buffer.from(cursor.closing));
}

async function writePart(opened: OpenedPart, cursor: Cursor, work: DocumentWork): Promise<void> {
  if (cursor.link === undefined) {
    await copy(opened.before, work);
    const { gap } = opened;
    if (gap) {
      const from = { ...cursor, afterItem: gap.afterItem, opening: digestOf(opened) };
      await writePages(from, gap.link, work);
    }
  } else {
    if (cursor.opening !== digestOf(opened))
      throw new StaleRecord('Graph answers otherwise than when the record was begun');
    await writePages(cursor, cursor.link, work);
  }
  await copy(opened.after, work);
}

/**
 * The next page is fetched while one is written, unless reading is due inside the one. A page's memory is given back as
 * soon as it may be: hundreds go by, and V8 would collect them late.
 */
async function writePages(from: Cursor, firstLink: string, work: DocumentWork): Promise<void> {
  let { afterItem } = from;
  let written: ReadPage | undefined;
  let ahead: Promise<ReadPage> | undefined;
  const readPage = async (link: string): Promise<ReadPage> => {
    await work.beforeRead({ ...from, link, afterItem });
    return work.reading.readPage(link, from.part, true);
  };
  for (let link: string | undefined = firstLink; link !== undefined; ) {
    const page: ReadPage = await (ahead ?? readPage(link));
    written?.free();
    const comesAfterItem = afterItem;
    afterItem ||= page.count > 0;
    link = page.nextLink;
    ahead = link !== undefined && !hasGap(page.pieces) ? readPage(link) : undefined;
    // What it throws is thrown where it is awaited.
    ahead?.catch(() => undefined);
    if (page.count > 0 && comesAfterItem) await work.write(comma);
    await copy(page.pieces, work);
    written = page;
  }
}

function hasGap(pieces: Piece[]): boolean {
  return pieces.some((piece) => !(piece instanceof Uint8Array));
}

/** Copies pieces; the gaps among them are inside a page and are filled at once. */
async function copy(pieces: Piece[], { reading, write, beforeRead }: DocumentWork): Promise<void> {
  const readPage: ReadFurtherPage = async (link, items) => {
    await beforeRead();
    return reading.readPage(link, items, false);
  };
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) await write(piece);
    else for await (const part of fillGap(piece, readPage)) await write(part);
  }
}

function newCursor(part: Cursor['part'], closing: string): Cursor {
  return { part, closing, afterItem: false, opening: '' };
}

/** Next links are no part of it: Graph may word them anew each time. */
function digestOf({ before, after }: OpenedPart): string {
  const hash = createHash('sha256');
  for (const piece of [...before, ...after]) if (piece instanceof Uint8Array) hash.update(piece);
  return hash.digest('base64').slice(0, 16);
}
