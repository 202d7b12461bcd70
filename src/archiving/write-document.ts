/**
 * Writes a record's document part by part: sessions, then participants, then what closes it. Between two pages it can
 * be left, and gone on with from a cursor: what stands before it is in the file already.
 */
import { createHash } from 'node:crypto';
import { type Cursor, isOpened, type Place } from '../model/record-progress.ts';
import type { PageItems } from '../ports/call-record-source.ts';
import { type ReadPage, type RecordReading, StaleRecord } from './record-reading.ts';
import type { OpenedPart, Piece } from './splice-record.ts';

export interface DocumentWork {
  reading: RecordReading;
  /** Copies the part: its memory is given back later. */
  write(part: Uint8Array): Promise<void> | undefined;
  /** Called before each read beyond the opening ones, with the place where the document can be left. May throw. */
  beforeRead(cursor: Cursor): Promise<void>;
}

/** Pages that follow each other by their links: of a part, or of the segments of one session. */
interface PageList {
  items: PageItems;
  cursorAt(place: Place): Cursor;
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
  if (!isOpened(cursor) && opened.before.length > 0) await work.write(comma);
  await writePart(opened, cursor, work);
  await work.write(Buffer.from(cursor.closing));
}

async function writePart(opened: OpenedPart, cursor: Cursor, work: DocumentWork): Promise<void> {
  const { before, gap, after } = opened;
  const mayBeLeft = isOpened(cursor) || gap !== undefined || hasGap(before);
  const here = { ...cursor, opening: mayBeLeft ? digestOf([...before, ...after]) : '' };
  if (isOpened(cursor) && cursor.opening !== here.opening) throw changedMeanwhile();
  const { link, inside, ...behind } = here;
  if (link === undefined) await copy(before, here, work);
  const first = link === undefined ? gap && placeOf(gap) : { link, afterItem: cursor.afterItem, inside };
  const cursorAt = (place: Place): Cursor => ({ ...behind, ...place });
  if (first) await writePages({ items: cursor.part, cursorAt }, first, work);
  await copy(after, behind, work);
}

/**
 * The next page is fetched while one is written, unless reading is due inside the one. A page's memory is given back as
 * soon as it may be: hundreds go by, and V8 would collect them late.
 */
async function writePages({ items, cursorAt }: PageList, first: Place, work: DocumentWork): Promise<void> {
  const { reading, write, beforeRead } = work;
  let written: ReadPage | undefined;
  let ahead: Promise<ReadPage> | undefined;
  const readPage = async (place: Place): Promise<ReadPage> => {
    await beforeRead(cursorAt(place));
    // A page that the document was left in was counted when it was read first.
    const counts = place.inside && reading.counts();
    const page = await reading.readPage(place.link, items);
    if (counts) reading.countFrom(counts);
    return page;
  };
  for (let next: Place | undefined = first; next; ) {
    const here: Place = next;
    const page: ReadPage = await (ahead ?? readPage(here));
    written?.free();
    const { nextLink: link, pieces, count } = page;
    next = link === undefined ? undefined : { link, afterItem: here.afterItem || count > 0 };
    ahead = next && !hasGap(pieces) ? readPage(next) : undefined;
    // What it throws is thrown where it is awaited.
    ahead?.catch(() => undefined);
    if (here.inside === undefined && here.afterItem && count > 0) await write(comma);
    // Only where the page itself was left inside is there something to pass over.
    await copy(pieces, { ...cursorAt(here), inside: here.inside }, work);
    written = page;
  }
}

/** Copies the pieces from where the cursor left them on; a gap among them is a place for pages of segments. */
async function copy(pieces: Piece[], cursor: Cursor, work: DocumentWork): Promise<void> {
  const { inside } = cursor;
  const page = inside || hasGap(pieces) ? digestOf(pieces) : '';
  if (inside && inside.page !== page) throw changedMeanwhile();
  let isWritten = inside !== undefined;
  let gaps = 0;
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) {
      if (!isWritten) await work.write(piece);
      continue;
    }
    const gap = gaps++;
    const isLeft = gap === inside?.gap;
    isWritten &&= !isLeft;
    if (isWritten) continue;
    const first = placeOf(isLeft ? inside : piece);
    const cursorAt = (place: Place) => ({ ...cursor, inside: { ...place, gap, page } });
    await writePages({ items: piece.items, cursorAt }, first, work);
  }
}

function placeOf({ link, afterItem }: Place): Place {
  return { link, afterItem };
}

function hasGap(pieces: Piece[]): boolean {
  return pieces.some((piece) => !(piece instanceof Uint8Array));
}

function newCursor(part: Cursor['part'], closing: string): Cursor {
  return { part, closing, afterItem: false, opening: '' };
}

/**
 * Next links are no part of it, as Graph may word them anew each time; the places of the pages behind them are. Where
 * one piece ends and the next begins is none: a link that is left out divides them, and may stand elsewhere the next time.
 */
function digestOf(pieces: Piece[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece instanceof Uint8Array ? piece : '\0');
  return hash.digest('base64').slice(0, 16);
}

function changedMeanwhile(): StaleRecord {
  return new StaleRecord('Graph answers otherwise than when the record was begun');
}
