/**
 * The archive that people look at in the browser tests: a working day of the simulated company, yesterday, with its call
 * reports, a call with hostile names, a damaged record; a call that failed has two versions, and the day is sealed.
 */
import { gzipSync } from 'node:zlib';
import { companyRecord } from '../../local/graph-simulator/company/company-record.ts';
import { type Company, makeCompany } from '../../local/graph-simulator/company/people.ts';
import { companyReportRows } from '../../local/graph-simulator/company/report-rows.ts';
import { makeWorkingDay } from '../../local/graph-simulator/company/working-day.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import { makeBlobHeldFiles } from '../../src/adapters/storage/blob-held-files.ts';
import { makeBlobProofStore } from '../../src/adapters/storage/blob-proof-store.ts';
import { makeBlobRunAlone } from '../../src/adapters/storage/blob-run-alone.ts';
import type { StorageClients } from '../../src/adapters/storage/storage-clients.ts';
import { makeTableSealedDays } from '../../src/adapters/storage/table-sealed-days.ts';
import { makeTableStateStore } from '../../src/adapters/storage/table-state-store.ts';
import { names } from '../../src/config/names.ts';
import { reportPath } from '../../src/model/archive-path.ts';
import { addDays } from '../../src/model/day-ranges.ts';
import { utcDay } from '../../src/model/day-window.ts';
import { hourMs } from '../../src/model/durations.ts';
import { type ArchivedRecord, archiveDocument, archiveRecord, writeStorage } from './archived-records.ts';
import { makeHostileDocument } from './hostile-record.ts';
import { entryTenant } from './index-entry.ts';
import { makeSealingWorld } from './sealing-world.ts';

export interface BrowserArchive {
  company: Company;
  /** UTC, `YYYY-MM-DD`: the day of all calls. */
  day: string;
  calls: ArchivedRecord[];
  hostile: ArchivedRecord;
  /** Its file is not what the rows say. */
  damaged: ArchivedRecord;
}

/** So many of the day's calls are archived. */
const callsOfDay = 60;

export async function writeBrowserArchive(
  storage: StorageClients,
  now = new Date(),
): Promise<BrowserArchive> {
  const day = addDays(utcDay(now), -1);
  const endedAt = new Date(Date.parse(day) + 20 * hourMs);
  const company = makeCompany(entryTenant);
  const planned = makeWorkingDay(company, 'browser', day, { allHands: true, congested: true });
  const kept = planned.slice(0, callsOfDay);
  const calls = kept.map((call) => archiveDocument(expectedDocument(companyRecord(call))));
  const hostile = archiveDocument(makeHostileDocument(endedAt));
  const whole = archiveRecord('damaged', { endedAt });
  const damaged = { ...whole, file: whole.file.subarray(0, 200) };
  await writeStorage(storage, [...calls, hostile, damaged]);
  await writeStorage(storage, calls.filter(({ entry }) => entry.failed).map(secondVersion));
  const reports: Record<string, readonly { raw(): string }[]> = { ...companyReportRows(kept) };
  for (const [report, rows] of Object.entries(reports)) {
    const file = gzipSync(rows.map(({ raw }) => `${raw()}\n`).join(''));
    const path = reportPath(entryTenant, report, day, `${day.replaceAll('-', '')}T235959Z`);
    await storage.container(names.containers.reports).getBlockBlobClient(path).upload(file, file.length);
  }
  await seal(storage, now);
  return { company, day, calls, hostile, damaged };
}

/** Graph learns more of a call that failed. */
function secondVersion({ document }: ArchivedRecord): ArchivedRecord {
  const text = document.toString('utf8');
  return archiveDocument(
    Buffer.from(
      text.replace(/"version":\s*1\b/, '"version":2').replace(/"reason":"/g, '"reason":"After 40 seconds: '),
    ),
  );
}

async function seal(storage: StorageClients, now: Date): Promise<void> {
  const { containers, tables } = names;
  const world = makeSealingWorld({
    files: makeBlobHeldFiles(storage.container),
    proof: makeBlobProofStore(storage.container(containers.proof)),
    sealedDays: makeTableSealedDays(storage.table(tables.index), entryTenant),
    state: makeTableStateStore(storage.table(tables.state)),
    runAlone: makeBlobRunAlone(storage.container(containers.evidence)),
  });
  world.clock.now = now;
  await world.seal();
}
