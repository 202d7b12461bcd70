/** Calls that seals say were removed: of any number, the newest are told. */
import { expect, test } from '@jest/globals';
import { recordPath } from '../../../src/model/archive-path.ts';
import { parseSealPath, sealPath } from '../../../src/proof/proof-paths.ts';
import { makeRemovedCalls } from '../../../src/web/seen/removed-calls.ts';
import { entryTenant } from '../../support/index-entry.ts';

const day = '2026-11-20';
const callIdOf = (number: number) => `0a1b2c3d-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A seal of a day on which a call was deleted at the end of its retention. */
function sealOf(sequence: number): Buffer {
  const was = { sha256: 'a'.repeat(64), bytes: 1, size: 1, md5: '', meta: 'b'.repeat(64), fetched_at: '' };
  const lines = { path: 'x', sha256: 'c'.repeat(64), entries: 0 };
  const callId = callIdOf(sequence);
  const path = recordPath({ tenantId: entryTenant, callId, version: '1', callDay: day });
  return Buffer.from(
    JSON.stringify({
      schema: 1,
      tenantId: entryTenant,
      sequence,
      sealedAt: '2026-12-02T05:10:00Z',
      previous: null,
      app: { name: 'a', version: '1' },
      sealsFrom: day,
      stampExpected: false,
      days: [
        {
          date: day,
          state: 'final',
          listedAt: '2026-12-02T05:10:00Z',
          manifest: { ...lines, root: 'd'.repeat(64) },
          graph: { reason: 'none' },
          changes: [{ path, was, is: null, because: 'retention' }],
          added: 0,
        },
      ],
    }),
  );
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
