/** What readers rely on in the index: one entry a version, the same entry again changes nothing. */
import { RestError, type TableEntityResult } from '@azure/data-tables';
import { describe, expect, test } from '@jest/globals';
import { makeTableCallIndex } from '../../src/adapters/storage/table-call-index.ts';
import { names } from '../../src/config/names.ts';
import { locateFindKey } from '../../src/model/index-rows.ts';
import type { CallIndex } from '../../src/ports/call-index.ts';
import { useStorage } from '../support/contract-storage.ts';
import { entryTenant, makeIndexEntry as makeEntry } from '../support/index-entry.ts';
import { makeMemoryCallIndex } from '../support/memory-call-index.ts';

const storage = useStorage();
const table = () => storage().table(names.tables.index);
const memory = makeMemoryCallIndex();
const tenantId = entryTenant;

interface Subject {
  index: () => CallIndex;
  /** What is kept of a call: version, blob and start of each entry. */
  readEntries(callId: string): Promise<{ version: string; blob: string; startedAt: string }[]>;
}

const subjects: [string, Subject][] = [
  [
    'in memory',
    {
      index: () => memory,
      readEntries: async (callId) =>
        [...memory.entries.values()]
          .filter((entry) => entry.callId === callId)
          .map(({ version, blob, startedAt }) => ({ version, blob, startedAt })),
    },
  ],
  [
    'as table rows',
    {
      index: () => makeTableCallIndex(table()),
      readEntries: async (callId) =>
        (await readRows(`c-${tenantId}-${callId}`)).map((row) => ({
          version: String(row['version']),
          blob: String(row['blob']),
          startedAt: String(row['started_at']),
        })),
    },
  ],
];

describe.each(subjects)('a call index %s', (_name, { index, readEntries }) => {
  test('keeps an entry, and the same entry again changes nothing', async () => {
    const entry = makeEntry('0a1b2c3d-0000-4000-8000-000000000001');
    const kept = { version: '2', blob: entry.blob, startedAt: entry.startedAt };
    await index().put(entry);
    expect(await readEntries(entry.callId)).toEqual([kept]);
    await index().put({ ...entry });
    expect(await readEntries(entry.callId)).toEqual([kept]);
  });

  test('keeps two versions of a call side by side, whichever comes first', async () => {
    const callId = '0a1b2c3d-0000-4000-8000-000000000002';
    await index().put(makeEntry(callId, { version: '10' }));
    await index().put(makeEntry(callId, { version: '9' }));
    const versions = (await readEntries(callId)).map(({ version }) => version);
    expect(versions.sort()).toEqual(['10', '9']);
  });

  test('says whether it has a version on its day', async () => {
    const callId = '0a1b2c3d-0000-4000-8000-000000000004';
    const [version, callDay] = ['9007199254740993', '2026-10-26'];
    await index().put(makeEntry(callId, { version, callDay }));
    const has = (change = {}) => index().has({ tenantId, callId, version, callDay, ...change });
    expect(await has()).toBe(true);
    expect(await has({ version: '9007199254740992' })).toBe(false);
    expect(await has({ callDay: '2026-10-25' })).toBe(false);
    expect(await has({ tenantId: '7e1a0c2d-0000-4000-8000-0000000000bb' })).toBe(false);
  });

  test('finds the day of a version that was read since a time', async () => {
    const callId = '0a1b2c3d-0000-4000-8000-000000000105';
    const find = (since: string) => index().findReadSince(tenantId, callId, new Date(since));
    expect(await find('2026-11-20T00:00:00.000Z')).toBeUndefined();
    await index().put(makeEntry(callId, { version: '1', fetchedAt: '2026-11-20T10:00:00.000Z' }));
    await index().put(makeEntry(callId, { version: '2', fetchedAt: '2026-11-20T12:00:00.000Z' }));
    expect(await find('2026-11-20T11:59:59.999Z')).toBe('2026-11-20');
    expect(await find('2026-11-20T12:00:00.000Z')).toBeUndefined();
  });
});

describe.each(subjects)('the days of a call index %s', (_name, { index }) => {
  test('list every version under its own day, with its digits', async () => {
    const [one, other] = ['0a1b2c3d-0000-4000-8000-000000000011', '0a1b2c3d-0000-4000-8000-000000000012'];
    const callDay = '2026-10-31';
    await index().put(makeEntry(one, { version: '1', callDay }));
    await index().put(makeEntry(one, { version: '9007199254740993', callDay }));
    await index().put(makeEntry(other, { version: '1000000', callDay }));
    await index().put(makeEntry(other, { version: '3', callDay: '2026-10-30' }));
    const found = await Array.fromAsync(index().listDay(tenantId, callDay));
    expect(found.map(({ callId, version }) => `${callId} ${version}`).sort()).toEqual([
      `${one} 1`,
      `${one} 9007199254740993`,
      `${other} 1000000`,
    ]);
  });

  test('list nothing where there is nothing, and nothing of another tenant', async () => {
    await index().put(makeEntry('0a1b2c3d-0000-4000-8000-000000000013', { callDay: '2026-10-29' }));
    expect(await Array.fromAsync(index().listDay(tenantId, '2026-10-28'))).toEqual([]);
    const other = '7e1a0c2d-0000-4000-8000-0000000000bb';
    expect(await Array.fromAsync(index().listDay(other, '2026-10-29'))).toEqual([]);
  });
});

test('a day with more rows than one answer of the table holds is listed whole', async () => {
  const callDay = '2026-10-27';
  const partitionKey = `d-${tenantId}-${callDay}`;
  const rows = Array.from({ length: 1100 }, (_, i) => ({
    partitionKey,
    rowKey: `0a1b2c3d-0000-4000-8000-${String(i).padStart(12, '0')}.v000001`,
  }));
  for (let i = 0; i < rows.length; i += 100)
    await table().submitTransaction(rows.slice(i, i + 100).map((row) => ['create', row]));
  const found = await Array.fromAsync(makeTableCallIndex(table()).listDay(tenantId, callDay));
  expect(new Set(found.map(({ callId }) => callId)).size).toBe(1100);
});

test('an entry that cannot be written leaves nothing at work when it says so', async () => {
  const findKeys = Array.from({ length: 60 }, (_, i) => `id:${i}`);
  const client = table();
  let [sent, underWay] = [0, 0];
  client.pipeline.addPolicy({
    name: 'fail',
    async sendRequest(request, next) {
      if (!request.url.endsWith('$batch')) return next(request);
      sent += 1;
      if (sent === 2) throw new RestError('The table is not there', { statusCode: 403 });
      underWay += 1;
      return next(request).finally(() => {
        underWay -= 1;
      });
    },
  });
  const put = makeTableCallIndex(client).put(makeEntry('0a1b2c3d-0000-4000-8000-000000000300', { findKeys }));
  await expect(put.finally(() => client.pipeline.removePolicy({ name: 'fail' }))).rejects.toThrow(
    'not there',
  );
  expect(underWay).toBe(0);
  expect(sent).toBeLessThan(10);
});

describe('the rows of an index entry', () => {
  test('are one for its id and one for its day, with the keys of the design', async () => {
    const callId = '0a1b2c3d-0000-4000-8000-000000000003';
    await makeTableCallIndex(table()).put(makeEntry(callId));
    const columns = {
      call_id: callId,
      version: '2',
      blob: `records/v1/tenant=${tenantId}/date=2026-11-20/${callId}.v000002.json.gz`,
      started_at: '2026-11-20T10:00:00.1234567Z',
      ended_at: '2026-11-20T10:05:00Z',
      type: 'groupCall',
      modalities: 'audio,video',
      sessions: 2,
      participants: 3,
      organizer: 'Abbie Wilkins',
      people: 3,
      failed: false,
      bytes: 12_345n,
      sha256: 'a'.repeat(64),
      fetched_at: '2026-11-21T09:00:00.000Z',
      reason: 'notification',
    };
    expect(await readRows(`c-${tenantId}-${callId}`)).toEqual([
      expect.objectContaining({ rowKey: 'v000002', ...columns }),
    ]);
    const dayRows = await readRows(`d-${tenantId}-2026-11-20`);
    expect(dayRows).toContainEqual(expect.objectContaining({ rowKey: `${callId}.v000002`, ...columns }));
  });

  test('keep the digits of a version beyond what a number can hold', async () => {
    const callId = '0a1b2c3d-0000-4000-8000-000000000004';
    const version = '9007199254740993';
    await makeTableCallIndex(table()).put(makeEntry(callId, { version }));
    expect(await readRows(`c-${tenantId}-${callId}`)).toEqual([
      expect.objectContaining({ rowKey: `v${version}`, version }),
    ]);
  });

  test('have no column for what Graph did not say', async () => {
    const callId = '0a1b2c3d-0000-4000-8000-000000000005';
    await makeTableCallIndex(table()).put(makeEntry(callId, { endedAt: undefined, type: undefined }));
    const [row] = await readRows(`c-${tenantId}-${callId}`);
    expect(row).toMatchObject({ call_id: callId });
    expect(row).not.toHaveProperty('ended_at');
    expect(row).not.toHaveProperty('type');
  });

  test('put a version on the day of its own start', async () => {
    const callId = '0a1b2c3d-0000-4000-8000-000000000006';
    await makeTableCallIndex(table()).put(makeEntry(callId, { version: '1', callDay: '2026-11-18' }));
    await makeTableCallIndex(table()).put(makeEntry(callId, { version: '2', callDay: '2026-11-19' }));
    const rowKeys = await Promise.all(
      ['2026-11-18', '2026-11-19'].map(async (day) =>
        (await readRows(`d-${tenantId}-${day}`)).map((row) => row['rowKey']),
      ),
    );
    expect(rowKeys).toEqual([[`${callId}.v000001`], [`${callId}.v000002`]]);
  });

  test('are written with the day row last: where the id row fails there is none', async () => {
    const callId = '0a1b2c3d-0000-4000-8000-000000000007';
    const failing = Object.create(table(), {
      upsertEntity: {
        value: async (row: { partitionKey: string; rowKey: string }) => {
          if (row.partitionKey.startsWith('c-')) throw new Error('The storage is away');
          return table().upsertEntity(row, 'Replace');
        },
      },
    });
    const entry = makeEntry(callId, { callDay: '2026-11-17' });
    await expect(makeTableCallIndex(failing).put(entry)).rejects.toThrow('The storage is away');
    expect(await readRows(`d-${tenantId}-2026-11-17`)).toEqual([]);
  });
});

describe('the rows by which a call is found', () => {
  const key = 'upn:abbie.wilkins@contoso.com';

  async function readCalls(findKey: string) {
    const { partitionKey, prefix } = locateFindKey(tenantId, findKey);
    const rows = await readRows(partitionKey);
    return rows.filter((row) => row.rowKey?.startsWith(prefix));
  }

  test('are one for each key, the newest call first, with the clear key and all columns', async () => {
    const [one, other] = ['0a1b2c3d-0000-4000-8000-000000000021', '0a1b2c3d-0000-4000-8000-000000000022'];
    const index = makeTableCallIndex(table());
    await index.put(makeEntry(one, { callDay: '2026-10-01', findKeys: [key, 'meeting:19:a@thread.v2'] }));
    await index.put(makeEntry(other, { callDay: '2026-10-02', findKeys: [key] }));
    expect(await readCalls(key)).toMatchObject([
      { call_id: other, key, organizer: 'Abbie Wilkins', people: 3, failed: false, bytes: 12_345n },
      { call_id: one, key },
    ]);
    expect(await readCalls('meeting:19:a@thread.v2')).toMatchObject([{ call_id: one }]);
  });

  test('show the newest version, whichever is written last', async () => {
    const callId = '0a1b2c3d-0000-4000-8000-000000000023';
    const findKeys = ['id:both'];
    const put = (version: string, keys: string[]) =>
      makeTableCallIndex(table()).put(makeEntry(callId, { version, findKeys: keys }));
    await put('1000000', findKeys);
    await put('999999', [...findKeys, 'id:only-in-the-older']);
    expect(await readCalls('id:both')).toMatchObject([{ version: '1000000' }]);
    expect(await readCalls('id:only-in-the-older')).toMatchObject([{ version: '999999' }]);
    await put('1000001', findKeys);
    expect(await readCalls('id:both')).toMatchObject([{ version: '1000001' }]);
  });

  test('show the newest version that has their start, though there is a newer one that begins elsewhere', async () => {
    const callId = '0a1b2c3d-0000-4000-8000-000000000026';
    const put = (version: string, startedAt: string) =>
      makeTableCallIndex(table()).put(makeEntry(callId, { version, startedAt, findKeys: ['id:moved'] }));
    const [here, elsewhere] = ['2026-11-20T10:00:00.1234567Z', '2026-11-20T11:00:00Z'];
    await put('2', here);
    await put('3', elsewhere);
    await put('1', here);
    const versions = (await readCalls('id:moved')).map(({ version }) => version);
    expect(versions.sort()).toEqual(['2', '3']);
  });

  test('show the newest version, also where it overtakes an older one', async () => {
    const callId = '0a1b2c3d-0000-4000-8000-000000000025';
    const older = makeEntry(callId, { version: '1', findKeys: ['id:overtaken'] });
    const newer = makeEntry(callId, { version: '2', findKeys: ['id:overtaken'] });
    const index = makeTableCallIndex(table());
    // The older one has looked for later versions when the newer one comes, and writes its find rows behind it.
    const late = Object.create(table(), {
      upsertEntity: {
        value: async (row: { partitionKey: string; rowKey: string }) => {
          if (row.partitionKey.startsWith('p-')) await putNewer();
          return table().upsertEntity(row, 'Replace');
        },
      },
    });
    let putting: Promise<void> | undefined;
    const putNewer = () => {
      putting ??= index.put(newer);
      return putting;
    };
    await makeTableCallIndex(late).put(older);
    expect(await readCalls('id:overtaken')).toMatchObject([
      { version: '2', blob: newer.blob, key: 'id:overtaken', bytes: 12_345n, failed: false },
    ]);
    expect(await index.has({ ...older, tenantId })).toBe(true);
  });

  test('of a meeting of 10,000 people are a few hundred transactions', async () => {
    const callId = '0a1b2c3d-0000-4000-8000-000000000024';
    let requests = 0;
    const counting = Object.create(table(), {
      pipeline: {
        value: {
          sendRequest: (...args: [never, never]) => count(() => table().pipeline.sendRequest(...args)),
        },
      },
      upsertEntity: { value: (...args: [never]) => count(() => table().upsertEntity(...args)) },
    });
    const count = <Answer>(send: () => Promise<Answer>) => {
      requests += 1;
      return send();
    };
    const people = Array.from({ length: 10_000 }, (_, i) => `person ${i}`);
    const findKeys = people.flatMap((name) => [`id:${name}`, `upn:${name}`]);
    await makeTableCallIndex(counting).put(makeEntry(callId, { findKeys }));
    // At least one for each partition, and the two rows of the call.
    expect(requests).toBeGreaterThan(256);
    expect(requests).toBeLessThan(400);
    expect(await readCalls('upn:person 9999')).toMatchObject([{ call_id: callId }]);
  });
});

async function readRows(partitionKey: string): Promise<TableEntityResult<Record<string, unknown>>[]> {
  const filter = `PartitionKey eq '${partitionKey}'`;
  return Array.fromAsync(table().listEntities<Record<string, unknown>>({ queryOptions: { filter } }));
}
