/**
 * Turns pieces into bytes: copies what is there and, at each gap, reads the further pages that belong there.
 * One page is held at a time; gaps inside a page (segments of a session) are filled before the page goes on.
 */
import type { PageItems } from '../ports/call-record-source.ts';
import type { Gap, OpenedPage, Piece } from './splice-record.ts';

/** Reads the page behind a link and opens it. */
export type ReadPage = (link: string, items: PageItems) => Promise<OpenedPage>;

const comma = Buffer.from(',');

/** The bytes of the pieces in order. Throws what `readPage` throws. */
export async function* fillGaps(pieces: Iterable<Piece>, readPage: ReadPage): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece;
    else yield* readItems(piece, readPage);
  }
}

async function* readItems(gap: Gap, readPage: ReadPage): AsyncGenerator<Uint8Array> {
  let { afterItem } = gap;
  for (let link: string | undefined = gap.link; link !== undefined; ) {
    const page = await readPage(link, gap.items);
    if (page.count > 0) {
      if (afterItem) yield comma;
      yield* fillGaps(page.pieces, readPage);
      afterItem = true;
    }
    link = page.nextLink;
  }
}
