/** What readers rely on where the call reports lie: in memory, in blobs and in a downloaded folder alike. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openFolderReports } from '../../src/adapters/folder/folder-reports.ts';
import { makeBlobReportArchive } from '../../src/adapters/storage/blob-report-archive.ts';
import { names } from '../../src/config/names.ts';
import { reportPath } from '../../src/model/archive-path.ts';
import type { ReportArchive } from '../../src/ports/report-archive.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemoryReportArchive } from '../support/memory-report-archive.ts';

const storage = useStorage();
const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';
const files = [
  ['pstn-calls', '2026-02-28', '20260301T000000Z', 'older'],
  ['pstn-calls', '2026-02-28', '20260302T000000Z', 'newer'],
  ['pstn-calls', '2026-03-01', '20260302T000000Z', 'next day'],
  ['sms', '2026-03-01', '20260305T000000Z', 'another report'],
] as const;
const memory = makeMemoryReportArchive();
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'call-reports-'));
  for (const [report, day, runId, text] of files) {
    const path = reportPath(tenantId, report, day, runId);
    memory.files.set(path, Buffer.from(text));
    mkdirSync(dirname(join(folder, 'call-reports', path)), { recursive: true });
    writeFileSync(join(folder, 'call-reports', path), text);
    await storage().container(names.containers.reports).getBlockBlobClient(path).upload(text, text.length);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const subjects: [string, () => ReportArchive, () => ReportArchive][] = [
  ['in memory', () => memory, makeMemoryReportArchive],
  [
    'in blobs',
    () => makeBlobReportArchive(storage().container(names.containers.reports), tenantId),
    () => makeBlobReportArchive(storage().container('no-such-container'), tenantId),
  ],
  ['in a folder', () => openFolderReports(folder), () => openFolderReports(join(folder, 'nowhere'))],
  [
    'in a folder beside the records',
    () => openFolderReports(join(folder, 'call-records')),
    () => openFolderReports(join(folder, 'nowhere', 'call-records')),
  ],
  [
    'in a folder of its own',
    () => openFolderReports(join(folder, 'call-reports')),
    () => openFolderReports(join(folder, 'call-reports', 'nowhere')),
  ],
];

describe.each(subjects)('the archived reports %s', (_, open, openEmpty) => {
  test('name the newest run of each day that has one', async () => {
    const newest = await open().listNewest('pstn-calls', { from: '2026-02-27', to: '2026-03-31' });
    expect([...newest].map(([day, { runId }]) => [day, runId]).sort()).toEqual([
      ['2026-02-28', '20260302T000000Z'],
      ['2026-03-01', '20260302T000000Z'],
    ]);
    expect((await open().listNewest('dial-out', { from: '2026-01-01', to: '2026-12-31' })).size).toBe(0);
  });

  test('give the file of a run', async () => {
    const parts = await Array.fromAsync(open().open('pstn-calls', '2026-02-28', '20260302T000000Z'));
    expect(Buffer.concat(parts).toString()).toBe('newer');
  });

  test('are none where no report was ever archived, and that is not an error', async () => {
    expect((await openEmpty().listNewest('pstn-calls', { from: '2026-01-01', to: '2026-12-31' })).size).toBe(
      0,
    );
  });
});
