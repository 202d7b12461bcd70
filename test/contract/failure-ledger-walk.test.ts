/**
 * What a walk over the open rows of the failure ledger costs, counted on the wire, and how upkeep gets over a table that
 * years have filled: rows of an earlier version, which have no marker, included.
 */
import type { TableClient } from '@azure/data-tables';
import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FailureLedgerOptions,
  makeTableFailureLedger,
} from '../../src/adapters/storage/table-failure-ledger.ts';
import { dayMs, hourMs } from '../../src/model/durations.ts';
import type { Failure } from '../../src/ports/failure-ledger.ts';
import { useStorage } from '../support/contract-storage.ts';

const storage = useStorage();
let tables: { ledger: TableClient; state: TableClient };
let made = 0;

beforeEach(async () => {
  made += 1;
  const [ledger, state] = [storage().table(`Ledger${made}`), storage().table(`State${made}`)];
  await Promise.all([ledger.createTable(), state.createTable()]);
  tables = { ledger, state };
});

const open = (options?: FailureLedgerOptions) => makeTableFailureLedger(tables.ledger, tables.state, options);
const idsIn = async (...states: Failure['state'][]) =>
  (await Array.fromAsync(open().list(states))).map(({ callId }) => callId);

/** Rows as an earlier version left them: in the ledger alone. */
async function fill(count: number, state: Failure['state'] | 'closed', lastTryAt: Date): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => ({
    partitionKey: 'record',
    rowKey: `${state}-${String(i).padStart(5, '0')}`,
    state,
    reason: 'Asking Graph: it answered 404',
    first_try: lastTryAt.toISOString(),
    last_try: lastTryAt.toISOString(),
    forgotten_at: new Date(Date.now() + 20 * dayMs).toISOString(),
  }));
  for (let at = 0; at < count; at += 100) {
    const some = rows.slice(at, at + 100).map((row) => ['create', row] as ['create', typeof row]);
    await tables.ledger.submitTransaction(some);
  }
}

function makeFailure(callId: string): Failure {
  const at = new Date('2026-11-20T10:00:00Z');
  return {
    callId,
    state: 'pending',
    reason: 'Asking Graph: it answered 404',
    httpStatus: 404,
    firstTryAt: at,
    lastTryAt: at,
    nextTryAt: undefined,
    forgottenAt: new Date(Date.now() + 20 * dayMs),
    refusedBlob: undefined,
  };
}

/** Requests while the work runs, and the rows in their answers. */
async function countOnWire(work: () => Promise<unknown>): Promise<{ requests: number; rows: number }> {
  const counted = { requests: 0, rows: 0 };
  const policy = { name: 'count' };
  for (const { pipeline } of Object.values(tables))
    pipeline.addPolicy(
      {
        ...policy,
        async sendRequest(request, next) {
          const response = await next(request);
          const body = JSON.parse(response.bodyAsText || '{}') as { value?: unknown[] };
          counted.requests += 1;
          counted.rows += response.status === 200 ? (body.value?.length ?? 1) : 0;
          return response;
        },
      },
      { phase: 'Deserialize' },
    );
  await work();
  for (const { pipeline } of Object.values(tables)) pipeline.removePolicy(policy);
  return counted;
}

describe('a walk over the open rows', () => {
  const ids = Array.from({ length: 20 }, (_, i) => `open-${String(i).padStart(2, '0')}`);

  test('costs as much beside 3,000 closed rows as beside none', async () => {
    for (const callId of ids) await open().put(makeFailure(callId));
    const walk = async () => expect(await idsIn('pending', 'refused')).toEqual(ids);
    const alone = await countOnWire(walk);
    expect(alone).toEqual({ requests: 21, rows: 40 });
    await fill(3000, 'closed', new Date(Date.now() - dayMs));
    expect(await countOnWire(walk)).toEqual(alone);
  });

  test('costs nothing more for what closed before an earlier walk', async () => {
    for (const callId of ids) await open().put(makeFailure(callId));
    for (const callId of ids.slice(1)) await open().close(callId, new Date());
    // Young markers stay: the row of one may be on its way.
    const later = { now: () => new Date(Date.now() + 2 * hourMs) };
    const walk = (options = {}) => Array.fromAsync(open(options).list(['pending']));
    expect(await countOnWire(walk)).toEqual({ requests: 21, rows: 40 });
    expect((await walk(later)).map(({ callId }) => callId)).toEqual(ids.slice(0, 1));
    expect(await countOnWire(walk)).toEqual({ requests: 2, rows: 2 });
  });

  test('finds a row that opens again while its old marker is dropped', async () => {
    const [callId = ''] = ids;
    await open().put(makeFailure(callId));
    await open().close(callId, new Date());
    const reopening = Object.create(tables.state, {
      deleteEntity: {
        value: async (...args: Parameters<TableClient['deleteEntity']>) => {
          await open().put(makeFailure(callId));
          return tables.state.deleteEntity(...args);
        },
      },
    });
    const later = { now: () => new Date(Date.now() + 2 * hourMs) };
    await Array.fromAsync(makeTableFailureLedger(tables.ledger, reopening, later).list(['pending']));
    expect(await idsIn('pending')).toEqual([callId]);
  });
});

test('a row does not open unless its marker is written: no walk would find it', async () => {
  const refusing = Object.create(tables.state, {
    upsertEntity: { value: () => Promise.reject(new Error('The marker is not taken')) },
  });
  const ledger = makeTableFailureLedger(tables.ledger, refusing);
  await expect(ledger.put(makeFailure('unmarked'))).rejects.toThrow('not taken');
  expect(await open().find('unmarked')).toBeUndefined();
});

describe('upkeep', () => {
  test('finds the open rows of an earlier version', async () => {
    await fill(3, 'pending', new Date());
    await fill(2, 'refused', new Date());
    expect(await idsIn('pending', 'refused')).toEqual([]);
    await open().tidy();
    expect((await idsIn('pending', 'refused')).length).toBe(5);
    await open().close('pending-00001', new Date());
    await open().tidy();
    expect((await idsIn('pending', 'refused')).length).toBe(4);
  });

  test('stops when its time is over, and resumes with the next run until the end; then it starts over', async () => {
    await fill(250, 'closed', new Date(Date.now() - 91 * dayMs));
    await fill(7, 'pending', new Date());
    let runs = 0;
    const countLeft = async () => (await Array.fromAsync(tables.ledger.listEntities())).length;
    const brief = { maxPageSize: 50, maxStretchMs: -1 };
    while ((await idsIn('pending')).length < 7 && runs < 20) {
      const { requests } = await countOnWire(() => open(brief).tidy());
      // A page, its rows, and the cursor read and written.
      expect(requests).toBeLessThanOrEqual(53);
      runs += 1;
    }
    expect([runs, await countLeft()]).toEqual([6, 7]);
    await fill(1, 'refused', new Date());
    await open(brief).tidy();
    expect(await idsIn('refused')).toEqual(['refused-00000']);
  });

  test('gets over rows that stay, a stretch each run', async () => {
    await fill(120, 'pending', new Date());
    for (const marked of [50, 100, 120]) {
      await open({ maxPageSize: 50, maxStretchMs: -1 }).tidy();
      expect((await idsIn('pending')).length).toBe(marked);
    }
  });
});
