/**
 * Where the items of an envelope `{"value":[…]}` are, found without parsing it. It looks at brackets and strings only: what
 * lies between them is for JSON.parse to judge, a piece at a time.
 */

/** A range of the body that holds an item, or `undefined` where nothing was found for a while: a moment to pause at. */
export type ScannedItem = { from: number; to: number } | undefined;

const pauseAfterBytes = 16 * 1024;
const listKey = Buffer.from('"value"');
const ascii = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openList: 0x5b,
  backslash: 0x5c,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;

/**
 * Gives the items in their order, and at the end what stands around them: JSON with an empty list, if the body was JSON.
 * That is `undefined` when it is longer than `maxFrameBytes` before or after the list, or when there is not exactly one list.
 */
export function* scanEnvelope(
  body: Uint8Array,
  maxFrameBytes: number,
): Generator<ScannedItem, Uint8Array | undefined, void> {
  let depth = 0;
  let stringAt = 0;
  let isInString = false;
  let isListNext = false;
  let before: Uint8Array | undefined;
  let frameAt = 0;
  /** `undefined` outside of the list. */
  let itemAt: number | undefined;
  let isFirst = true;
  let pauseAt = pauseAfterBytes;
  /** White space around the envelope does not count. */
  let inkTo = 0;

  for (let at = 0; at < body.length; at += 1) {
    if (at >= pauseAt) {
      if (depth > 0 && itemAt === undefined && at - frameAt > maxFrameBytes) return undefined;
      pauseAt = at + pauseAfterBytes;
      yield undefined;
    }
    const byte = body[at];
    if (isInString) {
      if (byte === ascii.backslash) at += 1;
      else if (byte === ascii.quote) isInString = false;
      continue;
    }
    if (depth === 0) {
      if (!isSpace(byte)) inkTo = at + 1;
      else if (frameAt === at) frameAt += 1;
    }
    switch (byte) {
      case ascii.quote:
        isInString = true;
        stringAt = at;
        break;
      case ascii.openObject:
      case ascii.openList:
        depth += 1;
        if (depth !== 2 || byte !== ascii.openList || !isListNext) break;
        if (before) return undefined;
        itemAt = at + 1;
        before = body.subarray(frameAt, itemAt);
        break;
      case ascii.closeObject:
      case ascii.closeList:
        depth -= 1;
        inkTo = at + 1;
        if (itemAt === undefined || depth !== 1) break;
        if (!isFirst || !isBlank(body, itemAt, at)) yield { from: itemAt, to: at };
        itemAt = undefined;
        isListNext = false;
        frameAt = at;
        break;
      case ascii.comma:
        if (depth === 1) isListNext = false;
        if (itemAt === undefined || depth !== 2) break;
        yield { from: itemAt, to: at };
        itemAt = at + 1;
        isFirst = false;
        break;
      case ascii.colon:
        if (depth === 1) isListNext = listKey.equals(body.subarray(stringAt, stringAt + listKey.length));
        break;
    }
  }
  if (!before || depth !== 0 || isInString) return undefined;
  const frame = [before, body.subarray(frameAt, inkTo)];
  return frame.every(({ length }) => length <= maxFrameBytes) ? Buffer.concat(frame) : undefined;
}

function isBlank(body: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (!isSpace(body[at])) return false;
  return true;
}

/** White space as JSON has it. */
function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
