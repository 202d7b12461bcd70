/** The access log, in memory and as append blobs: what is noted is listed, newest first, and nothing is lost in a crowd. */

import { type ContainerClient, RestError } from '@azure/storage-blob';
import { describe, expect, test } from '@jest/globals';
import { makeBlobAccessLog } from '../../src/adapters/storage/blob-access-log.ts';
import { names } from '../../src/config/names.ts';
import type { AccessEntry } from '../../src/model/access-entry.ts';
import type { AccessLog } from '../../src/ports/access-log.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemoryAccessLog } from '../support/memory-access-log.ts';

const storage = useStorage();
const container = () => storage().container(names.readerContainers.access);
const logs: [string, () => AccessLog][] = [
  ['in memory', makeMemoryAccessLog],
  ['in blobs', () => makeBlobAccessLog(container(), 'Instance-1')],
];

const makeEntry = (at: string, more: Partial<AccessEntry> = {}): AccessEntry => ({
  at: new Date(at),
  reader: { id: 'reader-1', name: 'rita@contoso.example' },
  roles: ['Calls.Read'],
  what: 'call',
  callId: '11111111-1111-4111-8111-111111111111',
  ...more,
});

async function listAll(log: AccessLog, day: string): Promise<AccessEntry[]> {
  return Array.fromAsync(
    log.list(day, () => {
      throw new Error('A line cannot be read');
    }),
  );
}

describe.each(logs)('the access log %s', (_where, open) => {
  test('has nothing on a day without looks', async () => {
    expect(await listAll(open(), '2026-01-01')).toEqual([]);
  });

  test('gives back what was noted, the newest first, over hours and days', async () => {
    const log = open();
    const entries = [
      makeEntry('2026-02-01T08:59:59.999Z', { who: '0'.repeat(32), ticket: 'INC-1' }),
      makeEntry('2026-02-01T09:00:00.000Z', { what: 'versions' }),
      makeEntry('2026-02-01T23:59:59.999Z'),
      makeEntry('2026-02-02T00:00:00.000Z'),
    ];
    for (const entry of entries) await log.note(entry);
    expect(await listAll(log, '2026-02-01')).toEqual(entries.slice(0, 3).reverse());
    expect(await listAll(log, '2026-02-02')).toEqual(entries.slice(3));
  });

  test('loses none of a thousand looks at once, nor those around the end of an hour', async () => {
    const log = open();
    const entries = Array.from({ length: 1000 }, (_, i) =>
      makeEntry(i % 2 ? '2026-03-01T10:59:59.000Z' : '2026-03-01T11:00:00.000Z', { ticket: `T-${i}` }),
    );
    await Promise.all(entries.map((entry) => log.note(entry)));
    const tickets = (await listAll(log, '2026-03-01')).map(({ ticket }) => ticket);
    expect(new Set(tickets)).toEqual(new Set(entries.map(({ ticket }) => ticket)));
    expect(tickets).toHaveLength(1000);
  });

  test('continues where an earlier process of the same instance ended', async () => {
    await open().note(makeEntry('2026-04-01T10:00:00Z', { ticket: 'before' }));
    const log = open();
    await log.note(makeEntry('2026-04-01T10:00:01Z', { ticket: 'after' }));
    expect((await listAll(log, '2026-04-01')).map(({ ticket }) => ticket)).toContain('after');
  });
});

describe('the blobs of the access log', () => {
  const open = () => makeBlobAccessLog(container(), 'Instance-1');

  test('are where docs/archive-format.md says, one line a look', async () => {
    await open().note(makeEntry('2026-05-01T07:30:00Z'));
    const blob = container().getBlobClient('access/v1/date=2026-05-01/07-instance1.ndjson');
    expect(String(await blob.downloadToBuffer())).toBe(
      '{"schema":1,"at":"2026-05-01T07:30:00.000Z","reader":{"id":"reader-1","name":"rita@contoso.example"},"roles":["Calls.Read"],"what":"call","callId":"11111111-1111-4111-8111-111111111111"}\n',
    );
    expect((await blob.getProperties()).blobType).toBe('AppendBlob');
  });

  test('that cannot be written make the look fail, and the next one is tried anew', async () => {
    const log = makeBlobAccessLog(storage().container('not-there-yet'), 'a');
    await expect(log.note(makeEntry('2026-06-01T07:30:00Z'))).rejects.toMatchObject({
      code: 'ContainerNotFound',
    });
    await storage().container('not-there-yet').create();
    await log.note(makeEntry('2026-06-01T07:30:00Z'));
    expect(await listAll(log, '2026-06-01')).toHaveLength(1);
  });

  test('with a damaged line still give the others', async () => {
    await open().note(makeEntry('2026-07-01T07:30:00Z'));
    await container()
      .getAppendBlobClient('access/v1/date=2026-07-01/07-instance1.ndjson')
      .appendBlock('{"schema":2}\n', 13);
    let unreadable = 0;
    const entries = await Array.fromAsync(
      open().list('2026-07-01', () => {
        unreadable += 1;
      }),
    );
    expect([entries.length, unreadable]).toEqual([1, 1]);
  });
});

test('a blob that is full is followed by the next one of the hour', async () => {
  const full = Object.assign(new RestError('full', { statusCode: 409 }), { code: 'BlockCountExceedsLimit' });
  const written: string[] = [];
  const fullContainer = {
    getAppendBlobClient: (path: string) => ({
      async appendBlock() {
        if (!path.endsWith('.2.ndjson')) throw full;
        written.push(path);
      },
    }),
  } as unknown as ContainerClient;
  const log = makeBlobAccessLog(fullContainer, 'a');
  await log.note(makeEntry('2026-08-01T07:30:00Z'));
  await log.note(makeEntry('2026-08-01T07:31:00Z'));
  expect(written).toEqual(Array(2).fill('access/v1/date=2026-08-01/07-a.2.ndjson'));
});
