/** What tells sets of rows apart: the same for the same rows in any order, and held in 32 bytes. */

export interface RowsDigest {
  /** Lower-case hex. */
  add(sha256: string): void;
  /** The SHA-256 of all rows, added up modulo 2²⁵⁶, in 64 hex digits. */
  value(): string;
}

const digestBytes = 32;

/** Big integers would leave several objects behind for each row. */
export function makeRowsDigest(): RowsDigest {
  const sum = Buffer.alloc(digestBytes);
  const added = Buffer.alloc(digestBytes);
  return {
    add(sha256) {
      added.write(sha256, 'hex');
      let carry = 0;
      for (let at = digestBytes - 4; at >= 0; at -= 4) {
        const total = sum.readUInt32BE(at) + added.readUInt32BE(at) + carry;
        sum.writeUInt32BE(total % 2 ** 32, at);
        carry = total >= 2 ** 32 ? 1 : 0;
      }
    },
    value: () => sum.toString('hex'),
  };
}
