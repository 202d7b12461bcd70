/** Bytes that look random and cannot be compressed, the same ones for the same seed. */
import { createCipheriv, createHash } from 'node:crypto';

export function seededBytes(seed: string, length: number): Buffer {
  const key = createHash('sha256').update(seed).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}
