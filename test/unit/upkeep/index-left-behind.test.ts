/** A run that ended between its blob and its rows, and a version that moved before the message came again. */
import { describe, expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import { makeArchiveRecord } from '../../../src/archiving/archive-record.ts';
import { makeArchiveRequested } from '../../../src/archiving/archive-requested.ts';
import type { EventName } from '../../../src/events.ts';
import type { RecordsRequest } from '../../../src/model/archive-request.ts';
import { makeIndexLeftBehind } from '../../../src/upkeep/index-left-behind.ts';
import { freePacer } from '../../support/free-pacer.ts';
import { answersOf } from '../../support/memory-answers.ts';
import { makeMemoryCallIndex } from '../../support/memory-call-index.ts';
import { makeMemoryCallRecords } from '../../support/memory-call-records.ts';
import { makeMemoryEventLog } from '../../support/memory-event-log.ts';
import { makeMemoryEvidenceStore } from '../../support/memory-evidence-store.ts';
import { makeMemoryFailureLedger } from '../../support/memory-failure-ledger.ts';
import { makeMemoryRecordStore } from '../../support/memory-record-store.ts';
import { makeMemoryRequestQueue } from '../../support/memory-request-queue.ts';
import { callId, makePagedRecord, plainHead } from '../../support/record-pages.ts';

const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';
const person = '{"id":"a","identity":{"user":{"id":"anna","displayName":"Anna"}}}';
const base = makePagedRecord();
const ofVersion = (version: number) =>
  answersOf({
    ...base,
    head: plainHead.map((member) => member.replace('"version":1', `"version":${version}`)),
    participants: { ...base.participants, pages: [[person]] },
  });

/** A version is archived and its rows are not written; then Graph's version moves. */
async function leaveBehind() {
  const graph = makeMemoryCallRecords(ofVersion(1));
  const [records, index, log] = [makeMemoryRecordStore(), makeMemoryCallIndex(), makeMemoryEventLog()];
  let failures = 1;
  const failing: typeof index = {
    ...index,
    async put(entry) {
      if (failures-- > 0) throw new Error('The table is not there');
      await index.put(entry);
    },
  };
  let now = new Date('2026-11-21T08:00:00Z');
  const indexLeftBehind = makeIndexLeftBehind({ tenantId, records, index, note: log.note });
  const handle = makeArchiveRequested({
    archiveRecord: makeArchiveRecord({
      tenantId,
      graphUrl: 'https://graph.test/v1.0',
      noteWritten: async () => undefined,
      graph,
      records,
      index: failing,
      now: () => now,
      pacer: freePacer,
    }),
    isArchived: (id, callDay, version) => index.has({ tenantId, callId: id, callDay, version }),
    findReadSince: (id, since) => index.findReadSince(tenantId, id, since),
    indexLeftBehind,
    pacer: freePacer,
    queue: makeMemoryRequestQueue(),
    ledger: makeMemoryFailureLedger(),
    evidence: makeMemoryEvidenceStore(),
    note: log.note,
    now: () => now,
    random: () => 0.5,
    baseDelayMs: 60_000,
    limit: pLimit(1),
  });
  const ask = (): RecordsRequest => ({
    schema: 1,
    kind: 'records',
    reason: 'notification',
    callIds: [callId],
    askedAt: now.toISOString(),
  });

  const first = ask();
  await expect(handle(first, 1)).rejects.toThrow('The table is not there');
  expect([records.blobs.size, index.entries.size]).toEqual([1, 0]);
  Object.assign(graph.answers, ofVersion(2));
  now = new Date(now.getTime() + 60_000);
  return {
    records,
    index,
    indexLeftBehind,
    comesAgain: () => handle(first, 2),
    isAskedAnew: () => handle(ask(), 1),
    notes: (name: EventName) => log.notes.filter((note) => note.name === name).map(({ facts }) => facts),
  };
}

describe('a version whose run ended before its rows', () => {
  test.each([
    ['another message has archived the new version meanwhile', true],
    ['its own message brings the new version', false],
  ])('is indexed from its blob when %s', async (_, hasOther) => {
    const { records, index, comesAgain, isAskedAnew, notes } = await leaveBehind();
    if (hasOther) await isAskedAnew();
    await comesAgain();
    expect([...index.entries.keys()].sort()).toEqual([`${callId}.v000001`, `${callId}.v000002`]);
    const [older, newer] = ['v000001', 'v000002'].map((version) => index.entries.get(`${callId}.${version}`));
    const blob = records.blobs.get(older?.blob ?? '');
    expect(older).toEqual({
      ...newer,
      version: '1',
      blob: older?.blob,
      sha256: blob?.metadata.sha256,
      fetchedAt: '2026-11-21T08:00:00.000Z',
    });
    expect(notes('archiving.rows-completed')).toEqual([{ call_id: callId, version: '1', blob: older?.blob }]);
  });

  test('may have displaced rows of later ones: these are written again, the newest last', async () => {
    const { index, indexLeftBehind, comesAgain } = await leaveBehind();
    await comesAgain();
    const written: string[] = [];
    const { put } = index;
    index.entries.delete(`${callId}.v000001`);
    index.put = async (entry) => {
      written.push(entry.version);
      await put(entry);
    };
    await indexLeftBehind(callId, '2020-02-25');
    expect(written).toEqual(['1', '2']);
    await indexLeftBehind(callId, '2020-02-25');
    expect(written).toEqual(['1', '2']);
  });

  test('and whose blob is damaged is reported, and does not hold up the others', async () => {
    const { records, index, comesAgain, notes } = await leaveBehind();
    const [[path, blob] = []] = records.blobs;
    if (!path || !blob) throw new Error('the version is archived');
    records.blobs.set(path, { ...blob, bytes: blob.bytes.subarray(0, 100) });
    await comesAgain();
    expect([...index.entries.keys()]).toEqual([`${callId}.v000002`]);
    expect(notes('archiving.record-unreadable')).toEqual([
      { call_id: callId, version: '1', blob: path, why: expect.any(String) },
    ]);
  });
});
