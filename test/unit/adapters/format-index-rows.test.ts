/** The rows by which a call is found: each key once, partition by partition, as many at once as a transaction takes. */
import { describe, expect, test } from '@jest/globals';
import { formatIndexRows } from '../../../src/adapters/storage/format-index-rows.ts';
import { type IndexEntry, rowOfEntry } from '../../../src/model/call-row.ts';
import { locateFindKey, maxTransactionRows, parseCallColumns } from '../../../src/model/index-rows.ts';
import { qualityOfRow } from '../../../src/model/row-quality.ts';
import { makeIndexEntry } from '../../support/index-entry.ts';

const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';

function entryOf(findKeys: string[]): IndexEntry {
  return {
    tenantId,
    callId: '0a1b2c3d-0000-4000-8000-000000000001',
    version: '1',
    callDay: '2026-11-20',
    blob: 'v1/one',
    startedAt: '2026-11-20T10:00:00Z',
    endedAt: undefined,
    type: undefined,
    modalities: [],
    sessions: 1,
    participants: findKeys.length,
    sizeBytes: 1,
    sha256: '',
    fetchedAt: '2026-11-20T12:00:00Z',
    reason: 'notification',
    organizer: undefined,
    people: findKeys.length,
    failed: false,
    findKeys,
    named: [],
    ownStreams: new Map(),
  };
}

describe('find rows', () => {
  test('of a large meeting are where each key is looked for, in the fewest transactions', async () => {
    const findKeys = Array.from({ length: 40_000 }, (_, i) => `id:person ${i}`);
    const batches = [...(await formatIndexRows(entryOf(findKeys))).findRows];
    const found = batches.flatMap(({ partitionKey, rows }) =>
      rows.map(({ rowKey, columns }) => [columns['key'], partitionKey, rowKey.split('-')[0]].join(' ')),
    );
    const wanted = findKeys.map((key) => {
      const { partitionKey, prefix } = locateFindKey(tenantId, key);
      return [key, partitionKey, prefix.slice(0, -1)].join(' ');
    });
    expect(found.sort()).toEqual(wanted.sort());
    const rowsIn = Map.groupBy(batches, ({ partitionKey }) => partitionKey);
    for (const own of rowsIn.values()) {
      const rows = own.reduce((sum, batch) => sum + batch.rows.length, 0);
      expect(own).toHaveLength(Math.ceil(rows / maxTransactionRows));
    }
  });

  test('of a large meeting let others have their turn while they are made', async () => {
    const findKeys = Array.from({ length: 10_000 }, (_, i) => `id:person ${i}`);
    let turns = 0;
    const others = setInterval(() => (turns += 1));
    await formatIndexRows(entryOf(findKeys));
    clearInterval(others);
    expect(turns).toBeGreaterThan(0);
  });
});

describe('a find row', () => {
  test('of a person says how good that person’s own sessions were, and no other does', async () => {
    const entry = {
      ...makeIndexEntry('0a1b2c3d-0000-4000-8000-000000000001'),
      findKeys: ['id:a', 'organizer:a'],
      ownStreams: new Map([['id:a', { classified: 4, poor: 2 }]]),
    };
    const { findRows, dayRow } = await formatIndexRows(entry);
    const rows = [...findRows].flatMap(({ columns, rows }) =>
      rows.map((row) => ({ ...columns, ...row.columns })),
    );
    const found = rows.map((row) => parseCallColumns(row, entry));
    expect(found).toEqual([rowOfEntry(entry, 'id:a'), rowOfEntry(entry, 'organizer:a')]);
    expect(found[0]).toMatchObject({ ownClassifiedStreams: 4, ownPoorStreams: 2 });
    expect(dayRow).toMatchObject({ failed_sessions: 0, classified_streams: 6, poor_streams: 1 });
  });
});

describe('a row', () => {
  const entry = makeIndexEntry('0a1b2c3d-0000-4000-8000-000000000001');
  const columnsOf = async () => (await formatIndexRows(entry)).dayRow;

  test('says what was written', async () => {
    expect(parseCallColumns(await columnsOf(), entry)).toEqual(rowOfEntry(entry));
  });

  test('of an earlier version does not say how good the call was', async () => {
    const { failed_sessions: _, classified_streams: __, poor_streams: ___, ...columns } = await columnsOf();
    const row = parseCallColumns(columns, entry);
    expect(row).toMatchObject({ callId: entry.callId, poorStreams: undefined });
    expect(row && qualityOfRow(row)).toBe('unknown');
  });

  test.each([
    ['leaves the archive', { blob: '../.ssh/authorized_keys' }],
    ['is absolute', { blob: '/etc/passwd' }],
    ['is of another version', { version: '3' }],
    ['is of another day', { started_at: '2026-11-21T10:00:00Z' }],
    ['is of another call', { call_id: '0a1b2c3d-0000-4000-8000-000000000002' }],
    [
      'follows from an id that is a path',
      { call_id: '../x', blob: entry.blob.replace(entry.callId, '../x') },
    ],
    ['has zeros too many', { blob: entry.blob.replace('v000002', 'v0000002') }],
  ])('is not believed when its path %s', async (_, change) => {
    expect(parseCallColumns({ ...(await columnsOf()), ...change }, entry)).toBeUndefined();
  });

  test('is not believed when its path is of another tenant', async () => {
    const tenantId = '00000000-0000-4000-8000-000000000000';
    expect(parseCallColumns(await columnsOf(), { tenantId })).toBeUndefined();
  });
});
