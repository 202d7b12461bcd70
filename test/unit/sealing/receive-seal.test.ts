/** `POST /api/seal`: what is answered, and what is asked for. */
import { expect, test } from '@jest/globals';
import type { WorkRequest } from '../../../src/model/work-request.ts';
import { makeReceiveSeal } from '../../../src/sealing/receive-seal.ts';
import { makeMemoryEventLog } from '../../support/memory-event-log.ts';
import { makeMemoryRequestQueue } from '../../support/memory-request-queue.ts';

function setUp() {
  const workQueue = makeMemoryRequestQueue<WorkRequest>();
  const log = makeMemoryEventLog();
  const now = () => new Date('2026-11-21T12:00:00Z');
  const receive = makeReceiveSeal({ workQueue, note: log.note, now });
  return {
    workQueue,
    log,
    async post(body: unknown) {
      const { status, body: text = '' } = await receive(
        typeof body === 'string' ? body : JSON.stringify(body),
      );
      return { status, body: JSON.parse(text) };
    },
  };
}

test.each([
  [
    { from: '2026-11-01', to: '2026-11-03' },
    { from: '2026-11-01', to: '2026-11-03' },
  ],
  [
    { from: '2026-11-03', to: '2026-11-03', because: 'retention' },
    { from: '2026-11-03', to: '2026-11-03', because: 'retention' },
  ],
  // The day of a time in UTC, and no day that has not begun.
  [
    { from: '2026-11-20T23:30:00-02:00', to: '2026-12-31T00:00:00Z' },
    { from: '2026-11-21', to: '2026-11-21' },
  ],
])('takes %j and asks for it', async (body, days) => {
  const { post, workQueue, log } = setUp();
  expect(await post(body)).toEqual({ status: 202, body: days });
  expect(workQueue.sent).toEqual([
    { request: { schema: 1, kind: 'seal', cause: 'operator', ...days }, delayMs: 0 },
  ]);
  expect(log.notes).toEqual([{ name: 'sealing.requested', facts: days }]);
});

test.each([
  ['not JSON', 'InvalidBody'],
  ['', 'InvalidBody'],
  ['[]', 'InvalidBody'],
  [{ from: '2026-11-01' }, 'InvalidBody'],
  [{ from: '2026-02-30', to: '2026-03-01' }, 'InvalidBody'],
  [{ from: '2026-11-01T00:00:00', to: '2026-11-02' }, 'InvalidBody'],
  [{ from: 1, to: 2 }, 'InvalidBody'],
  [{ from: '2026-11-01', to: '2026-11-02', because: 'unexplained' }, 'InvalidBody'],
  [{ from: '2026-11-01', to: '2026-11-02', days: 3 }, 'InvalidBody'],
  [{ from: '2026-11-03', to: '2026-11-02' }, 'EmptyWindow'],
  [{ from: '2026-11-22', to: '2026-11-23' }, 'FutureWindow'],
])('refuses %j', async (body, code) => {
  const { post, workQueue } = setUp();
  const answer = await post(body);
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { code, message: expect.stringMatching(/^Sealing: /) } },
  });
  expect(workQueue.sent).toEqual([]);
});

test('says 503 when the queue does not take it', async () => {
  const { post, workQueue, log } = setUp();
  workQueue.failNext();
  expect(await post({ from: '2026-11-01', to: '2026-11-02' })).toMatchObject({
    status: 503,
    body: { error: { code: 'StorageUnavailable' } },
  });
  expect(log.notes.map(({ name }) => name)).toEqual(['sealing.failed']);
});
