/** What must be found in a sealed archive, online and in a downloaded folder. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { parseSeal } from '../../../src/proof/seal.ts';
import { attacks, noteOriginal } from '../../support/attacks.ts';
import { callIdOf, makeRecord } from '../../support/sealed-archive.ts';
import { useFolders } from '../../support/temporary-folder.ts';
import { day18, makeArchive } from '../../support/touched-archive.ts';
import { verifyBoth } from '../../support/verify-both.ts';

const makeFolder = useFolders();

describe.each(attacks)('is found: $what', (attack) => {
  test('online and in a folder', async () => {
    const archive = await makeArchive({ stampExpected: attack.stamps ?? false, isReal: true });
    noteOriginal(archive);
    await attack.do(archive);
    const change = attack.options?.(archive) ?? {};
    const [online, offline] = await verifyBoth(archive, await makeFolder(), change);
    const expected = typeof attack.found === 'function' ? attack.found(archive) : attack.found;
    expect(online.found).toEqual(expect.arrayContaining(expected));
    expect(online.report.verdict).toBe(attack.verdict ?? 'integrity');
    const offlineExpected = attack.offline ?? expected;
    expect(offline.found).toEqual(expect.arrayContaining(offlineExpected));
    if (attack.offline) expect(offline.found).toEqual(attack.offline);
    else expect(offline.report.verdict).toBe(attack.verdict ?? 'integrity');
    for (const { meaning, advice, path: where } of online.deviations)
      for (const text of [meaning, advice, where]) expect(text).not.toBe('');
  });
});

test('a record made by the builder is what its metadata says', () => {
  const { document, bytes, metadata } = makeRecord(callIdOf(1), '1', day18, `${day18}T12:00:00.000Z`);
  expect(gunzipSync(bytes).toString()).toBe(document);
  expect(metadata['sha256']).toBe(createHash('sha256').update(document).digest('hex'));
  expect(() => parseSeal(bytes)).toThrow();
});
