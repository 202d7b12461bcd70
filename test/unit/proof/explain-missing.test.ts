/** Which missing calls the changes of seals explain. */
import { expect, test } from '@jest/globals';
import { explainMissing } from '../../../src/proof/explain-missing.ts';
import type { SealedChange } from '../../../src/proof/seal.ts';
import { callIdOf } from '../../support/sealed-archive.ts';
import { path } from '../../support/touched-archive.ts';

const state = { sha256: '', bytes: 1, size: 1, md5: '', meta: '', fetched_at: '' };
const gone = (call: number, version: number, because: SealedChange['because']): SealedChange => ({
  path: path('2026-11-19', call, version),
  was: state,
  is: null,
  because,
});
const changes = [
  gone(1, 2, 'erasure'),
  gone(1, 3, 'retention'),
  gone(2, 1, 'erasure'),
  gone(3, 1, 'unexplained'),
  { ...gone(4, 1, 'erasure'), is: state },
  gone(5, 10, 'retention'),
  { ...gone(6, 1, 'erasure'), path: `reports/v1/${callIdOf(6)}` },
];
const missing = [
  [1, '1', 'erasure'],
  [1, '3', 'retention'],
  [1, '4', undefined],
  [2, '2', undefined],
  [3, '1', undefined],
  [4, '1', undefined],
  [5, '9', 'retention'],
  [6, '1', undefined],
] as const;

test.each([1, 2, 3, 100])('a removal explains that version and earlier ones, %d at once', async (atOnce) => {
  async function* list() {
    for (const [call, version] of missing) yield { id: callIdOf(call), version };
  }
  async function* read() {
    yield* changes;
  }
  const explained = await Array.fromAsync(explainMissing(list(), read, atOnce));
  expect(explained.map(({ id, version, because }) => [Number(id.slice(-12)), version, because])).toEqual(
    missing,
  );
});
