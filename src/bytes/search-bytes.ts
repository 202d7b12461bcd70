/** Looks for texts in the bytes of a JSON text without decoding them. */

export type ByteSearch = (bytes: Buffer) => boolean;

const escapeStart = Buffer.from('\\u00');

/**
 * Whether a text occurs, in upper or lower case. It is ASCII in lower case; `anchor` is what is looked for
 * first, a part of it without letters that is rare in what is searched. The rest is compared only there.
 */
export function makeTextSearch(text: string, anchor: string): ByteSearch {
  const wanted = Buffer.from(text);
  const first = Buffer.from(anchor);
  const offset = wanted.indexOf(first);
  return (bytes) => {
    for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
      if (isAt(bytes, at - offset, wanted)) return true;
    return false;
  };
}

function isAt(bytes: Buffer, start: number, wanted: Buffer): boolean {
  // From the end: what begins alike (`@odata.type`) ends otherwise.
  for (let i = wanted.length - 1; i >= 0; i -= 1) {
    const byte = bytes[start + i] ?? 0;
    if ((byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte) !== wanted[i]) return false;
  }
  return true;
}

/** Whether a character of the text (ASCII in lower case) is written as an escape, in any case of letters. */
export function makeEscapeSearch(text: string): ByteSearch {
  const wanted = new Set([...text].map((character) => character.charCodeAt(0)));
  return (bytes) => {
    for (let at = bytes.indexOf(escapeStart); at >= 0; at = bytes.indexOf(escapeStart, at + 1)) {
      const code = Number.parseInt(bytes.toString('latin1', at + 4, at + 6), 16);
      if (wanted.has(code) || wanted.has(code + 0x20)) return true;
    }
    return false;
  };
}
