import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { makeArchiveRecord } from '../../../src/archiving/archive-record.ts';
import { GraphError } from '../../../src/errors.ts';
import { freePacer } from '../../support/free-pacer.ts';
import { answersOf } from '../../support/memory-answers.ts';
import { makeMemoryCallIndex } from '../../support/memory-call-index.ts';
import { type MemoryAnswers, makeMemoryCallRecords } from '../../support/memory-call-records.ts';
import { makeMemoryRecordStore } from '../../support/memory-record-store.ts';
import {
  callId,
  makePagedRecord,
  type PagedRecord,
  plainHead,
  renderAnswers,
  renderDocument,
} from '../../support/record-pages.ts';

const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';
const path = `records/v1/tenant=${tenantId}/date=2020-02-25/${callId}.v000001.json.gz`;

const now = new Date('2026-11-21T08:00:00Z');
const deadline = new Date('2026-11-21T08:04:00Z');

function setUp(answers: MemoryAnswers) {
  const graph = makeMemoryCallRecords(answers);
  const records = makeMemoryRecordStore();
  const index = makeMemoryCallIndex();
  let asked = 0;
  const archive = makeArchiveRecord({
    tenantId,
    graphUrl: 'https://graph.test/v1.0',
    noteWritten: async () => undefined,
    graph,
    records,
    index,
    // Each question for the time is a second later.
    now: () => new Date(now.getTime() + 1000 * asked++),
    pacer: freePacer,
  });
  /** Where no progress is meant, the record must not be left. */
  const archiveWhole = async () => {
    const result = await archive({ callId, reason: 'notification', deadline });
    if (result.outcome === 'paused') throw result.because;
    return result;
  };
  return { graph, records, index, archive: archiveWhole };
}

const base = makePagedRecord();
const longRecord: PagedRecord = {
  ...base,
  sessions: { ...base.sessions, pages: [['{"id":"s1"}'], [], ['{"id":"s2"}', '{"id":"s3"}']] },
  participants: { ...base.participants, pages: [['{"id":"p1"}'], ['{"id":"p2"}']] },
};
const moved = (version: number) => ({
  ...base,
  head: plainHead.map((member) => member.replace('"version":1', `"version":${version}`)),
});

describe('archiving a record', () => {
  test('gives one blob with the whole document, and its index entry', async () => {
    const { records, index, archive } = setUp(answersOf(longRecord));
    expect(await archive()).toMatchObject({
      outcome: 'created',
      version: '1',
      blob: path,
      sessions: 3,
      participants: 2,
    });
    const blob = records.blobs.get(path);
    const document = gunzipSync(blob?.bytes ?? '');
    expect(document.toString()).toBe(renderDocument(longRecord));
    expect(blob?.metadata).toMatchObject({
      sha256: createHash('sha256').update(document).digest('hex'),
      session_pages: '3',
      participant_pages: '2',
      started_at: '2020-02-25T18:52:21.2169889Z',
      fetched_at: '2026-11-21T08:00:00.000Z',
      reason: 'notification',
    });
    expect(index.entries.get(`${callId}.v000001`)).toMatchObject({
      callDay: '2020-02-25',
      blob: path,
      sessions: 3,
    });
  });

  test('stands under the UTC date of the start, not of its own clock zone', async () => {
    const head = plainHead.map((member) =>
      member.replace('2020-02-25T18:52:21.2169889Z', '2020-03-01T01:30:00+02:00'),
    );
    const { archive } = setUp(answersOf({ ...base, head }));
    expect((await archive()).blob).toContain('/date=2020-02-29/');
  });

  test('a second time writes nothing and reads twice at most', async () => {
    for (const record of [base, longRecord]) {
      const { graph, records, archive } = setUp(answersOf(record));
      await archive();
      const before = records.blobs.get(path);
      graph.reads.length = 0;
      expect(await archive()).toMatchObject({ outcome: 'exists', version: '1' });
      expect(graph.reads.length).toBeLessThanOrEqual(2);
      expect(records.blobs.get(path)).toBe(before);
    }
  });

  test('that is there but not in the index is indexed with the facts of the blob', async () => {
    const { index, archive } = setUp(answersOf(longRecord));
    await archive();
    const entry = index.entries.get(`${callId}.v000001`);
    index.entries.clear();
    await archive();
    expect(index.entries.get(`${callId}.v000001`)).toEqual(entry);
  });

  test('starts over when its version moves between the two reads', async () => {
    const answers = answersOf(moved(2));
    const [first] = [renderAnswers(base).record];
    const { records, archive } = setUp({ ...answers, plan: { [callId]: [first, 'ok'] } });
    expect(await archive()).toMatchObject({ version: '2' });
    expect([...records.blobs.keys()]).toEqual([path.replace('v000001', 'v000002')]);
  });

  test('whose version never rests is given up for now, and nothing is written', async () => {
    const steps = [1, 2, 2, 3, 3, 4].map((version, i) => {
      const { record, participants } = renderAnswers(moved(version));
      return i % 2 === 0 ? record : participants;
    });
    const { records, archive } = setUp({ ...answersOf(base), plan: { [callId]: steps } });
    await expect(archive()).rejects.toMatchObject({ meaning: 'unavailable' });
    expect(records.blobs.size).toBe(0);
  });
});

describe('a page that is not what it should be commits nothing', () => {
  const third = longRecord.sessions.link(2);
  const meaningOf = async (page: string | GraphError) => {
    const { records, index, archive } = setUp({ ...answersOf(longRecord), plan: { [third]: [page] } });
    const error: unknown = await archive().catch((thrown: unknown) => thrown);
    expect([records.blobs.size, index.entries.size]).toEqual([0, 0]);
    return error instanceof GraphError ? error.meaning : error;
  };

  test.each([
    ['HTML', '<html></html>', 'refused'],
    ['an error object', '{"error":{"code":"x"}}', 'refused'],
    ['half a page', '{"value":[{"id":', 'unavailable'],
    ['an empty body', '', 'unavailable'],
    ['a link to another host', '{"value":[],"@odata.nextLink":"https://evil.test/v1.0/x"}', 'refused'],
    [
      'a link with a fragment',
      '{"value":[],"@odata.nextLink":"https://graph.test/v1.0/$metadata#x"}',
      'refused',
    ],
    ['a link without TLS', '{"value":[],"@odata.nextLink":"http://graph.test/v1.0/x"}', 'refused'],
    ['a link back to itself', JSON.stringify({ value: [], '@odata.nextLink': third }), 'refused'],
  ])('%s', async (_, page, meaning) => {
    expect(await meaningOf(page)).toBe(meaning);
  });

  test.each([
    [
      'the answer that is not a record',
      { records: { [callId]: '<html>Sorry</html>' } },
      '<html>Sorry</html>',
    ],
    [
      'the page with a link that is not followed',
      { plan: { [third]: ['{"value":[],"@odata.nextLink":"https://evil.test"}'] } },
      '{"value":[],"@odata.nextLink":"https://evil.test"}',
    ],
  ])('%s is kept for evidence, byte for byte', async (_, change: Partial<MemoryAnswers>, body) => {
    const { archive } = setUp({ ...answersOf(longRecord), ...change });
    const error: unknown = await archive().catch((thrown: unknown) => thrown);
    expect(error instanceof GraphError && Buffer.from(error.body ?? []).toString()).toBe(body);
  });
});
