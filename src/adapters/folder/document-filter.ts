/** Tells fast that a document has nothing to do with a find key, so that most documents of a search need not be read. */
import { type ByteSearch, makeEscapeSearch, makeTextSearch } from '../../bytes/search-bytes.ts';

/** Whether the key may be one of the document's. Never wrong where it says no. */
export type DocumentFilter = ByteSearch;

const numberForm = /^\+?[\d*]+$/;
const plainForm = /^[a-z0-9_.@#'-]+$/;
/** What of a value has no letters, beginning with a character that is rare in a record: the rarest first. */
const anchorForms = [/[@#'][^a-z]*/, /_[^a-z]*/, /-[^a-z]+/, /\.[^a-z]*/, /[^a-z]+/];

/**
 * A record spells a key as its maker likes: in other letters, with a prefix, inside a URL, a number with separators. The
 * filter looks for what of it stands in every spelling, and lets pass what has such a character as a JSON escape.
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
  // From the rarest character on: it is found fastest.
  const anchor = anchorForms.map((form) => form.exec(value)?.[0]).find((found) => found !== undefined);
  if (isPlain && anchor) return makeTextSearch(value, anchor);
  // Between these a URL may have anything; what is not ASCII looks otherwise in bytes.
  const parts = value.match(/[a-z0-9_]{4,}/g) ?? [];
  return (document) => {
    const text = document.toString('latin1').toLowerCase();
    return parts.every((part) => text.includes(part));
  };
}
