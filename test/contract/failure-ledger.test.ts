/** What the owner of the archive relies on in the failure ledger: one row a record, with its newest state. */
import { RestError } from '@azure/data-tables';
import { describe, expect, test } from '@jest/globals';
import { makeTableFailureLedger } from '../../src/adapters/storage/table-failure-ledger.ts';
import { names } from '../../src/config/names.ts';
import { dayMs } from '../../src/model/durations.ts';
import type { Failure, FailureLedger } from '../../src/ports/failure-ledger.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemoryFailureLedger } from '../support/memory-failure-ledger.ts';

const storage = useStorage();
const table = () => storage().table(names.tables.failures);
const stateTable = () => storage().table(names.tables.state);
const memory = makeMemoryFailureLedger();

/** The columns of design §3, absent where there is nothing to say. */
type Row = Record<string, string | number>;

interface Subject {
  ledger: () => FailureLedger;
  readRow(callId: string): Promise<Row | undefined>;
}

const subjects: [string, Subject][] = [
  ['in memory', { ledger: () => memory, readRow: readMemoryRow }],
  ['as table rows', { ledger: () => makeTableFailureLedger(table(), stateTable()), readRow: readTableRow }],
];

describe.each(subjects)('a failure ledger %s', (_name, { ledger, readRow }) => {
  test('keeps everything that is known of a failure', async () => {
    await ledger().put(makeFailure('call-1'));
    expect(await readRow('call-1')).toEqual({
      state: 'refused',
      reason: 'Asking Graph: it answered 400 BadRequest',
      http_status: 400,
      first_try: '2026-11-20T10:00:00.000Z',
      last_try: '2026-11-20T11:00:00.000Z',
      next_try: '2026-11-21T11:00:00.000Z',
      forgotten_at: '2026-12-20T10:00:00.000Z',
      refused_blob: 'refused/v1/date=2026-11-20/call-1',
    });
  });

  test('puts a failure in place of the older one, with nothing left of it', async () => {
    await ledger().put(makeFailure('call-2'));
    await ledger().put({
      ...makeFailure('call-2'),
      state: 'lost',
      reason: 'Asking Graph: it answered 404',
      httpStatus: undefined,
      nextTryAt: undefined,
      refusedBlob: undefined,
    });
    expect(await readRow('call-2')).toEqual({
      state: 'lost',
      reason: 'Asking Graph: it answered 404',
      first_try: '2026-11-20T10:00:00.000Z',
      last_try: '2026-11-20T11:00:00.000Z',
      forgotten_at: '2026-12-20T10:00:00.000Z',
    });
  });

  test('closes a row and keeps what it says; nobody asks again', async () => {
    await ledger().put(makeFailure('call-3'));
    await ledger().close('call-3', new Date('2026-11-21T12:00:00Z'));
    expect(await readRow('call-3')).toEqual({
      state: 'closed',
      reason: 'Asking Graph: it answered 400 BadRequest',
      http_status: 400,
      first_try: '2026-11-20T10:00:00.000Z',
      last_try: '2026-11-21T12:00:00.000Z',
      forgotten_at: '2026-12-20T10:00:00.000Z',
      refused_blob: 'refused/v1/date=2026-11-20/call-3',
    });
  });

  test('closes twice as once, and opens again with the next failure', async () => {
    const closedAt = new Date('2026-11-21T12:00:00Z');
    await ledger().put(makeFailure('call-4'));
    await ledger().close('call-4', closedAt);
    await ledger().close('call-4', closedAt);
    expect(await readRow('call-4')).toMatchObject({ state: 'closed' });
    await ledger().put({ ...makeFailure('call-4'), state: 'pending' });
    expect(await readRow('call-4')).toMatchObject({
      state: 'pending',
      next_try: '2026-11-21T11:00:00.000Z',
    });
  });

  test('closes what has no row without a row and without an error', async () => {
    await ledger().close('call-5', new Date('2026-11-21T12:00:00Z'));
    expect(await readRow('call-5')).toBeUndefined();
  });
});

describe.each(subjects)('the open rows of a failure ledger %s', (_name, { ledger, readRow }) => {
  const nextTryAt = new Date('2026-11-25T00:00:00Z');

  test('are found as they were put, and closed ones are not', async () => {
    await ledger().put(makeFailure('open-1'));
    expect(await ledger().find('open-1')).toEqual(makeFailure('open-1'));
    await ledger().close('open-1', new Date('2026-11-21T12:00:00Z'));
    expect(await ledger().find('open-1')).toBeUndefined();
    expect(await ledger().find('open-never')).toBeUndefined();
  });

  test('are found with nothing where nothing is known', async () => {
    const failure = {
      ...makeFailure('open-2'),
      httpStatus: undefined,
      nextTryAt: undefined,
      refusedBlob: undefined,
    };
    await ledger().put(failure);
    expect(await ledger().find('open-2')).toEqual(failure);
  });

  test('are listed by their state', async () => {
    const states = {
      'list-1': 'pending',
      'list-2': 'refused',
      'list-3': 'lost',
      'list-4': 'pending',
    } as const;
    for (const [callId, state] of Object.entries(states))
      await ledger().put({ ...makeFailure(callId), state, forgottenAt: new Date(Date.now() + dayMs) });
    await ledger().close('list-4', new Date('2026-11-21T12:00:00Z'));
    const isOfTest = (callId: string) => callId.startsWith('list-');
    const waiting = await idsIn(ledger(), 'pending', 'refused');
    expect(waiting.filter(isOfTest)).toEqual(['list-1', 'list-2']);
    expect((await idsIn(ledger(), 'lost')).filter(isOfTest)).toEqual(['list-3']);
  });

  test('can be changed in part, and the rest stays', async () => {
    await ledger().put(makeFailure('change-1'));
    const forgottenAt = new Date('2026-12-19T00:00:00Z');
    expect(await ledger().change('change-1', { nextTryAt, forgottenAt })).toBe(true);
    expect(await ledger().find('change-1')).toEqual({ ...makeFailure('change-1'), nextTryAt, forgottenAt });
    expect(await ledger().change('change-1', { state: 'lost', nextTryAt: undefined })).toBe(true);
    expect(await ledger().find('change-1')).toMatchObject({ state: 'lost', nextTryAt: undefined });
  });

  test('are not changed when they are closed, nor made when there is none', async () => {
    await ledger().put(makeFailure('change-2'));
    await ledger().close('change-2', new Date('2026-11-21T12:00:00Z'));
    const closed = await readRow('change-2');
    expect(await ledger().change('change-2', { nextTryAt })).toBe(false);
    expect(await readRow('change-2')).toEqual(closed);
    expect(await ledger().change('change-3', { nextTryAt })).toBe(false);
    expect(await readRow('change-3')).toBeUndefined();
  });
});

describe.each(subjects)('upkeep of a failure ledger %s', (_name, { ledger, readRow }) => {
  const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);

  test('deletes rows that closed more than 90 days ago, and no others', async () => {
    for (const callId of ['tidy-old', 'tidy-recent', 'tidy-open', 'tidy-again'])
      await ledger().put(makeFailure(callId));
    await ledger().close('tidy-old', daysAgo(91));
    await ledger().close('tidy-recent', daysAgo(89));
    await ledger().close('tidy-again', daysAgo(91));
    await ledger().put(makeFailure('tidy-again'));
    await ledger().tidy();
    expect(await readRow('tidy-old')).toBeUndefined();
    expect(await readRow('tidy-recent')).toMatchObject({ state: 'closed' });
    for (const callId of ['tidy-open', 'tidy-again']) {
      expect(await readRow(callId)).toMatchObject({ state: 'refused' });
      expect(await idsIn(ledger(), 'refused')).toContain(callId);
    }
  });

  test('keeps what was lost for good, and lists it for 90 days', async () => {
    await ledger().put({ ...makeFailure('lost-old'), state: 'lost', forgottenAt: daysAgo(91) });
    await ledger().put({ ...makeFailure('lost-recent'), state: 'lost', forgottenAt: daysAgo(89) });
    await ledger().tidy();
    expect(await readRow('lost-old')).toMatchObject({ state: 'lost' });
    const lost = await idsIn(ledger(), 'lost');
    expect(lost).toContain('lost-recent');
    expect(lost).not.toContain('lost-old');
  });
});

test('a row that somebody else writes at the same moment is left to its newer fate', async () => {
  const ledger = makeTableFailureLedger(table(), stateTable());
  await ledger.put(makeFailure('contested'));
  const slow = Object.create(table(), {
    updateEntity: {
      value: async (...update: Parameters<ReturnType<typeof table>['updateEntity']>) => {
        await ledger.put({ ...makeFailure('contested'), reason: 'A newer fate' });
        return table().updateEntity(...update);
      },
    },
  });
  expect(await makeTableFailureLedger(slow, stateTable()).change('contested', { state: 'lost' })).toBe(false);
  expect(await ledger.find('contested')).toMatchObject({ state: 'refused', reason: 'A newer fate' });
});

test('a ledger whose table is away throws', async () => {
  const away = makeTableFailureLedger(storage().table('NotThere'), stateTable());
  await expect(away.put(makeFailure('call-6'))).rejects.toBeInstanceOf(RestError);
});

async function idsIn(ledger: FailureLedger, ...states: Failure['state'][]): Promise<string[]> {
  const rows = await Array.fromAsync(ledger.list(states));
  return rows.map(({ callId }) => callId).sort();
}

function makeFailure(callId: string): Failure {
  return {
    callId,
    state: 'refused',
    reason: 'Asking Graph: it answered 400 BadRequest',
    httpStatus: 400,
    firstTryAt: new Date('2026-11-20T10:00:00Z'),
    lastTryAt: new Date('2026-11-20T11:00:00Z'),
    nextTryAt: new Date('2026-11-21T11:00:00Z'),
    forgottenAt: new Date('2026-12-20T10:00:00Z'),
    refusedBlob: `refused/v1/date=2026-11-20/${callId}`,
  };
}

async function readMemoryRow(callId: string): Promise<Row | undefined> {
  const row = memory.rows.get(callId);
  return (
    row &&
    withoutNothing({
      state: row.closedAt ? 'closed' : row.state,
      reason: row.reason,
      http_status: row.httpStatus,
      first_try: row.firstTryAt.toISOString(),
      last_try: row.lastTryAt.toISOString(),
      next_try: row.nextTryAt?.toISOString(),
      forgotten_at: row.forgottenAt.toISOString(),
      refused_blob: row.refusedBlob,
    })
  );
}

async function readTableRow(callId: string): Promise<Row | undefined> {
  try {
    const row = await table().getEntity<Record<string, unknown>>('record', callId);
    const { partitionKey: _p, rowKey: _r, etag: _e, timestamp: _t, 'odata.metadata': _m, ...columns } = row;
    return withoutNothing(columns);
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 404) return undefined;
    throw error;
  }
}

/** An empty text is nothing: a merged row cannot lose a column. */
function withoutNothing(columns: Record<string, unknown>): Row {
  const kept = Object.entries(columns).filter(
    (column): column is [string, string | number] => column[1] !== undefined && column[1] !== '',
  );
  return Object.fromEntries(kept);
}
