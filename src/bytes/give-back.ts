/**
 * Gives the memory of large bytes back at once. V8 knows little of memory outside of its heap and collects it late: of a
 * meeting of 10,000 people, hundreds of megabytes go by, and of many small calls as much.
 */

/**
 * Asked for at least so many bytes, Node gives memory that nothing else is in; less may come out of its pool.
 * https://nodejs.org/api/buffer.html#static-method-bufferallocunsafesize
 */
export const ownMemoryBytes = Buffer.poolSize >>> 1;

const leastBytes = 4096;

/**
 * Only for bytes that share their memory with nothing that is still needed: every view of it is empty then. Does nothing
 * to few bytes, nor to those of Node's pool, where small buffers lie side by side.
 */
export function giveBack({ buffer }: ArrayBufferView): void {
  const { byteLength } = buffer;
  if (buffer instanceof ArrayBuffer && byteLength >= leastBytes && byteLength !== Buffer.poolSize)
    buffer.transfer(0);
}
