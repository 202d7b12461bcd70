/**
 * Hashes of a file in the making. Those of node:crypto are several times faster, but only those of hash-wasm can be saved
 * and loaded. So a file begins with the fast ones and keeps its compressed parts; if it is left, the others are made from
 * these. Bought for the benchmark's `big-cpu`: 1.60 times FLOOR; 1.92 with the slow hashes throughout.
 */
import { createHash, hash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, inflateRaw } from 'node:zlib';
import { giveBack } from './give-back.ts';
import type { MemberHashes } from './gzip-member.ts';
import type { HashPair, HashStates, ResumablePair } from './resumable-hash.ts';

const inflate = promisify(inflateRaw);

/** At most this many compressed bytes are kept, some 10,000 sessions; beyond that, the slow hashes take over. */
const maxKeptBytes = 9_000_000;

/** SHA-256 of the document, and MD5 of the file. */
interface Digests {
  sha256: Uint8Array;
  md5: Uint8Array;
}

export interface Hashes extends MemberHashes {
  /** To be called once. */
  digest(): Digests;
  /** States of both in base64, under 400 characters in all. */
  save(): Promise<HashStates>;
}

interface KeptPart {
  part: Uint8Array;
  /** Length of the segment of the document in it; 0 where there is none. */
  segmentBytes: number;
}

/** New ones, or ones that continue from their saved states. */
export async function makeHashes(saved?: HashStates): Promise<Hashes> {
  let slow = saved && (await makeResumable(saved));
  let fast: HashPair | undefined;
  let whole: Digests | undefined;
  let kept: KeptPart[] = [];
  let keptBytes = 0;

  function pair(): HashPair {
    if (slow) return slow;
    fast ??= makePlainPair();
    return fast;
  }

  function takeFile(part: Uint8Array, segmentBytes: number): void {
    pair().md5.update(part);
    if (slow) return;
    // A copy, of the length it needs: the part is the caller's.
    kept.push({ part: segmentBytes > 0 ? copyOf(part) : Buffer.from(part), segmentBytes });
    keptBytes += part.length;
  }

  /** From here on, only the hashes that can be saved. */
  async function slowDown(): Promise<ResumablePair> {
    if (slow) return slow;
    const resumable = await makeResumable(undefined);
    for (const { part, segmentBytes } of kept) {
      resumable.md5.update(part);
      if (segmentBytes > 0) {
        // With room for the segment, and no more, the output is one piece.
        const chunkSize = segmentBytes + 64;
        const segment = await inflate(part, { finishFlush: constants.Z_SYNC_FLUSH, chunkSize });
        resumable.sha256.update(segment);
        giveBack(segment);
      }
      giveBack(part);
    }
    kept = [];
    slow = resumable;
    return resumable;
  }

  return {
    async update(segment, compressed) {
      pair().sha256.update(segment);
      takeFile(compressed, segment.length);
      if (!slow && keptBytes > maxKeptBytes) await slowDown();
    },
    updateFile: (part) => takeFile(part, 0),
    updateWhole(document, file) {
      whole = { sha256: hash('sha256', document, 'buffer'), md5: hash('md5', file, 'buffer') };
    },
    digest() {
      for (const { part } of kept.splice(0)) giveBack(part);
      return whole ?? { sha256: pair().sha256.digest(), md5: pair().md5.digest() };
    },
    save: async () => (await slowDown()).save(),
  };
}

/** In memory of its own, which can be given back. */
function copyOf(part: Uint8Array): Uint8Array {
  const copy = Buffer.allocUnsafeSlow(part.length);
  copy.set(part);
  return copy;
}

function makePlainPair(): HashPair {
  return { sha256: createHash('sha256'), md5: createHash('md5') };
}

/** Loaded when first needed: most records are never left. */
async function makeResumable(saved: HashStates | undefined): Promise<ResumablePair> {
  const { makeResumablePair } = await import('./resumable-hash.ts');
  return makeResumablePair(saved);
}
