/** What reporting relies on where the call reports are kept; held by the twin and by blobs alike. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { makeBlobReportStore } from '../../src/adapters/storage/blob-report-store.ts';
import { names } from '../../src/config/names.ts';
import { reportPath } from '../../src/model/archive-path.ts';
import type { ReportName } from '../../src/model/call-report.ts';
import type { ReportMetadata, ReportStore } from '../../src/ports/report-store.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemoryReportStore } from '../support/memory-report-store.ts';
import { seededBytes } from '../support/seeded-bytes.ts';

const storage = useStorage();
const container = () => storage().container(names.containers.reports);
const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';
const memory = makeMemoryReportStore(tenantId);

interface Subject {
  store: () => ReportStore;
  read(
    path: string,
  ): Promise<{ bytes: Buffer; metadata: Record<string, string>; contentMd5: Uint8Array | undefined }>;
}

const subjects: [string, Subject][] = [
  [
    'in memory',
    {
      store: () => memory,
      async read(path) {
        const run = memory.runs.get(path);
        if (!run) throw new Error(`There is no run ${path}`);
        return { ...run, metadata: { ...run.metadata } };
      },
    },
  ],
  [
    'as blobs',
    {
      store: () => makeBlobReportStore(container(), tenantId),
      async read(path) {
        const blob = container().getBlobClient(path);
        const { metadata = {}, contentMD5 } = await blob.getProperties();
        return { bytes: await blob.downloadToBuffer(), metadata, contentMd5: contentMD5 };
      },
    },
  ],
];

const md5Of = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();

function metadataOf(report: ReportName, day: string, rowsDigest: string): ReportMetadata {
  return {
    sha256: 'a'.repeat(64),
    bytes: '12',
    rows: '3',
    rows_digest: rowsDigest,
    tenant_id: tenantId,
    report,
    day,
    function: 'getPstnCalls',
    graph: 'https://graph.microsoft.com/v1.0',
    window_from: '2026-11-01T00:00:00Z',
    window_to: '2026-11-02T00:00:00Z',
    pages: '1',
    request_ids: 'a-1,b-2',
    fetched_at: '2026-11-21T09:00:00.000Z',
  };
}

describe.each(subjects)('a report store %s', (_name, { store, read }) => {
  async function put(
    report: ReportName,
    day: string,
    runId: string,
    bytes: Uint8Array = Buffer.from(`${day} ${runId}`),
  ): Promise<string> {
    const writer = store().openWriter(report, day, runId);
    for (let at = 0; at < bytes.length; at += 700_001) await writer.write(bytes.subarray(at, at + 700_001));
    await writer.commit(metadataOf(report, day, `digest of ${runId}`), md5Of(bytes));
    return reportPath(tenantId, report, day, runId);
  }

  test('shows a run after its commit, not before, with its metadata', async () => {
    const writer = store().openWriter('sms', '2026-11-01', '20261121T000000Z');
    await writer.write(Buffer.from('part'));
    const days = { from: '2026-11-01', to: '2026-11-01' };
    expect([...(await store().listNewest('sms', days))]).toEqual([]);
    const metadata = metadataOf('sms', '2026-11-01', 'd');
    await writer.commit(metadata, md5Of(Buffer.from('part')));
    expect([...(await store().listNewest('sms', days))]).toEqual([
      ['2026-11-01', { runId: '20261121T000000Z', rowsDigest: 'd' }],
    ]);
    const stored = await read(reportPath(tenantId, 'sms', '2026-11-01', '20261121T000000Z'));
    expect(stored.bytes.toString()).toBe('part');
    expect(stored.metadata).toEqual(metadata);
    expect(Buffer.from(stored.contentMd5 ?? [])).toEqual(md5Of(Buffer.from('part')));
  });

  test('keeps a run that is longer than a block', async () => {
    const bytes = seededBytes('a long run', 2_500_000);
    const path = await put('direct-routing-calls', '2026-11-01', '20261121T000000Z', bytes);
    expect((await read(path)).bytes.equals(bytes)).toBe(true);
  });

  test('lists the newest run of each day of a range, over months and a leap day, and of one report only', async () => {
    for (const day of ['2027-12-31', '2028-01-01', '2028-02-29', '2028-03-01']) {
      await put('pstn-calls', day, '20280301T000000Z');
      await put('pstn-calls', day, '20280302T000000Z');
    }
    await put('dial-out', '2028-02-28', '20280303T000000Z');
    const newest = await store().listNewest('pstn-calls', { from: '2028-01-01', to: '2028-02-29' });
    expect([...newest].sort()).toEqual(
      ['2028-01-01', '2028-02-29'].map((day) => [
        day,
        { runId: '20280302T000000Z', rowsDigest: 'digest of 20280302T000000Z' },
      ]),
    );
  });

  test('replaces nothing: the same run a second time is an error, and the first stays', async () => {
    const path = await put('blocked-users', '2026-11-01', '20261121T000000Z', Buffer.from('first'));
    await expect(
      put('blocked-users', '2026-11-01', '20261121T000000Z', Buffer.from('second')),
    ).rejects.toThrow('could not be created');
    expect((await read(path)).bytes.toString()).toBe('first');
  });
});
