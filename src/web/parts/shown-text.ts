/** Text of a record as a page shows it: what is invisible is escaped, what is too long is cut. HTML is escaped later. */
import { clip, printable } from '../../reading/display-text.ts';

/** Columns. Nobody's name is longer, but strangers write names. */
const maxColumns = 120;
/** What is cut off is not looked at: a text may be of any length. */
const maxLooked = 2000;
/** As most texts are: a column a character, and nothing to escape. */
const plain = /^[ -~]*$/;

export function shownText(text: string, columns = maxColumns): string {
  if (text.length <= columns && plain.test(text)) return text;
  const shown = printable(text.slice(0, maxLooked).toWellFormed());
  // No character is wider than two columns.
  return 2 * shown.length <= columns ? shown : clip(shown, columns);
}
