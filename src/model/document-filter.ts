/** Tells fast that a document has nothing to do with a find key, so that most documents of a search need not be read. */

/** Whether the key may be one of the document's. Never wrong where it says no. */
export type DocumentFilter = (document: Buffer) => boolean;

const numberForm = /^\+?[\d*]+$/;

/**
 * A record spells a key as its maker likes: in other letters, with a prefix, inside a URL, a number with separators. The
 * filter looks for what of it stands in every spelling, and lets pass what has such a character as a JSON escape.
 */
export function makeDocumentFilter(key: string): DocumentFilter {
  const value = key.slice(key.indexOf(':') + 1);
  const hasValue = makeTextFilter(key, value);
  const escapes = [...new Set(value)].map((character) =>
    character.charCodeAt(0).toString(16).padStart(2, '0'),
  );
  const escaped = new RegExp(`\\\\u00(?:${escapes.join('|')})`);
  return (document) => {
    const text = document.toString('latin1').toLowerCase();
    return hasValue(text) || (text.includes('\\u00') && escaped.test(text));
  };
}

function makeTextFilter(key: string, value: string): (text: string) => boolean {
  if (numberForm.test(value)) {
    const digits = [...value.replace('+', '')].map((digit) => (digit === '*' ? '\\*' : digit));
    const spelt = new RegExp(digits.join('[ ()./-]{0,3}'));
    return (text) => spelt.test(text);
  }
  // Between these a URL may have anything; what is not ASCII looks otherwise in bytes.
  const parts = value.match(key.startsWith('meeting:') ? /[a-z0-9_]{4,}/g : /[a-z0-9_.@#'-]{2,}/g) ?? [];
  return (text) => parts.every((part) => text.includes(part));
}
