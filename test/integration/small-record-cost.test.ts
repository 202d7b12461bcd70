/** What the daily bread costs in requests. More of them is a decision, and changes this test and docs/performance.md. */
import { expect, test } from '@jest/globals';
import { measureOperations } from '../../bench/measure/operations.ts';
import { smallRecord } from '../../src/estimating/usage.ts';

test('a small record costs two Graph reads, one Put Blob, four table operations and one for each partition of its find rows', async () => {
  const measured = await measureOperations({ quick: true, env: {}, say: () => undefined });
  const counts = Object.fromEntries(measured.map(({ figure, value }) => [figure, value]));
  // … and is what the estimate of costs reckons with.
  expect(counts).toEqual({
    'graph-operations': smallRecord.graphRequests,
    'blob-operations': smallRecord.blobWrites,
    'table-operations': smallRecord.tableOperations,
    'new-people-operations': smallRecord.newPeopleOperations,
    'known-people-operations': 0,
  });
});
