/**
 * The Merkle tree of RFC 6962 §2.1 over SHA-256, computed while the leaves pass by: one hash a level is held. A leaf is
 * `SHA-256(0x00 ‖ leaf)`, a node `SHA-256(0x01 ‖ left ‖ right)`, the root of no leaves `SHA-256("")`.
 */
import { hash } from 'node:crypto';

export interface TreeHash {
  /** A text is added as its UTF-8. */
  add(leaf: Uint8Array | string): void;
  /** Of the leaves so far. */
  root(): Uint8Array;
  readonly size: number;
}

export interface AuditPath extends TreeHash {
  /** The audit path of the leaf at the index that was asked for (RFC 6962 §2.1.1); throws while it was not added. */
  path(): Uint8Array[];
}

/**
 * The bytes of a hash as a text of 32 characters. As buffers, the hashes of a large day would be millions of pieces of memory
 * outside of V8's heap, and most of what sealing it leaves behind.
 */
type HashText = string;

/** A perfect subtree of `2 ** level` leaves, or what several of them were joined to. */
interface Subtree {
  level: number;
  hash: HashText;
  holdsLeaf: boolean;
}

export function makeTreeHash(): TreeHash {
  return makeAuditPath(-1);
}

/** Computes the root, and the audit path of one leaf beside it. */
export function makeAuditPath(index: number): AuditPath {
  const peaks: Subtree[] = [];
  const path: HashText[] = [];
  let size = 0;

  return {
    add(leaf) {
      let subtree = { level: 0, hash: hashLeaf(leaf), holdsLeaf: size === index };
      for (let left = peaks.at(-1); left?.level === subtree.level; left = peaks.at(-1)) {
        peaks.pop();
        subtree = join(left, subtree, path);
      }
      peaks.push(subtree);
      size += 1;
    },
    root: () => bytesOf(joinAll(peaks, [])?.hash ?? hash('sha256', '', 'binary')),
    path() {
      if (index < 0 || index >= size) throw new Error(`Proving leaf ${index}: the tree has ${size} leaves`);
      const whole = [...path];
      joinAll(peaks, whole);
      return whole.map(bytesOf);
    },
    get size() {
      return size;
    },
  };
}

/** From right to left, as the recursion of the RFC ends. */
function joinAll(peaks: readonly Subtree[], path: HashText[]): Subtree | undefined {
  let whole = peaks.at(-1);
  for (const left of peaks.slice(0, -1).reverse()) if (whole) whole = join(left, whole, path);
  return whole;
}

function join(left: Subtree, right: Subtree, path: HashText[]): Subtree {
  if (left.holdsLeaf) path.push(right.hash);
  if (right.holdsLeaf) path.push(left.hash);
  return {
    level: left.level + 1,
    hash: hashNode(left.hash, right.hash),
    holdsLeaf: left.holdsLeaf || right.holdsLeaf,
  };
}

export interface ProvenLeaf {
  leaf: Uint8Array;
  index: number;
  /** How many leaves the tree has. */
  size: number;
  path: readonly Uint8Array[];
}

/** The root to which an audit path leads; `undefined` when it has not the length that the tree demands. */
export function rootFromAuditPath({ leaf, index, size, path }: ProvenLeaf): Uint8Array | undefined {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size)
    return undefined;
  let [at, last] = [index, size - 1];
  let node = hashLeaf(leaf);
  for (const bytes of path) {
    if (last === 0 || bytes.length !== 32) return undefined;
    const sibling = Buffer.from(bytes).toString('latin1');
    const isRight = at % 2 === 1;
    if (isRight || at === last) {
      node = hashNode(sibling, node);
      // Levels at which the last node stands alone have no sibling.
      while (!isRight && at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else node = hashNode(node, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? bytesOf(node) : undefined;
}

function half(index: number): number {
  return Math.floor(index / 2);
}

function bytesOf(text: HashText): Uint8Array {
  return Buffer.from(text, 'latin1');
}

/** Used again and again: what is hashed is short and copied at once. */
let scratch = Buffer.alloc(1024);

function hashLeaf(leaf: Uint8Array | string): HashText {
  // A unit of a text's length has three bytes at most.
  if (scratch.length <= 3 * leaf.length) scratch = Buffer.alloc(6 * leaf.length);
  scratch[0] = 0;
  if (typeof leaf === 'string') return hashScratch(1 + scratch.write(leaf, 1));
  scratch.set(leaf, 1);
  return hashScratch(1 + leaf.length);
}

function hashNode(left: HashText, right: HashText): HashText {
  scratch[0] = 1;
  scratch.write(left, 1, 'latin1');
  scratch.write(right, 33, 'latin1');
  return hashScratch(65);
}

function hashScratch(length: number): HashText {
  return hash('sha256', scratch.subarray(0, length), 'binary');
}
