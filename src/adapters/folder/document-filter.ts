/** Rules out documents without a find key quickly, so that a search parses only a few. */
import { type ByteSearch, makeEscapeSearch, makeTextSearch } from '../../bytes/search-bytes.ts';

/** Whether the document may have the key. A no is always right. */
export type DocumentFilter = ByteSearch;

const numberForm = /^\+?[\d*]+$/;
const plainForm = /^[a-z0-9_.@#'-]+$/;
/** Stretches without letters that begin with a character that is rare in records: the rarest first. */
const anchorForms = [/[@#'][^a-z]*/, /_[^a-z]*/, /-[^a-z]+/, /\.[^a-z]*/, /[^a-z]+/];

/**
 * Records spell a key in many ways: in another case, with a prefix, inside a URL, a number with separators. The filter
 * looks for the text that all spellings share, and passes documents that have a character of it as a JSON escape.
 */
export function makeDocumentFilter(key: string): DocumentFilter {
  const value = key.slice(key.indexOf(':') + 1);
  const hasValue = chooseFilter(key, value);
  const hasEscape = makeEscapeSearch(value);
  return (document) => hasValue(document) || hasEscape(document);
}

function chooseFilter(key: string, value: string): DocumentFilter {
  if (numberForm.test(value)) {
    const digits = [...value.replace('+', '')].map((digit) => (digit === '*' ? '\\*' : digit));
    const spelt = new RegExp(digits.join('[ ()./-]{0,3}'));
    return (document) => spelt.test(document.toString('latin1'));
  }
  const isPlain = plainForm.test(value) && !key.startsWith('meeting:');
  // Searching from the rarest character on is fastest.
  const anchor = anchorForms.map((form) => form.exec(value)?.[0]).find((found) => found !== undefined);
  if (isPlain && anchor) return makeTextSearch(value, anchor);
  // A URL may have escapes between these parts, and non-ASCII characters have other bytes.
  const parts = value.match(/[a-z0-9_]{4,}/g) ?? [];
  return (document) => {
    const text = document.toString('latin1').toLowerCase();
    return parts.every((part) => text.includes(part));
  };
}
