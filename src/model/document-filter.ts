/** Tells fast that a document has nothing to do with a find key, so that most documents of a search need not be read. */

/** Whether the key may be one of the document's. Never wrong where it says no. */
export type DocumentFilter = (document: Buffer) => boolean;

/** Shorter texts are in every record. */
const shortest = 4;
const pass: DocumentFilter = () => true;

/**
 * A record spells a key as its maker likes: in other letters, with a prefix, as a part of a URL. What of it stands in
 * every spelling is its longest run of letters and digits, unless such a letter is written as an escape.
 */
export function makeDocumentFilter(key: string): DocumentFilter {
  const value = key.slice(key.indexOf(':') + 1);
  const runs = (value.match(/[a-z0-9_]+/g) ?? []).sort((a, b) => b.length - a.length);
  const [run = ''] = runs;
  if (run.length < shortest) return pass;
  return (document) => {
    const text = document.toString('latin1').toLowerCase();
    return text.includes(run) || (text.includes('\\u00') && /\\u00[3-7]/.test(text));
  };
}
