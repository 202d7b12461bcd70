/** A name within a sentence of plain text: one that is written from right to left leaves the words around it in their order. */
import { shownText } from './shown-text.ts';

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

export function isolated(name: string): string {
  const shown = shownText(name);
  return rightToLeft.test(shown) ? `\u2068${shown}\u2069` : shown;
}
