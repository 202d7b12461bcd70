/** Calls that seals say were removed: of any number, the newest are told. */
import { expect, test } from '@jest/globals';
import { recordPath } from '../../../src/model/archive-path.ts';
import { parseSealPath, sealPath } from '../../../src/proof/proof-paths.ts';
import { makeRemovedCalls } from '../../../src/web/seen/removed-calls.ts';
import { entryTenant } from '../../support/index-entry.ts';
import { makeRemovalSeal } from '../../support/removal-seal.ts';

const day = '2026-11-20';
const callIdOf = (number: number) => `0a1b2c3d-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A seal of a day on which a call was deleted at the end of its retention. */
function sealOf(sequence: number): Buffer {
  const callId = callIdOf(sequence);
  const path = recordPath({ tenantId: entryTenant, callId, version: '1', callDay: day });
  return makeRemovalSeal({ tenantId: entryTenant, sequence, day, path, because: 'retention' });
}

test('of more than can be kept in mind, the newest are', async () => {
  const files: Parameters<typeof makeRemovedCalls>[0] = {
    async *list() {
      for (const sequence of [1, 2, 3])
        yield { path: sealPath(sequence), sizeBytes: 1, md5: undefined, metadata: {} };
    },
    read: async (_, path) => sealOf(parseSealPath(path) ?? 0),
  };
  const removed = makeRemovedCalls(files, { maxRemembered: 2 });
  const told = await Promise.all(
    [1, 2, 3].map(async (number) => (await removed.find(callIdOf(number)))?.day),
  );
  expect(told).toEqual([undefined, day, day]);
});
