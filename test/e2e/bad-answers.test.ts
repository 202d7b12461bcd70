/** Graph's bad answers, through the app as it runs: a clear outcome each, no blob of them, the token nowhere else. */
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../local/graph-simulator/faults/fault.ts';
import * as faults from '../../local/graph-simulator/faults/fault.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import type { SimulatedRecord } from '../../local/graph-simulator/records/simulated-record.ts';
import type { AppLog } from '../support/app-log.ts';
import type { ArchiveReader } from '../support/archive-reader.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalServer, serveLocally } from '../support/serve-locally.ts';
import { watchQuietSystem } from '../support/watch-system.ts';
import type { WatchedSystem } from '../support/watched-system.ts';

let log: AppLog;
let system: WatchedSystem;
let reader: ArchiveReader;
let elsewhere: LocalServer;
let elsewhereUrl: string;
const strangers: string[] = [];

beforeAll(async () => {
  elsewhere = await serveLocally(
    createServer((request, response) => {
      strangers.push(`${request.method} ${request.url}`);
      response.end('{"value":[]}');
    }),
  );
  elsewhereUrl = `http://${elsewhere.host}/v1.0/next`;
  ({ log, system, reader } = await watchQuietSystem());
});

afterAll(async () => {
  await system?.close();
  await elsewhere?.close();
});

/** A call of 70 sessions (two pages) whose record Graph answers with the fault this many times. */
function endCallWith(seed: string, fault: Fault, times: number): SimulatedRecord {
  const record = makeRecord(seed, { endedAt: new Date(), sessions: 70, participants: 2 });
  system.graph.addFault({ on: { path: record.id }, times, fault });
  system.graph.endCall(record);
  return record;
}

async function blobOf(record: SimulatedRecord): Promise<Buffer | undefined> {
  const [blob] = await reader.readBlobs('call-records', record.id);
  return blob?.document;
}

async function ledgerRowOf(callId: string): Promise<Record<string, unknown> | undefined> {
  return (await reader.readRows('FailureLedger')).find(({ rowKey }) => rowKey === callId);
}

describe('an answer that comes right when asked again', () => {
  const passing: Record<string, Fault> = {
    '404': faults.status(404),
    '429 with a long Retry-After': faults.throttle(6),
    '500': faults.status(500),
    '502': faults.status(502),
    '503': faults.status(503),
    '504': faults.status(504),
    'a connection that is cut before the body': faults.cutBeforeBody(),
    'a connection that is cut in the body': faults.cutInBody(0.5),
    'gzip that breaks off': faults.truncatedGzip(),
    'JSON that breaks off': faults.truncatedJson(),
  };
  const records = new Map<string, SimulatedRecord>();

  // All at once: each waits a while for its second try.
  beforeAll(() => {
    for (const [name, fault] of Object.entries(passing)) records.set(name, endCallWith(name, fault, 1));
  });

  test.each(Object.keys(passing))('%s: archived byte for byte, its ledger row closed', async (name) => {
    const record = records.get(name);
    if (!record) throw new Error('ended before');
    const isOurs = (facts: Record<string, unknown>) => facts['call_id'] === record.id;
    await log.until((event) => event.name === 'archiving.record-archived' && isOurs(event.facts));
    expect(log.events('archiving.record-postponed').filter(({ facts }) => isOurs(facts)).length).toBe(1);
    expect((await blobOf(record))?.equals(system.graph.expectedDocument(record.id, record.version))).toBe(
      true,
    );
    await eventually(async () => expect(await ledgerRowOf(record.id)).toMatchObject({ state: 'closed' }));
  });
});

test('a short wait that Graph asks for is waited on the spot, in seconds or as a date', async () => {
  const waits = [faults.throttle(1), faults.throttle(new Date(Date.now() + 1500))];
  const records = waits.map((fault, i) => endCallWith(`short wait ${i}`, fault, 1));
  for (const { id } of records) {
    await log.until(({ name, facts }) => name === 'archiving.record-archived' && facts['call_id'] === id);
    expect(await ledgerRowOf(id)).toBeUndefined();
  }
});

describe('an answer that is not a call record', () => {
  test.each<[string, () => Fault, string]>([
    ['HTML with status 200', faults.html200, '<'],
    ['an error object with status 200', faults.error200, '{"error"'],
    ['a record with another id', faults.wrongId, '{'],
    ['a number', () => faults.body('42'), '42'],
    ['a redirect', () => faults.redirect(elsewhereUrl), ''],
    ['status 400', () => faults.status(400), '{'],
    ['a next link to another host', () => faults.replaceNextLink(elsewhereUrl), '{'],
    [
      'a next link with a fragment',
      () => faults.replaceNextLink(`${system.graph.origin}/v1.0/$metadata#x`),
      '{',
    ],
    [
      'a next link with a user',
      () => faults.replaceNextLink(system.graph.origin.replace('//', '//user:pw@')),
      '{',
    ],
  ])('%s: refused, kept aside, no blob', async (name, makeFault, kept) => {
    const record = endCallWith(name, makeFault(), 1);
    await log.until(
      (event) => event.name === 'archiving.record-refused' && event.facts['call_id'] === record.id,
    );
    const row = await ledgerRowOf(record.id);
    expect(row).toMatchObject({ state: 'refused', partitionKey: 'record' });
    const evidence = await reader.readBlobs('call-evidence');
    const body = evidence.find((blob) => blob.name === row?.['refused_blob'])?.document.toString();
    expect(body?.startsWith(kept)).toBe(true);
    expect(await blobOf(record)).toBeUndefined();
  });

  test('no request, and no token, went anywhere else', () => {
    expect(strangers).toEqual([]);
  });
});

test('a list that links to itself under ever-new links ends the reconcile, which says so; the next one finishes', async () => {
  const reconcile = () => fetch(`${system.host.url}/reconcile`, { method: 'POST', body: '{"full":true}' });
  const fault = faults.endlessLinks(system.graph.origin);
  const planned = system.graph.addFault({ on: { path: 'callRecords?$filter' }, times: 1000, fault });
  await reconcile();
  const [failed] = await log.until(({ name }) => name === 'reconciling.failed');
  expect(failed?.facts).toMatchObject({ meaning: 'refused', request_id: expect.any(String) });
  expect(failed?.facts['error']).toContain('Following a next link');
  expect(planned.played()).toBeLessThanOrEqual(3 * 21);
  planned.remove();
  const finished = log.events('reconciling.completed').length;
  await reconcile();
  await log.until(({ name }) => name === 'reconciling.completed', finished + 1);
});

describe('a missing permission', () => {
  test('leaves the record pending, asked again in half an hour', async () => {
    const record = endCallWith('403', faults.status(403), 1);
    await log.until(
      (event) => event.name === 'archiving.record-postponed' && event.facts['call_id'] === record.id,
    );
    await eventually(async () => {
      const row = await ledgerRowOf(record.id);
      expect(row).toMatchObject({ state: 'pending', http_status: 403 });
      const waitMs = Date.parse(String(row?.['next_try'])) - Date.parse(String(row?.['last_try']));
      expect(waitMs).toBe(30 * 60_000);
    });
  });
});
