/** The readers' app on a bad day: storage away, damaged and huge records, addresses that mean nothing, far too many readers. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startStorageProxy } from '../../local/chaos/storage-proxy/start-storage-proxy.ts';
import type { StorageFaultKind } from '../../local/chaos/storage-proxy/storage-fault.ts';
import type { StorageAccess } from '../../local/local-system.ts';
import { names } from '../../src/config/names.ts';
import {
  type ArchivedRecord,
  archiveDocument,
  archiveRecord,
  writeStorage,
} from '../support/archived-records.ts';
import { useEmulator } from '../support/contract-storage.ts';
import { ceilingMs } from '../support/eventually.ts';
import { makeHostileDocument } from '../support/hostile-record.ts';
import { type ServedPages, servePages } from '../support/served-pages.ts';

const endedAt = new Date('2026-11-20T10:30:00Z');
const hostile = archiveDocument(makeHostileDocument(endedAt));
const call = archiveRecord('bad days', { endedAt, kind: 'peerToPeer' });
/** About 20 MB of JSON. */
const huge = archiveRecord('bad days, huge', { endedAt, sessions: 1800, participants: 1800 });
const emulator = useEmulator();
let fault: StorageFaultKind | undefined;
let proxy: StorageAccess;
let served: ServedPages;

beforeAll(async () => {
  await writeStorage(emulator.clients(), [call, hostile, huge]);
  const urls = Object.fromEntries(
    ['blob', 'queue', 'table'].map((service) => [
      `${service}Url`,
      new RegExp(`${service}Endpoint=([^;]+)`, 'i').exec(emulator.connectionString())?.[1] ?? '',
    ]),
  ) as Record<'blobUrl' | 'queueUrl' | 'tableUrl', string>;
  const plan = { take: () => fault, played: () => ({}), start: () => undefined, stop: () => undefined };
  const connectionString = emulator.connectionString();
  proxy = await startStorageProxy({ connectionString, ...urls, close: async () => undefined }, plan);
  served = servePages(proxy.connectionString);
});
afterAll(() => proxy.close());

async function ask(path: string): Promise<{ status: number; type: string; body: string; headers: Headers }> {
  const response = await served.get(path, ['Calls.Read.Raw']);
  const body = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body,
    headers: response.headers,
  };
}

describe('storage', () => {
  test.each<[string, StorageFaultKind]>([
    ['is throttled', 'busy'],
    ['is away', 'reset-before'],
  ])('that %s is said so, with when to try again', async (_, kind) => {
    fault = kind;
    try {
      const answers = await Promise.all(
        [`/calls/${call.entry.callId}.json`, `/calls/${call.entry.callId}`].map(ask),
      );
      expect(answers.map(({ status, headers }) => [status, Number(headers.get('retry-after')) > 0])).toEqual(
        answers.map(() => [503, true]),
      );
    } finally {
      fault = undefined;
    }
    expect((await ask(`/calls/${call.entry.callId}`)).status).toBe(200);
  });
});

describe('a record', () => {
  test.each<[string, (whole: ArchivedRecord) => Buffer]>([
    ['that breaks off', ({ file }) => file.subarray(0, file.length / 2)],
    ['that is no gzip', () => Buffer.from('not at all')],
    ['that is empty', () => Buffer.alloc(0)],
  ])('%s is said to be damaged, on its page and in its twin', async (name, damage) => {
    const whole = archiveRecord(`damaged ${name}`, { endedAt });
    await writeStorage(emulator.clients(), [{ ...whole, file: damage(whole) }]);
    for (const path of [`/calls/${whole.entry.callId}`, `/calls/${whole.entry.callId}.json`]) {
      const { status, body } = await ask(path);
      expect(status).toBe(500);
      expect(body).toMatch(/damaged/i);
    }
  });

  test('of which only the rows are left is not found without a reason', async () => {
    const lost = archiveRecord('bad days, lost', { endedAt });
    await writeStorage(emulator.clients(), [lost]);
    await emulator.clients().container(names.containers.records).deleteBlob(lost.blob);
    const { status, body } = await ask(`/calls/${lost.entry.callId}.json`);
    expect(status).toBeGreaterThanOrEqual(404);
    expect(JSON.parse(body)).toMatchObject({ type: expect.stringMatching(/^urn:teams-call-archive:/) });
  });

  test('of 20 MB is shown, in a page that is not', async () => {
    expect(huge.document.length).toBeGreaterThan(15_000_000);
    const { status, body } = await ask(`/calls/${huge.entry.callId}`);
    expect(status).toBe(200);
    expect(body.length).toBeLessThan(3_000_000);
  });

  test('of hostile names is a page without a script, a handler or an element of theirs', async () => {
    const { status, body } = await ask(`/calls/${hostile.entry.callId}`);
    expect(status).toBe(200);
    // What stands in quotation marks is the value of an attribute, in which they are escaped.
    expect(body.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/<script>|<img|<h1 id="hacked"|<[^>]+\son\w+=/i);
    expect(body).not.toContain('W'.repeat(3000));
    // Control characters are not for pages.
    expect(body.replaceAll(/[\n\t]/g, '')).not.toMatch(/\p{Cc}/u);
  });
});

describe('an address', () => {
  test.each([
    '/calls/not-an-id',
    '/calls/..%2f..%2fsecrets',
    `/calls/${call.entry.callId}?version=1e9`,
    `/calls/${call.entry.callId}?version=-1`,
    `/calls/${call.entry.callId}/diff?from=x`,
    '/%ff',
    '/nowhere',
  ])('%s is answered with what is wrong with it', async (path) => {
    const [page, twin] = await Promise.all([ask(path), ask(path.replace(/(\?|$)/, '.json$1'))]);
    for (const { status } of [page, twin]) expect([400, 403, 404, 422]).toContain(status);
    expect(page.type).toBe('text/html; charset=utf-8');
    expect(page.body).not.toContain('<script>');
    expect(JSON.parse(twin.body)).toMatchObject({ status: twin.status, detail: expect.any(String) });
  });
});

test('of 1,500 readers at once some are asked to come back, and none is left without an answer', async () => {
  const path = `/calls/${call.entry.callId}.json`;
  const crowded = servePages(emulator.connectionString(), {
    // Its writes are what takes the time.
    noteLook: async () => undefined,
    // However slow the machine: only who comes when too many wait is sent away.
    maxWaitMs: ceilingMs,
  });
  const answers = await Promise.all(Array.from({ length: 1500 }, () => crowded.get(path, ['Calls.Read'])));
  const statuses = new Set(answers.map(({ status }) => status));
  expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1000);
  for (const { status, headers } of answers) {
    if (status === 503) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect((await crowded.get(path, ['Calls.Read'])).status).toBe(200);
});
