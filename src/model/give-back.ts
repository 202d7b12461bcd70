/**
 * Gives the memory of large bytes back at once. V8 knows little of memory outside of its heap and collects it late: of a
 * meeting of 10,000 people, hundreds of megabytes go by.
 */

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
