/** A made-up archive for readers: seeded calls over a year of days, as files in a folder and as rows of the index. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expectedDocument } from '../local/graph-simulator/records/expected-document.ts';
import { formatIndexRows } from '../src/adapters/storage/format-index-rows.ts';
import { makeRecordSummarizer } from '../src/facts/summarize-record.ts';
import { recordPath } from '../src/model/archive-path.ts';
import { userKey } from '../src/model/find-key.ts';
import { makeIndexEntry } from '../src/model/index-entry.ts';
import { locateFindKey, type RowBatch } from '../src/model/index-rows.ts';
import type { RecordSummary } from '../src/model/record-facts.ts';
import { makePlannedRecord, planSmallRecords } from './workloads.ts';

export const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';

/** Nothing is wrong with this archive. */
export const noProblems = {
  problem(problem: unknown): never {
    throw new Error(`Reading the archive: ${JSON.stringify(problem)}`);
  },
};

/** Different documents; what is archived are these, under other ids and on other days. */
const templates = 200;
/** 100,000 calls are a year. */
const callsADay = 274;
const firstDay = Date.parse('2025-11-01T00:00:00Z');

interface Template {
  document: Buffer;
  /** Where in the document the id of the call and the days stand. */
  idPlaces: number[];
  dayPlaces: number[];
  summary: RecordSummary;
}

function makeTemplates(): Template[] {
  return planSmallRecords(templates).map((plan) => {
    const document = expectedDocument(makePlannedRecord(plan));
    const summarizer = makeRecordSummarizer();
    summarizer.push(document);
    const summary = summarizer.end();
    const { callId, startedAt } = summary.head;
    const idPlaces = placesOf(callId, document);
    const dayPlaces = placesOf(`${startedAt.slice(0, 10)}T`, document);
    return { document, idPlaces, dayPlaces, summary };
  });
}

function placesOf(text: string, document: Buffer): number[] {
  const places: number[] = [];
  for (let at = document.indexOf(text); at >= 0; at = document.indexOf(text, at + text.length))
    places.push(at);
  return places;
}

export interface FolderOfCalls {
  files: string[];
  /** Takes part in one of 200 calls. */
  userKey: string;
}

/** Writes the calls as a download of the container would have them. */
export async function writeCalls(root: string, calls: number): Promise<FolderOfCalls> {
  const made = makeTemplates();
  const files: string[] = [];
  for (let call = 0; call < calls; call += 1) {
    const { document, idPlaces, dayPlaces, summary } = made[call % made.length] as Template;
    const callDay = dayOf(Math.floor(call / callsADay));
    const callId = idOf(call);
    for (const at of idPlaces) document.write(callId, at);
    for (const at of dayPlaces) document.write(callDay, at);
    const path = join(root, recordPath({ tenantId, callId, version: summary.head.version, callDay }));
    if (call % callsADay === 0) {
      mkdirSync(dirname(path), { recursive: true });
      // So that Ctrl-C is heard.
      await othersTurn();
    }
    writeFileSync(path, gzipSync(document, { level: 1 }));
    files.push(path);
  }
  return { files, userKey: someUser(made) };
}

/** The rows by which `calls` calls are found, in groups for one transaction each; 100 calls per person. */
export async function* findRowsOf(calls: number): AsyncGenerator<RowBatch> {
  const [template] = makeTemplates() as [Template];
  for (let person = 0; person < calls / 100; person += 1) {
    const key = userOf(person);
    const rows: RowBatch['rows'] = [];
    for (let i = 0; i < 100; i += 1) {
      const callDay = dayOf((person * 7 + i * 3) % 365);
      const record = {
        tenantId,
        callId: idOf(person * 100 + i),
        version: template.summary.head.version,
        callDay,
      };
      const head = { ...template.summary.head, ...record, startedAt: `${callDay}T10:00:00Z` };
      const facts = { ...template.summary.facts, findKeys: [key] };
      const entry = makeIndexEntry(record, { ...template.summary, head, facts }, {});
      const { findRows } = await formatIndexRows(entry);
      for (const { columns, rows: found } of findRows)
        for (const row of found) rows.push({ ...row, columns: { ...columns, ...row.columns } });
    }
    yield { ...locateFindKey(tenantId, key), columns: {}, rows };
  }
}

export function userOf(person: number): string {
  return userKey(`person.${person}@contoso.example`);
}

function someUser([template]: Template[]): string {
  const key = [...(template?.summary.facts.findKeys ?? [])].find((candidate) => candidate.startsWith('upn:'));
  if (!key) throw new Error('Choosing whom to search for: the first call has nobody with a name');
  return key;
}

function dayOf(day: number): string {
  return new Date(firstDay + day * 24 * 3600 * 1000).toISOString().slice(0, 10);
}

function idOf(call: number): string {
  return `0a1b2c3d-0000-4000-8000-${String(call).padStart(12, '0')}`;
}
