/** The Merkle tree of RFC 6962 against the definition of the RFC, written down as it stands there. */
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeAuditPath, makeTreeHash, rootFromAuditPath } from '../../../src/proof/merkle-tree.ts';

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');

/** RFC 6962 §2.1: MTH(D[n]). */
function naiveRoot(leaves: Uint8Array[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return sha256(Buffer.from([0]), only);
  const k = largestPowerBelow(leaves.length);
  return sha256(Buffer.from([1]), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

/** RFC 6962 §2.1.1: PATH(m, D[n]). */
function naivePath(m: number, leaves: Uint8Array[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const k = largestPowerBelow(leaves.length);
  return m < k
    ? [...naivePath(m, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(m - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}

function largestPowerBelow(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The leaves and roots with which implementations of Certificate Transparency test themselves. */
const vectors: [leaf: string, root: string][] = [
  ['', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  ['00', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  ['10', 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  ['2021', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
  ['3031', '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
  ['40414243', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
  ['5051525354555657', 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
  ['606162636465666768696a6b6c6d6e6f', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
];

test('the roots are those that Certificate Transparency publishes', () => {
  const tree = makeTreeHash();
  expect(hex(tree.root())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  for (const [leaf, root] of vectors) {
    tree.add(Buffer.from(leaf, 'hex'));
    expect(hex(tree.root())).toBe(root);
  }
});

test('root and audit paths of any leaves are those of the definition', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 5 }), { maxLength: 40 }), (leaves) => {
      const tree = makeTreeHash();
      for (const leaf of leaves) tree.add(leaf);
      expect(tree.size).toBe(leaves.length);
      expect(hex(tree.root())).toBe(hex(naiveRoot(leaves)));
      for (const [index, leaf] of leaves.entries()) {
        const proof = makeAuditPath(index);
        for (const one of leaves) proof.add(one);
        expect(proof.path().map(hex)).toEqual(naivePath(index, leaves).map(hex));
        const proven = { leaf, index, size: leaves.length, path: proof.path() };
        expect(hex(rootFromAuditPath(proven))).toBe(hex(tree.root()));
      }
    }),
    { seed: 6962, numRuns: 60 },
  );
});

test('a path with another leaf, index, size, order or length does not lead to the root', () => {
  const leaves = Array.from({ length: 13 }, (_, i) => Buffer.from([i]));
  const root = hex(naiveRoot(leaves));
  for (const [index, leaf] of leaves.entries()) {
    const path = naivePath(index, leaves);
    const proven = { leaf, index, size: leaves.length, path };
    expect(hex(rootFromAuditPath(proven))).toBe(root);
    const wrong = [
      { ...proven, leaf: Buffer.from([99]) },
      { ...proven, index: (index + 1) % 13 },
      { ...proven, index: 13 },
      { ...proven, index: -1 },
      { ...proven, index: 0.5 },
      { ...proven, path: path.slice(1) },
      { ...proven, path: path.slice(0, -1) },
      { ...proven, path: [...path, path[0] ?? leaf] },
      { ...proven, path: [...path].reverse() },
      { ...proven, path: path.map((node) => node.subarray(1)) },
    ];
    for (const one of wrong) expect(hex(rootFromAuditPath(one))).not.toBe(root);
  }
});

test('a path is asked for a leaf that the tree has', () => {
  const proof = makeAuditPath(1);
  proof.add(Buffer.from('first'));
  expect(() => proof.path()).toThrow('Proving leaf 1: the tree has 1 leaves');
  proof.add(Buffer.from('second'));
  expect(proof.path()).toHaveLength(1);
});
