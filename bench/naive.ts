/**
 * NAIVE: a plain client, written the way everyone writes it: fetch, parse, merge, stringify, hash, compress, upload. It
 * does what the archive does, with the same null sink, and shares no code with it.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { inParallel, type Outcome, type Side } from './side/side.ts';

interface Session {
  segments: unknown[];
  'segments@odata.nextLink'?: string;
}

interface CallRecord {
  id: string;
  version: number;
  type: string;
  modalities: string[];
  startDateTime: string;
  endDateTime: string;
  sessions: Session[];
  'sessions@odata.nextLink'?: string;
  participants_v2: unknown[];
  'participants_v2@odata.nextLink'?: string;
}

interface Page<Item> {
  value: Item[];
  '@odata.nextLink'?: string;
}

const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';

export function makeNaive(origin: string, calls: readonly string[], atOnce: number): Side {
  return {
    async run() {
      const sink = makeSink();
      await inParallel(calls, atOnce, (call) => archive(origin, call, sink));
      return sink.outcome;
    },
  };
}

async function archive(origin: string, callId: string, sink: Sink): Promise<void> {
  const url = `${origin}/v1.0/communications/callRecords/${callId}`;
  const record = await get<CallRecord>(`${url}?$expand=sessions($expand=segments)`);
  await addPages(record.sessions, record['sessions@odata.nextLink']);
  delete record['sessions@odata.nextLink'];
  for (const session of record.sessions) {
    await addPages(session.segments, session['segments@odata.nextLink']);
    delete session['segments@odata.nextLink'];
  }
  const people = await get<CallRecord>(`${url}?$expand=participants_v2`);
  if (people.version !== record.version) throw new Error('The record changed meanwhile');
  record.participants_v2 = people.participants_v2;
  await addPages(record.participants_v2, people['participants_v2@odata.nextLink']);

  const document = Buffer.from(JSON.stringify(record));
  const sha256 = createHash('sha256').update(document).digest('hex');
  const file = gzipSync(document);
  const day = record.startDateTime.slice(0, 10);
  const version = `v${String(record.version).padStart(6, '0')}`;
  const blob = `records/v1/tenant=${tenantId}/date=${day}/${callId}.${version}.json.gz`;
  const columns = {
    call_id: callId,
    version: String(record.version),
    blob,
    started_at: record.startDateTime,
    ended_at: record.endDateTime,
    type: record.type,
    modalities: record.modalities.join(','),
    sessions: record.sessions.length,
    participants: record.participants_v2.length,
    bytes: document.length,
    sha256,
    fetched_at: new Date().toISOString(),
    reason: 'notification',
  };
  await sink.upload(blob, file, document.length);
  await sink.upsert({ partitionKey: `c-${tenantId}-${callId}`, rowKey: version, ...columns });
  await sink.upsert({ partitionKey: `d-${tenantId}-${day}`, rowKey: `${callId}.${version}`, ...columns });
}

async function addPages<Item>(items: Item[], firstLink: string | undefined): Promise<void> {
  for (let link = firstLink; link !== undefined; ) {
    const page: Page<Item> = await get<Page<Item>>(link);
    items.push(...page.value);
    link = page['@odata.nextLink'];
  }
}

async function get<Body>(url: string): Promise<Body> {
  const response = await fetch(url, {
    headers: { authorization: 'Bearer token', prefer: 'include-unknown-enum-members' },
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as Body;
}

interface Sink {
  outcome: Outcome;
  upload(name: string, file: Buffer, sizeBytes: number): Promise<void>;
  upsert(row: Record<string, string | number>): Promise<void>;
}

/** Counts what it gets, and drops it. */
function makeSink(): Sink {
  const outcome: Outcome = { records: 0, sizeBytes: 0, hashes: [] };
  return {
    outcome,
    async upload(_name, _file, sizeBytes) {
      outcome.records += 1;
      outcome.sizeBytes += sizeBytes;
    },
    async upsert() {},
  };
}
