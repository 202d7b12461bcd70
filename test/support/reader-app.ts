/** The readers' app over memory: every page as a reader with some role gets it, without a host and without storage. */
import { loadStaticFiles } from '../../src/adapters/folder/load-static-files.ts';
import { makePerson } from '../../src/model/person.ts';
import { readerPages } from '../../src/web/page-table.ts';
import { makeSeen } from '../../src/web/seen/seen.ts';
import { makeServe } from '../../src/web/serve.ts';
import type { ArchivedRecord } from './archived-records.ts';
import { entryTenant } from './index-entry.ts';
import { type MemoryAccessLog, makeMemoryAccessLog } from './memory-access-log.ts';
import { type MemoryCallArchive, makeMemoryCallArchive } from './memory-call-archive.ts';
import { makeMemoryHeldFiles } from './memory-held-files.ts';
import { type MemoryPeople, makeMemoryPeople } from './memory-people.ts';
import { makeMemoryReportArchive } from './memory-report-archive.ts';
import { type MemorySealedDays, makeMemorySealedDays } from './memory-sealed-days.ts';
import { signedInHeaders } from './principal-header.ts';

const origin = 'https://reader.example';
const staticFolder = new URL('../../src/web/static', import.meta.url).pathname;

export interface ReaderApp {
  archive: MemoryCallArchive;
  sealedDays: MemorySealedDays;
  /** Files of call-proof by path. */
  proof: Map<string, Uint8Array>;
  people: MemoryPeople;
  accessLog: MemoryAccessLog;
  /** What is told to the event log. */
  events: string[];
  /** As a reader with this role; `form`: it is posted by a page of the app. */
  open(path: string, role: string, form?: Record<string, string>): Promise<Opened>;
}

export interface Opened {
  status: number;
  text: string;
  location: string | null;
  headers: Headers;
}

export interface ReaderAppOptions {
  now?: Date;
  timeZone?: string;
}

export async function makeReaderApp(
  records: readonly ArchivedRecord[],
  { now = new Date('2026-11-30T12:00:00Z'), timeZone = 'UTC' }: ReaderAppOptions = {},
): Promise<ReaderApp> {
  const archive = makeMemoryCallArchive(records);
  const people = makeMemoryPeople(() => now);
  for (const { entry } of records)
    await people.put(
      entryTenant,
      entry.named.map((person) => makePerson(person, entryTenant, entry.callDay)),
    );
  const accessLog = makeMemoryAccessLog();
  const events: string[] = [];
  const sealedDays = makeMemorySealedDays();
  const proof = new Map<string, Uint8Array>();
  const ports = {
    archive,
    people: people.reader(entryTenant),
    accessLog,
    sealedDays,
    reports: makeMemoryReportArchive(),
    heldFiles: makeMemoryHeldFiles(proof),
    now: () => now,
  };
  const serve = makeServe({
    pages: readerPages,
    staticFiles: loadStaticFiles(staticFolder),
    gate: { findReason: async () => undefined, answerProbe: () => undefined },
    makeSeen: makeSeen(ports),
    noteLook: accessLog.note,
    note: (event) => void events.push(event),
    now: () => now,
    asksTicket: false,
    timeZone,
    publicOrigin: origin,
    clientId: undefined,
  });
  return {
    archive,
    sealedDays,
    proof,
    people,
    accessLog,
    events,
    async open(path, role, form) {
      const response = await serve(
        new Request(`${origin}${path}`, {
          headers: { ...signedInHeaders(role), 'sec-fetch-site': 'same-origin' },
          ...(form && { method: 'POST', body: new URLSearchParams(form) }),
        }),
      );
      const { status, headers } = response;
      return { status, text: await response.text(), location: headers.get('location'), headers };
    },
  };
}
