/**
 * The items of an envelope, parsed one by one. Nothing here trusts the sender: whatever a body holds, other work has its
 * turn every few milliseconds, the handshake of Graph among it (design §4).
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ShapeError } from '../errors.ts';
import { scanEnvelope } from './scan-envelope.ts';

/** The body has more items than Graph ever sends. */
export class TooManyItemsError extends Error {
  override readonly name = 'TooManyItemsError';
}

export const maxItems = 5000;
/** Far more than a notification has, and parsed in a moment. */
const maxItemBytes = 32 * 1024;
/** For the envelope's other members. */
const maxFrameBytes = 32 * 1024;
const maxTurnMs = 5;
/** A body of this size is parsed in a moment, whatever is in it: a hundred notifications need half of it. */
const maxWholeBytes = 128 * 1024;

/**
 * Gives each item before the next one is looked for; `undefined` for one that is too long to be a notification. Throws
 * TooManyItemsError, and ShapeError when the body is not an envelope, which may show only after its last item.
 */
export function parseEnvelope(body: Uint8Array): Iterable<unknown> | AsyncIterable<unknown> {
  return body.length <= maxWholeBytes ? parseWhole(body) : parseInSlices(body);
}

function* parseWhole(body: Uint8Array): Generator<unknown, void, void> {
  const envelope = parseBytes(body);
  const items = typeof envelope === 'object' && envelope !== null && 'value' in envelope && envelope.value;
  if (!Array.isArray(items)) throw notAnEnvelopeError();
  if (items.length > maxItems) throw tooManyItemsError();
  yield* items;
}

async function* parseInSlices(body: Uint8Array): AsyncGenerator<unknown, void, void> {
  const scan = scanEnvelope(body, maxFrameBytes);
  let turnBeganAt = performance.now();
  let items = 0;
  for (;;) {
    const { value: found, done } = scan.next();
    if (done) return checkFrame(found);
    if (performance.now() - turnBeganAt > maxTurnMs) {
      await nextTurn();
      turnBeganAt = performance.now();
    }
    if (!found) continue;
    items += 1;
    if (items > maxItems) throw tooManyItemsError();
    const { from, to } = found;
    yield to - from > maxItemBytes ? undefined : parseBytes(body.subarray(from, to));
  }
}

function checkFrame(bytes: Uint8Array | undefined): void {
  const frame = bytes && parseBytes(bytes);
  if (typeof frame !== 'object' || frame === null || !Object.hasOwn(frame, 'value'))
    throw notAnEnvelopeError();
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function parseBytes(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    throw notAnEnvelopeError();
  }
}

function notAnEnvelopeError(): ShapeError {
  return new ShapeError('Receiving notifications: the body is not a JSON object with a list "value"');
}

function tooManyItemsError(): TooManyItemsError {
  return new TooManyItemsError(`The body has more than ${maxItems} items`);
}
