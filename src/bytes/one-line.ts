/** A JSON value on one line, as NDJSON needs it: white space between tokens goes, and nothing else. */

const quote = 0x22;
const backslash = 0x5c;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const insignificant = new Set([0x20, 0x09, lineFeed, carriageReturn]);

/** A value without line breaks is returned as it is. The value must be valid JSON. */
export function onOneLine(value: Uint8Array): Uint8Array {
  if (!value.includes(lineFeed) && !value.includes(carriageReturn)) return value;
  const line = Buffer.allocUnsafe(value.length);
  let length = 0;
  let isInString = false;
  let isEscaped = false;
  for (const byte of value) {
    if (!isInString && insignificant.has(byte)) continue;
    line[length] = byte;
    length += 1;
    if (byte === quote && !isEscaped) isInString = !isInString;
    isEscaped = byte === backslash && !isEscaped;
  }
  return line.subarray(0, length);
}
