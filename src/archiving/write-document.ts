/**
 * Writes a record's document part by part: sessions, then participants, then what closes it. Between two pages it can
 * be left, and resumed from a cursor: what stands before the cursor is in the file already.
 */
import { createHash } from 'node:crypto';
import { type Cursor, isOpened, type Position } from '../model/record-progress.ts';
import type { TimeIsUp } from '../paging/read-until.ts';
import type { PageItems } from '../ports/call-record-source.ts';
import type { RecordMetadata } from '../ports/record-store.ts';
import { type RecordPage, type RecordReading, StaleRecord } from './record-reading.ts';
import type { OpenedPart, Piece } from './splice-record.ts';

/** Why writing ends before the document does: it is in the archive already, or the run must end. */
export type EarlyEnd = { outcome: 'found'; metadata: RecordMetadata } | { outcome: TimeIsUp; cursor: Cursor };

export interface DocumentWork {
  reading: RecordReading;
  /** Copies the part: its memory is given back later. */
  write(part: Uint8Array): Promise<void> | undefined;
  /** Called before each further read, with the position where the document can be left; `undefined`: read on. */
  beforeRead(cursor: Cursor): Promise<EarlyEnd | undefined>;
}

/** Pages that follow each other by their links: of a part, or of the segments of one session. */
interface PageList {
  items: PageItems;
  cursorAt(position: Position): Cursor;
}

/** `undefined`: it is written to its end. */
type Written = Promise<EarlyEnd | undefined>;

const comma = Buffer.from(',');

/**
 * Writes the document from its beginning, or from the cursor on. `opened` is the answer to the part in question. Throws
 * StaleRecord, and what reading and writing throw.
 */
export function writeDocument(opened: OpenedPart, cursor: Cursor | undefined, work: DocumentWork): Written {
  return cursor?.part === 'participants'
    ? writeParticipants(opened, cursor, work)
    : writeFromSessions(opened, cursor ?? newCursor('sessions', ''), work);
}

async function writeFromSessions(opened: OpenedPart, cursor: Cursor, work: DocumentWork): Written {
  const next = newCursor('participants', opened.closing);
  const end = (await writePart(opened, locate(opened, cursor), work)) ?? (await work.beforeRead(next));
  if (end) return end;
  const participants = await work.reading.readParticipants();
  requireVersion(opened, participants.head.version);
  return writeParticipants(participants, next, work);
}

async function writeParticipants(opened: OpenedPart, cursor: Cursor, work: DocumentWork): Written {
  const here = locate(opened, cursor);
  if (!here.isWritten) {
    if (!isOpened(cursor) && opened.before.length > 0) await work.write(comma);
    const end =
      (await writePart(opened, here, work)) ?? (opened.gap && (await confirmVersion(opened, here, work)));
    if (end) return end;
  }
  await work.write(Buffer.from(cursor.closing));
  return undefined;
}

/** Nothing says that Graph's links stay with one version: after the last page it is compared once more. */
async function confirmVersion(opened: OpenedPart, here: Cursor, work: DocumentWork): Written {
  const { part, closing, afterItem, opening } = here;
  const end = await work.beforeRead({ part, closing, afterItem, opening, isWritten: true });
  if (end) return end;
  requireVersion(opened, await work.reading.readVersion());
  return undefined;
}

function requireVersion({ head }: OpenedPart, version: string): void {
  if (version !== head.version) throw new StaleRecord('The version changed while it was read');
}

/** The cursor with the digest of the answer that opens the part. Throws StaleRecord when it was another answer before. */
function locate({ before, gap, after }: OpenedPart, cursor: Cursor): Cursor {
  const mayBeLeft = isOpened(cursor) || gap !== undefined || hasGap(before);
  const opening = mayBeLeft ? digestOf([...before, ...after]) : '';
  if (isOpened(cursor) && cursor.opening !== opening) throw changedAnswerError();
  return { ...cursor, opening };
}

async function writePart({ before, gap, after }: OpenedPart, here: Cursor, work: DocumentWork): Written {
  const { link, inside, ...rest } = here;
  const isResumed = link !== undefined;
  const cursorAt = (position: Position): Cursor => ({ ...rest, ...position });
  const first = isResumed ? { link, afterItem: here.afterItem, inside } : gap && positionOf(gap);
  return (
    (isResumed ? undefined : await copy(before, here, work)) ??
    (first && (await writePages({ items: here.part, cursorAt }, first, work))) ??
    copy(after, rest, work)
  );
}

/**
 * The next page is fetched while one is written, unless something must be read inside that one. A page's memory is given
 * back as soon as possible: there are hundreds of pages, and V8 would collect them late.
 */
async function writePages({ items, cursorAt }: PageList, first: Position, work: DocumentWork): Written {
  const { reading, write, beforeRead } = work;
  let written: RecordPage | undefined;
  let ahead: Promise<RecordPage | EarlyEnd> | undefined;
  const readPage = async (position: Position): Promise<RecordPage | EarlyEnd> => {
    const end = await beforeRead(cursorAt(position));
    if (end) return end;
    // A page that the document was left in was counted when it was read first.
    const counts = position.inside && reading.counts();
    const page = await reading.readPage(position.link, items);
    if (counts) reading.countFrom(counts);
    return page;
  };
  for (let next: Position | undefined = first; next; ) {
    const here: Position = next;
    const page: RecordPage | EarlyEnd = await (ahead ?? readPage(here));
    if ('outcome' in page) return page;
    written?.free();
    const { nextLink: link, pieces, count } = page;
    next = link === undefined ? undefined : { link, afterItem: here.afterItem || count > 0 };
    ahead = next && !hasGap(pieces) ? readPage(next) : undefined;
    // Errors surface at the await above.
    ahead?.catch(() => undefined);
    if (here.inside === undefined && here.afterItem && count > 0) await write(comma);
    // Only where the page itself was left inside is there something to skip.
    const end = await copy(pieces, { ...cursorAt(here), inside: here.inside }, work);
    if (end) return end;
    written = page;
  }
  return undefined;
}

/** Copies the pieces from where the cursor left them; a gap among them is where pages of segments belong. */
async function copy(pieces: Piece[], cursor: Cursor, work: DocumentWork): Written {
  const { inside } = cursor;
  const page = inside || hasGap(pieces) ? digestOf(pieces) : '';
  if (inside && inside.page !== page) throw changedAnswerError();
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
    const first = positionOf(isLeft ? inside : piece);
    const cursorAt = (position: Position) => ({ ...cursor, inside: { ...position, gap, page } });
    const end = await writePages({ items: piece.items, cursorAt }, first, work);
    if (end) return end;
  }
  return undefined;
}

function positionOf({ link, afterItem }: Position): Position {
  return { link, afterItem };
}

function hasGap(pieces: Piece[]): boolean {
  return pieces.some((piece) => !(piece instanceof Uint8Array));
}

function newCursor(part: Cursor['part'], closing: string): Cursor {
  return { part, closing, afterItem: false, opening: '' };
}

/**
 * Next links are not part of it, as their wording may change each time; where their pages belong is. Where one
 * piece ends and the next begins is not: a link that is left out divides them, and may stand elsewhere the next time.
 */
function digestOf(pieces: Piece[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece instanceof Uint8Array ? piece : '\0');
  return hash.digest('base64').slice(0, 16);
}

function changedAnswerError(): StaleRecord {
  return new StaleRecord('Graph answers differently than when the record was started');
}
