/** The main job through HTTP: the timer subscribes, calls end, Graph notifies, and every record is in the archive. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exampleRecords } from '../../local/graph-simulator/example-records.ts';
import { status } from '../../local/graph-simulator/faults/fault.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import type { SimulatedRecord } from '../../local/graph-simulator/records/simulated-record.ts';
import type { AppLog } from '../support/app-log.ts';
import type { ArchiveReader, StoredDocument } from '../support/archive-reader.ts';
import { eventually } from '../support/eventually.ts';
import { watchQuietSystem } from '../support/watch-system.ts';
import type { WatchedSystem } from '../support/watched-system.ts';

const calls = 100;
let log: AppLog;
let system: WatchedSystem;
let reader: ArchiveReader;
let records: SimulatedRecord[];
let stored: StoredDocument[];

/** Examples of Microsoft, one large meeting, the rest generated; by the end of a fixed minute of today. */
function makeCalls(): SimulatedRecord[] {
  const endedAt = new Date(Date.now() - 60_000);
  const examples = exampleRecords();
  const meeting = makeRecord('meeting', { endedAt, sessions: 150, participants: 300 });
  const generated = Array.from({ length: calls - examples.length - 1 }, (_, i) =>
    makeRecord(`call ${i}`, { endedAt }),
  );
  return [...examples, meeting, ...generated];
}

beforeAll(async () => {
  records = makeCalls();
  ({ log, system, reader } = await watchQuietSystem());
  // Late, and twice, as happens: each fifth record is not there yet when Graph announces it.
  system.graph.configure({ notifications: { duplicates: 1 } });
  records.forEach((record, i) => {
    if (i % 5 === 0) system.graph.addFault({ on: { path: record.id }, times: 1, fault: status(404) });
    system.graph.endCall(record);
  });
  await log.until(({ name }) => name === 'archiving.record-archived', calls);
  await system.graph.untilIdle();
  stored = await reader.readBlobs('call-records');
});

afterAll(() => system?.close());

describe(`${calls} calls that end`, () => {
  test('are in the archive, byte for byte what Graph has', () => {
    const documents = new Map(stored.map(({ name, document }) => [name.split('/').at(-1), document]));
    expect(documents.size).toBe(calls);
    for (const { id, version } of records) {
      const expected = system.graph.expectedDocument(id, version);
      const found = documents.get(`${id}.v${version.padStart(6, '0')}.json.gz`);
      expect(found?.equals(expected) ? 'equal' : `differs: ${id}`).toBe('equal');
    }
  });

  test('stand under the date of their own start, with metadata that fit the document', () => {
    const byId = new Map(records.map((record) => [record.id, record]));
    for (const { name, document, metadata } of stored) {
      const record = byId.get(metadata['call_id'] ?? '');
      const date = new Date(record?.startDateTime ?? 0).toISOString().slice(0, 10);
      expect(name).toBe(
        `records/v1/tenant=${system.graph.tenantId}/date=${date}/${record?.id}.v000001.json.gz`,
      );
      const parsed = JSON.parse(document.toString('utf8'));
      expect(metadata).toMatchObject({
        sha256: createHash('sha256').update(document).digest('hex'),
        bytes: String(document.length),
        version: '1',
        sessions: String(parsed.sessions.length),
        participants: String(parsed.participants_v2.length),
        reason: 'notification',
      });
    }
  });

  test('include the meeting with 150 sessions and 300 participants, read in 3 + 3 pages', () => {
    const meeting = stored.find(({ metadata }) => metadata['sessions'] === '150');
    expect(meeting?.metadata).toMatchObject({
      participants: '300',
      session_pages: '3',
      participant_pages: '3',
    });
  });

  test('have an id row and a day row each', async () => {
    const rows = await reader.readRows('CallIndex');
    const names = stored.map(({ name }) => name).sort();
    for (const kind of ['c-', 'd-']) {
      const blobs = rows
        .filter(({ partitionKey }) => String(partitionKey).startsWith(kind))
        .map(({ blob }) => blob);
      expect(blobs.sort()).toEqual(names);
    }
  });

  test('make their people be found by name', async () => {
    const rows = await reader.readRows('People');
    expect(rows.length).toBeGreaterThan(calls);
    for (const { rowKey, name, key, last_seen } of rows) {
      expect(String(rowKey)).toMatch(/^[^|]+\|[0-9a-f]{32}$/);
      expect([typeof name, typeof key]).toEqual(['string', 'string']);
      expect(String(last_seen)).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  test('leave nothing open: each late one is closed in the ledger, both queues are empty', async () => {
    const late = new Set(log.events('archiving.record-postponed').map(({ facts }) => facts['call_id']));
    expect(late.size).toBe(calls / 5);
    await eventually(async () => {
      const rows = await reader.readRows('FailureLedger');
      expect(rows.map(({ rowKey, state }) => `${rowKey} ${state}`).sort()).toEqual(
        [...late].map((id) => `${id} closed`).sort(),
      );
      expect(await reader.countMessages('archive-requests')).toBe(0);
      expect(await reader.countMessages('archive-requests-poison')).toBe(0);
    });
  });

  test('a repeated notification writes nothing and costs two reads', async () => {
    const meeting = records.find(({ sessions }) => sessionsOf(sessions) === 150);
    if (!meeting) throw new Error('there is a meeting');
    system.graph.clearRequests();
    const before = log.events('archiving.record-present').length;
    system.graph.configure({ notifications: { duplicates: 0 } });
    system.graph.endCall(meeting);
    await log.until(({ name }) => name === 'archiving.record-present', before + 1);
    expect(system.graph.requests.filter(({ path }) => path.includes(meeting.id)).length).toBeLessThanOrEqual(
      2,
    );
    expect((await reader.readBlobs('call-records')).length).toBe(calls);
  });

  test('a later version stands beside the first', async () => {
    const call = records.at(-1);
    if (!call) throw new Error('there are calls');
    const version2 = makeRecord(`call ${calls - exampleRecords().length - 2}`, {
      id: call.id,
      version: 2,
      endedAt: new Date(call.endDateTime),
    });
    system.graph.endCall(version2);
    await log.until(({ name, facts }) => name === 'archiving.record-archived' && facts['version'] === '2');
    const versions = await reader.readBlobs('call-records', call.id);
    expect(versions.map(({ metadata }) => metadata['version'])).toEqual(['1', '2']);
  });
});

function sessionsOf(sessions: SimulatedRecord['sessions']): number {
  return 'count' in sessions ? sessions.count : sessions.length;
}
