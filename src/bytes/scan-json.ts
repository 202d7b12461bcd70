/**
 * A strict JSON scanner over bytes (RFC 8259). It says where values begin and end and builds nothing of them, so that
 * what is archived can be cut out of Graph's answer instead of being serialized again. Outer levels become a small tree;
 * what lies deeper is checked and passed over. Nothing recurses into the input, however deep it is nested.
 */
import { isUtf8 } from 'node:buffer';

/** `truncated`: valid as far as it goes. `malformed`: not the beginning of any JSON text. */
export class JsonScanError extends Error {
  override readonly name = 'JsonScanError';
  readonly flaw: 'truncated' | 'malformed';

  constructor(flaw: 'truncated' | 'malformed', offset: number) {
    super(`Scanning JSON: ${flaw} at byte ${offset}`);
    this.flaw = flaw;
  }
}

/** A value at `bytes[start, end)`. An object or array of the outer levels has `members` or `items`. */
export interface JsonNode {
  start: number;
  end: number;
  members?: JsonMember[];
  items?: JsonNode[];
}

export interface JsonMember {
  name: string;
  /** Where the name's opening quote is. */
  start: number;
  value: JsonNode;
}

const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const minus = 0x2d;
const plus = 0x2b;
const point = 0x2e;
const zero = 0x30;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Scans one whole JSON text. `levels` is how many levels of containers are described (2 for a page of sessions: the
 * page with its members, the sessions as a whole). Throws JsonScanError.
 */
export function scanJson(bytes: Uint8Array, levels: number): JsonNode {
  const root = scanNode(bytes, skipSpace(bytes, 0), levels);
  // A single access past the end would make V8 slow down every access.
  const rest = root.end < bytes.length ? skipSpace(bytes, root.end) : root.end;
  if (rest < bytes.length) throw new JsonScanError('malformed', rest);
  if (!isUtf8(bytes)) throw new JsonScanError('malformed', 0);
  return root;
}

/** The text at `[start, end)`. */
export function textAt(bytes: Uint8Array, { start, end }: JsonNode): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.toString('utf8', start, end);
}

/** The value that begins at `start`, whose end need not be the text's. Throws JsonScanError. */
export function scanNode(bytes: Uint8Array, start: number, levels: number): JsonNode {
  const first = bytes[start];
  if (levels > 0 && first === openBrace) return scanObject(bytes, start, levels);
  if (levels > 0 && first === openBracket) return scanArray(bytes, start, levels);
  return { start, end: endOfValue(bytes, start) };
}

function scanObject(bytes: Uint8Array, start: number, levels: number): JsonNode {
  const members: JsonMember[] = [];
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] === closeBrace) return { start, end: at + 1, members };
  for (;;) {
    const nameStart = at;
    const nameEnd = skipName(bytes, at);
    const value = scanNode(bytes, skipMark(bytes, nameEnd, colon), levels - 1);
    members.push({ name: parseString(bytes, { start: nameStart, end: nameEnd }), start: nameStart, value });
    at = skipSpace(bytes, value.end);
    if (bytes[at] === closeBrace) return { start, end: at + 1, members };
    at = skipMark(bytes, at, comma);
  }
}

function scanArray(bytes: Uint8Array, start: number, levels: number): JsonNode {
  const items: JsonNode[] = [];
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] === closeBracket) return { start, end: at + 1, items };
  for (;;) {
    const item = scanNode(bytes, at, levels - 1);
    items.push(item);
    at = skipSpace(bytes, item.end);
    if (bytes[at] === closeBracket) return { start, end: at + 1, items };
    at = skipMark(bytes, at, comma);
  }
}

/**
 * Where the values of these members (ASCII names) of the object at `start` are; of a name that comes twice, the last. Builds
 * nothing of the other members: of many small objects, a tree would be many times their size.
 */
export function findMembers(
  bytes: Uint8Array,
  start: number,
  names: readonly string[],
): Map<string, JsonNode> {
  const found = new Map<string, JsonNode>();
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] === closeBrace) return found;
  for (;;) {
    const nameEnd = skipName(bytes, at);
    const valueStart = skipMark(bytes, nameEnd, colon);
    const end = endOfValue(bytes, valueStart);
    if (mayBeOneOf(bytes, at, nameEnd, names)) {
      const text = parseString(bytes, { start: at, end: nameEnd });
      if (names.includes(text)) found.set(text, { start: valueStart, end });
    }
    at = skipSpace(bytes, end);
    if (bytes[at] === closeBrace) return found;
    at = skipMark(bytes, at, comma);
  }
}

/** An escape makes any length possible. */
function mayBeOneOf(bytes: Uint8Array, start: number, end: number, names: readonly string[]): boolean {
  if (names.some(({ length }) => length === end - start - 2)) return true;
  for (let at = start; at < end; at += 1) if (bytes[at] === backslash) return true;
  return false;
}

/** The value of a JSON string at `[start, end)`, its escapes resolved. */
export function parseString(bytes: Uint8Array, node: JsonNode): string {
  const text = textAt(bytes, { start: node.start + 1, end: node.end - 1 });
  return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
}

/** Open containers that the bits of one number can tell apart. */
const maxBits = 30;

/**
 * Where the value that begins at `start` ends, however deep it is. The open containers are on a stack of our own: a bit
 * each, 1 for an object; beyond `maxBits` of them, the outer ones are put aside.
 */
export function endOfValue(bytes: Uint8Array, start: number): number {
  const opener = bytes[start];
  if (opener === quote) return skipString(bytes, start);
  if (opener !== openBrace && opener !== openBracket) return skipScalar(bytes, start);
  let aside: number[] | undefined;
  let open = 0;
  let depth = 0;
  /** What closes the innermost open container. */
  let closer = 0;
  let at = start;
  for (;;) {
    const first = bytes[at];
    if (first === openBrace || first === openBracket) {
      if (depth > 0 && depth % maxBits === 0) {
        aside ??= [];
        aside.push(open);
        open = 0;
      }
      open = (open << 1) | (first === openBrace ? 1 : 0);
      depth += 1;
      closer = first === openBrace ? closeBrace : closeBracket;
      at = skipSpace(bytes, at + 1);
      if (bytes[at] !== closer) {
        if (closer === closeBrace) at = skipMark(bytes, skipName(bytes, at), colon);
        continue;
      }
    } else {
      at = skipSpace(bytes, first === quote ? skipString(bytes, at) : skipScalar(bytes, at));
    }
    while (bytes[at] === closer) {
      at += 1;
      depth -= 1;
      if (depth === 0) return at;
      open = depth % maxBits === 0 ? (aside?.pop() ?? 0) : open >> 1;
      closer = (open & 1) === 1 ? closeBrace : closeBracket;
      at = skipSpace(bytes, at);
    }
    at = skipMark(bytes, at, comma);
    if (closer === closeBrace) at = skipMark(bytes, skipName(bytes, at), colon);
  }
}

function skipScalar(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case 0x74:
      return skipWord(bytes, at, 'true');
    case 0x66:
      return skipWord(bytes, at, 'false');
    case 0x6e:
      return skipWord(bytes, at, 'null');
    default:
      return skipNumber(bytes, at);
  }
}

function skipName(bytes: Uint8Array, at: number): number {
  return bytes[at] === quote ? skipString(bytes, at) : fail(bytes, at);
}

/** Where the text continues after the comma or colon that is due here and the white space around it. */
function skipMark(bytes: Uint8Array, start: number, mark: number): number {
  // As a rule there is none.
  if (bytes[start] === mark && (bytes[start + 1] as number) > space) return start + 1;
  const at = skipSpace(bytes, start);
  return bytes[at] === mark ? skipSpace(bytes, at + 1) : fail(bytes, at);
}

/** Where the white space that begins at `start` ends, if there is any. */
export function skipSpace(bytes: Uint8Array, start: number): number {
  // As a rule there is none.
  if ((bytes[start] as number) > space) return start;
  let at = start;
  for (;;) {
    const byte = bytes[at];
    if (byte !== space && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at += 1;
  }
}

function skipString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  for (;;) {
    // Nearly all bytes of a record pass here. Behind the end there is `undefined`, which no comparison holds for.
    let byte = bytes[at] as number;
    while (byte > quote && byte !== backslash) {
      at += 1;
      byte = bytes[at] as number;
    }
    if (byte === quote) return at + 1;
    if (byte === backslash) at = skipEscape(bytes, at + 1);
    else if (byte >= space) at += 1;
    else return fail(bytes, at);
  }
}

function skipEscape(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) return fail(bytes, at);
  if (byte !== 0x75) return '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? at + 1 : fail(bytes, at);
  for (let i = at + 1; i <= at + 4; i += 1) if (!isHexDigit(bytes[i])) return fail(bytes, i);
  return at + 5;
}

function skipNumber(bytes: Uint8Array, start: number): number {
  const whole = bytes[start] === minus ? start + 1 : start;
  let at = bytes[whole] === zero ? whole + 1 : skipDigits(bytes, whole);
  if (bytes[at] === point) at = skipDigits(bytes, at + 1);
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    const sign = bytes[at + 1];
    at = skipDigits(bytes, sign === plus || sign === minus ? at + 2 : at + 1);
  }
  return at;
}

function skipDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(bytes[at])) at += 1;
  return at > start ? at : fail(bytes, at);
}

function skipWord(bytes: Uint8Array, start: number, word: string): number {
  for (let i = 0; i < word.length; i += 1) {
    if (bytes[start + i] !== word.charCodeAt(i)) return fail(bytes, start + i);
  }
  return start + word.length;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= 0x39;
}

function isHexDigit(byte: number | undefined): boolean {
  return (
    byte !== undefined && (isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66))
  );
}

function fail(bytes: Uint8Array, at: number): never {
  throw new JsonScanError(at >= bytes.length ? 'truncated' : 'malformed', at);
}
