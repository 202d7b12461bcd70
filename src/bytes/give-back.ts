/**
 * Frees the memory of large buffers at once. V8 sees little of the memory outside its heap and collects it late. Bought
 * for the benchmark's `small-cpu` (1.74 times FLOOR; 2.14 without, which is garbage collection) and `memory-big`.
 */

/**
 * From this size on, Node allocates memory of its own; less may come out of its pool.
 * https://nodejs.org/api/buffer.html#static-method-bufferallocunsafesize
 */
export const ownMemoryBytes = Buffer.poolSize >>> 1;

const minBytes = 4096;

/**
 * Only for bytes whose memory holds nothing else that is still needed: every view of it is empty afterwards. Leaves small
 * memory alone, and Node's pool, where small buffers lie side by side.
 */
export function giveBack(bytes: ArrayBufferView): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= minBytes && !mayBePooled(bytes))
    buffer.transfer(0);
}

function mayBePooled({ buffer, byteLength }: ArrayBufferView): boolean {
  return buffer.byteLength === Buffer.poolSize && byteLength < ownMemoryBytes;
}

/** The same for a piece of a stream where it fills its memory: whoever made it has nothing more to write there. */
export function giveBackFull(piece: ArrayBufferView): void {
  if (piece.byteLength === piece.buffer.byteLength) giveBack(piece);
}

/** The same where pieces that were read lie one after the other in memory, and this one is the last of it. */
export function giveBackLast(piece: ArrayBufferView): void {
  if (piece.byteOffset + piece.byteLength === piece.buffer.byteLength) giveBack(piece);
}

/** The pieces of a stream that nobody else has: the memory of each is given back when the next is asked for. */
export async function* givingBack(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    yield piece;
    giveBackFull(piece);
  }
}
