/** A message that kept failing: its records get an owner, with the time at which Graph forgets each. */
import { expect, test } from '@jest/globals';
import { makeNotePoison } from '../../../src/archiving/note-poison.ts';
import type { ArchiveRequest } from '../../../src/model/archive-request.ts';
import type { Failure } from '../../../src/ports/failure-ledger.ts';
import { makeMemoryEventLog } from '../../support/memory-event-log.ts';
import { makeMemoryFailureLedger } from '../../support/memory-failure-ledger.ts';

const now = new Date('2026-11-21T08:00:00Z');
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

async function notePoison(request: ArchiveRequest, known?: Failure) {
  const { note, notes } = makeMemoryEventLog();
  const ledger = makeMemoryFailureLedger();
  if (known) await ledger.put(known);
  await makeNotePoison({ ledger, note, now: () => now })(request);
  return { rows: [...ledger.rows.values()], notes };
}

test('each record of a packed message has a row; Graph forgets it 30 days after its end, or after the first try', async () => {
  const { rows, notes } = await notePoison({
    schema: 1,
    kind: 'records',
    reason: 'reconcile',
    callIds: [id(1), id(2)],
    ends: ['2026-11-01T10:00:00.000Z', null],
  });
  expect(rows).toEqual([
    expect.objectContaining({
      callId: id(1),
      state: 'pending',
      forgottenAt: new Date('2026-12-01T10:00:00Z'),
    }),
    expect.objectContaining({
      callId: id(2),
      state: 'pending',
      forgottenAt: new Date('2026-12-21T08:00:00Z'),
    }),
  ]);
  expect(notes).toEqual([
    { name: 'archiving.poison-noted', facts: { kind: 'records', records: 2, call_id: id(1) } },
  ]);
});

test('a record that was tried before keeps its first try', async () => {
  const retry = { firstTryAt: '2026-11-20T08:00:00.000Z', failedTries: 3 };
  const { rows } = await notePoison({
    schema: 1,
    kind: 'records',
    reason: 'redrive',
    callIds: [id(1)],
    retry,
  });
  expect(rows).toEqual([
    expect.objectContaining({
      firstTryAt: new Date(retry.firstTryAt),
      nextTryAt: new Date('2026-11-22T08:00:00Z'),
      forgottenAt: new Date('2026-12-20T08:00:00Z'),
    }),
  ]);
});

test('a record that has a row keeps what only that knows', async () => {
  const known = {
    callId: id(1),
    firstTryAt: new Date('2026-11-10T08:00:00Z'),
    forgottenAt: new Date('2026-12-09T08:00:00Z'),
    refusedBlob: 'refused/v1/date=2026-11-10/x',
  };
  const others = { httpStatus: 200, lastTryAt: now, nextTryAt: now };
  const { rows } = await notePoison(
    { schema: 1, kind: 'records', reason: 'redrive', callIds: [id(1)] },
    { ...known, ...others, state: 'refused', reason: 'Not a call record' },
  );
  expect(rows).toEqual([expect.objectContaining({ ...known, state: 'pending', httpStatus: undefined })]);
});

test('a message that asks for no record leaves no row', async () => {
  const { rows, notes } = await notePoison({ schema: 1, kind: 'reconcile', cause: 'missed' });
  expect(rows).toEqual([]);
  expect(notes).toMatchObject([{ facts: { kind: 'reconcile', records: 0 } }]);
});
