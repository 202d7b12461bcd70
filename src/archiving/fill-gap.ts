/**
 * Turns a gap into bytes: reads the further pages that belong there. One page is held at a time; gaps inside a page
 * (segments of a session) are filled before the page goes on.
 */
import type { PageItems } from '../ports/call-record-source.ts';
import type { Gap, OpenedPage } from './splice-record.ts';

/** Reads the page behind a link and opens it. */
export type ReadFurtherPage = (link: string, items: PageItems) => Promise<OpenedPage>;

const comma = Buffer.from(',');

/** The items' bytes in order, with the commas between them. Throws what `readPage` throws. */
export async function* fillGap(gap: Gap, readPage: ReadFurtherPage): AsyncGenerator<Uint8Array> {
  let { afterItem } = gap;
  for (let link: string | undefined = gap.link; link !== undefined; ) {
    const page = await readPage(link, gap.items);
    if (page.count > 0) {
      if (afterItem) yield comma;
      for (const piece of page.pieces) {
        if (piece instanceof Uint8Array) yield piece;
        else yield* fillGap(piece, readPage);
      }
      afterItem = true;
    }
    link = page.nextLink;
  }
}
