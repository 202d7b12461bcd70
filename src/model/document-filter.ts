/** Tells fast that a document has nothing to do with a find key, so that most documents of a search need not be read. */

/** Whether the key may be one of the document's. Never wrong where it says no. */
export type DocumentFilter = (document: Buffer) => boolean;

const numberForm = /^\+?[\d*]+$/;
const plainForm = /^[a-z0-9_.@#'-]+$/;
/** What of a value has no letters, beginning with a character that is rare in a record: the rarest first. */
const anchorForms = [/[@#'][^a-z]*/, /_[^a-z]*/, /-[^a-z]+/, /\.[^a-z]*/, /[^a-z]+/];
const escapeStart = Buffer.from('\\u00');

/**
 * A record spells a key as its maker likes: in other letters, with a prefix, inside a URL, a number with separators. The
 * filter looks for what of it stands in every spelling, and lets pass what has such a character as a JSON escape.
 */
export function makeDocumentFilter(key: string): DocumentFilter {
  const value = key.slice(key.indexOf(':') + 1);
  const hasValue = chooseFilter(key, value);
  const escaped = new Set([...value].map((character) => character.charCodeAt(0)));
  return (document) => hasValue(document) || hasEscape(document, escaped);
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
  if (isPlain && anchor) return makeAnchoredFilter(Buffer.from(value), Buffer.from(anchor));
  // Between these a URL may have anything; what is not ASCII looks otherwise in bytes.
  const parts = value.match(/[a-z0-9_]{4,}/g) ?? [];
  return (document) => {
    const text = document.toString('latin1').toLowerCase();
    return parts.every((part) => text.includes(part));
  };
}

/** Finds what of the value has no letters, and compares the rest only there: no text is made of the document. */
function makeAnchoredFilter(value: Buffer, anchor: Buffer): DocumentFilter {
  const offset = value.indexOf(anchor);
  return (document) => {
    for (let at = document.indexOf(anchor); at >= 0; at = document.indexOf(anchor, at + 1))
      if (isAt(document, at - offset, value)) return true;
    return false;
  };
}

/** `value` is in small letters; those of the document do not matter. */
function isAt(document: Buffer, start: number, value: Buffer): boolean {
  for (let i = 0; i < value.length; i += 1) {
    const byte = document[start + i] ?? 0;
    if ((byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte) !== value[i]) return false;
  }
  return true;
}

/** Whether one of these characters is written as an escape. */
function hasEscape(document: Buffer, wanted: ReadonlySet<number>): boolean {
  for (let at = document.indexOf(escapeStart); at >= 0; at = document.indexOf(escapeStart, at + 1)) {
    const code = Number.parseInt(document.toString('latin1', at + 4, at + 6), 16);
    if (wanted.has(code) || wanted.has(code + 0x20)) return true;
  }
  return false;
}
