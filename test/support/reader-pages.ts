/** The readers' pages over an archive in memory, opened by a reader of some role. */

import type { HeldFiles } from '../../src/ports/held-files.ts';
import type { ReportArchive } from '../../src/ports/report-archive.ts';
import { type ReaderRole, rightsOf } from '../../src/web/access/rights.ts';
import type { Answer, Look, Page } from '../../src/web/page.ts';
import { makeCallReadings } from '../../src/web/seen/call-readings.ts';
import { makeRemovedCalls } from '../../src/web/seen/removed-calls.ts';
import { makeSeenCalls } from '../../src/web/seen/seen-calls.ts';
import { makeSeenDays } from '../../src/web/seen/seen-days.ts';
import { makeSeenLists } from '../../src/web/seen/seen-lists.ts';
import type { ArchivedRecord } from './archived-records.ts';
import { entryTenant } from './index-entry.ts';
import { makeMemoryCallArchive } from './memory-call-archive.ts';
import { makeMemoryHeldFiles } from './memory-held-files.ts';
import { makeMemoryPeople } from './memory-people.ts';
import { makeMemoryReportArchive } from './memory-report-archive.ts';
import { makeMemorySealedDays } from './memory-sealed-days.ts';

export interface OpenedPage<Data> {
  answer: Answer<Data>;
  /** The data as its JSON twin has it; undefined where the answer is none. */
  json: string;
  html: string;
}

export interface MemoryReader {
  archive: ReturnType<typeof makeMemoryCallArchive>;
  sealedDays: ReturnType<typeof makeMemorySealedDays>;
  reports: ReturnType<typeof makeMemoryReportArchive>;
  /** Files of call-proof by path. */
  proof: Map<string, Uint8Array>;
  /** How often storage was asked, and for what, since it was made. */
  requests: string[];
  open<Data>(page: Page<Data>, path: string, role?: ReaderRole): Promise<OpenedPage<Data>>;
}

const origin = 'https://reader.test';

export function makeMemoryReader(records: readonly ArchivedRecord[]): MemoryReader {
  const archive = makeMemoryCallArchive(records);
  const sealedDays = makeMemorySealedDays();
  const reports = makeMemoryReportArchive();
  const proof = new Map<string, Uint8Array>();
  const requests: string[] = [];
  const counted = countRequests(
    { archive, sealedDays, reports, files: makeMemoryHeldFiles(proof) },
    requests,
  );
  const now = () => new Date('2026-12-01T12:00:00Z');
  const ports = {
    ...counted,
    readings: makeCallReadings({ archive: counted.archive, now }),
    removedCalls: makeRemovedCalls(counted.files),
  };

  return {
    archive,
    sealedDays,
    reports,
    proof,
    requests,
    async open(page, path, role = 'Calls.Read') {
      const rights = rightsOf([role]);
      const url = new URL(path, origin);
      const people = makeMemoryPeople(now).reader(entryTenant);
      const access = { listLooks: async () => ({ looks: [], hasMore: false, unreadable: 0 }) };
      const look: Look = {
        url,
        params: { id: url.pathname.split('/')[2] ?? '' },
        form: undefined,
        rights,
        reader: { id: 'r1', name: 'Rita Reader' },
        zone: url.searchParams.get('zone') ?? 'UTC',
        now: now(),
        signal: new AbortController().signal,
        ticket: undefined,
        seen: {
          access,
          calls: makeSeenCalls(ports, rights),
          days: makeSeenDays({ sealedDays, heldFiles: makeMemoryHeldFiles(proof) }, rights),
          lists: makeSeenLists({ archive, people, readDaysInTurn: (work) => work() }, rights),
        },
      };
      const answer = await page.read(look);
      if (answer.kind !== 'data') return { answer, json: '', html: '' };
      const { title, main } = page.html(answer.data, look);
      return { answer, json: JSON.stringify(answer.data), html: `<h1>${title}</h1>${await main}` };
    },
  };
}

interface Ports {
  archive: MemoryReader['archive'];
  sealedDays: MemoryReader['sealedDays'];
  reports: ReportArchive;
  files: Pick<HeldFiles, 'list' | 'read'>;
}

function countRequests({ archive, sealedDays, reports, files }: Ports, requests: string[]) {
  const note = (what: string) => void requests.push(what);
  return {
    archive: {
      listVersions: (...asked: Parameters<typeof archive.listVersions>) => {
        note('versions');
        return archive.listVersions(...asked);
      },
      open: (blob: string) => {
        note('record');
        return archive.open(blob);
      },
    },
    sealedDays: {
      find: (day: string) => {
        note('sealed day');
        return sealedDays.find(day);
      },
    },
    reports: {
      listNewest: (...asked: Parameters<typeof reports.listNewest>) => {
        note('report list');
        return reports.listNewest(...asked);
      },
      open: (...asked: Parameters<typeof reports.open>) => {
        note('report');
        return reports.open(...asked);
      },
    },
    files: {
      list: (...asked: Parameters<typeof files.list>) => {
        note('seal list');
        return files.list(...asked);
      },
      read: (...asked: Parameters<typeof files.read>) => {
        note('seal');
        return files.read(...asked);
      },
    },
  };
}
