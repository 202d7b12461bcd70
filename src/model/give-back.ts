/**
 * Gives the memory of large bytes back at once. V8 knows little of memory outside of its heap and collects it late: of a
 * meeting of 10,000 people, hundreds of megabytes go by.
 */

/**
 * Only for bytes that share their memory with nothing that is still needed: every view of it is empty then. Does nothing
 * to bytes of Node's pool, where small buffers lie side by side.
 */
export function giveBack({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}
