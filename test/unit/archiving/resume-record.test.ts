/** A long record that is left and resumed: the same document whatever happens in between, or started over. */
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ArchivedRecord, makeArchiveRecord } from '../../../src/archiving/archive-record.ts';
import type { RecordProgress } from '../../../src/model/record-progress.ts';
import { freePacer } from '../../support/free-pacer.ts';
import { answersOf } from '../../support/memory-answers.ts';
import { makeMemoryCallIndex } from '../../support/memory-call-index.ts';
import {
  graphFault,
  type MemoryAnswers,
  makeMemoryCallRecords,
  throttle,
} from '../../support/memory-call-records.ts';
import { makeMemoryRecordStore } from '../../support/memory-record-store.ts';
import {
  callId,
  makePagedRecord,
  type PagedRecord,
  plainHead,
  renderDocument,
} from '../../support/record-pages.ts';
import { throughMessage } from '../../support/through-message.ts';

const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';
const path = `records/v1/tenant=${tenantId}/date=2020-02-25/${callId}.v000001.json.gz`;
const deadline = new Date('2100-01-01T00:00:00Z');

const base = makePagedRecord();
const person = (id: string) => `{"id":"${id}","identity":{"user":{"id":"${id}"}}}`;
const pagesOf = (name: string, count: number) =>
  Array.from({ length: count }, (_, page) => [person(`${name}${page}a`), person(`${name}${page}b`)]);
const longRecord: PagedRecord = {
  ...base,
  tail: ['"behind":true'],
  sessions: { ...base.sessions, pages: pagesOf('s', 4) },
  participants: { ...base.participants, pages: pagesOf('p', 3) },
};
const links = [1, 2, 3].map(longRecord.sessions.link).concat([1, 2].map(longRecord.participants.link));

function setUp(answers: MemoryAnswers, records = makeMemoryRecordStore()) {
  const graph = makeMemoryCallRecords(answers);
  const index = makeMemoryCallIndex();
  const archive = makeArchiveRecord({
    tenantId,
    graphUrl: 'https://graph.test/v1.0',
    noteWritten: async () => undefined,
    graph,
    records,
    index,
    now: () => new Date('2026-11-21T08:00:00Z'),
    pacer: freePacer,
  });
  /** One run; the progress goes through a message, as it does in the queue. */
  const run = (progress?: RecordProgress) =>
    archive({ callId, reason: 'notification', deadline, progress: progress && throughMessage(progress) });
  return { graph, records, index, run };
}

type Run = ReturnType<typeof setUp>['run'];

/** Runs until the record is archived. */
async function finish(run: Run): Promise<{ archived: ArchivedRecord; runs: number }> {
  let progress: RecordProgress | undefined;
  for (let runs = 1; ; runs += 1) {
    const result = await run(progress);
    if (result.outcome !== 'paused') return { archived: result, runs };
    ({ progress } = result);
  }
}

async function leaveAt(
  link: string,
  { run, graph }: Pick<ReturnType<typeof setUp>, 'run' | 'graph'>,
): Promise<RecordProgress> {
  graph.answers.plan = { ...graph.answers.plan, [link]: [throttle(60)] };
  const result = await run();
  if (result.outcome !== 'paused') throw new Error('the record was not left');
  return result.progress;
}

describe('a record that is left', () => {
  test('at any pages, for any passing fault, is the same in the end', async () => {
    const faults = [
      throttle(60),
      graphFault('unavailable', { status: 502 }),
      graphFault('denied', { status: 401 }),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([...links, callId, `head of ${callId}`], { minLength: 1 }),
        fc.constantFrom(...faults),
        async (stops, fault) => {
          // The record's own id stands for the two opening reads: the second read of it, the participants, fails.
          const plan = Object.fromEntries(
            stops.map((stop) => [stop, stop === callId ? ['ok' as const, fault] : [fault]]),
          );
          const { run, records, index } = setUp({ ...answersOf(longRecord), plan });
          const { archived, runs } = await finish(run);
          expect(runs).toBeGreaterThan(1);
          expect(archived).toMatchObject({ outcome: 'created', sessions: 8, participants: 6 });
          const blob = records.blobs.get(path);
          expect(gunzipSync(blob?.bytes ?? '').toString()).toBe(renderDocument(longRecord));
          expect(blob?.metadata).toMatchObject({ session_pages: '4', participant_pages: '3' });
          expect(index.entries.get(`${callId}.v000001`)).toMatchObject({
            sha256: blob?.metadata.sha256,
            people: 14,
            findKeys: expect.arrayContaining(['id:s0a', 'id:s3b', 'id:p0a', 'id:p2b']),
          });
        },
      ),
      { seed: 9, numRuns: 60 },
    );
  });

  test('resumes where it was left: each page is read once, the opening answer again', async () => {
    const world = setUp(answersOf(longRecord));
    const progress = await leaveAt(links[1] ?? '', world);
    world.graph.reads.length = 0;
    await world.run(progress);
    const read = world.graph.reads.map((entry) => (entry.read === 'page' ? entry.link : entry.read));
    expect(read).toEqual(['record', links[1], links[2], 'participants', links[3], links[4], 'head']);
  });

  test('shows nothing before its end', async () => {
    const world = setUp(answersOf(longRecord));
    await leaveAt(links[4] ?? '', world);
    expect([world.records.blobs.size, world.index.entries.size]).toEqual([0, 0]);
  });

  test.each([
    [
      'its version moved',
      (world: ReturnType<typeof setUp>) => {
        const head = plainHead.map((member) => member.replace('"version":1', '"version":2'));
        Object.assign(world.graph.answers, answersOf({ ...longRecord, head }));
      },
    ],
    ['what was staged has expired', (world: ReturnType<typeof setUp>) => world.records.expireStaged()],
    [
      'Graph answers the same version otherwise',
      (world: ReturnType<typeof setUp>) => {
        Object.assign(world.graph.answers, answersOf({ ...longRecord, tail: ['"behind":false'] }));
      },
    ],
    [
      'Graph accepts the link no longer',
      (world: ReturnType<typeof setUp>) => {
        const gone = graphFault('refused', { status: 410 });
        world.graph.answers.plan = { [links[1] ?? '']: [throttle(60), gone] };
      },
    ],
  ])('starts over when %s', async (_, change) => {
    const world = setUp(answersOf(longRecord));
    const progress = await leaveAt(links[1] ?? '', world);
    change(world);
    const result = await world.run(progress);
    if (result.outcome === 'paused') throw result.because;
    const document = JSON.parse(gunzipSync(world.records.blobs.get(result.blob)?.bytes ?? '').toString());
    const expected = JSON.parse(renderDocument(longRecord));
    expect([document.sessions, document.participants_v2]).toEqual([
      expected.sessions,
      expected.participants_v2,
    ]);
  });

  const firstPageChanged = (part: 'sessions' | 'participants'): PagedRecord => {
    const [, ...pages] = longRecord[part].pages;
    return { ...longRecord, [part]: { ...longRecord[part], pages: [['{"id":"other"}'], ...pages] } };
  };

  test.each([
    ['the first page of its sessions', links[1], firstPageChanged('sessions')],
    ['what stands behind its sessions', links[1], { ...longRecord, tail: ['"behind":false'] }],
    ['the first page of its participants', links[4], firstPageChanged('participants')],
  ])('is started over when %s is another one at the same version', async (_, link = '', changed) => {
    const world = setUp(answersOf(longRecord));
    const progress = await leaveAt(link, world);
    Object.assign(world.graph.answers, answersOf(changed));
    expect(await world.run(progress)).toMatchObject({ outcome: 'created', version: '1' });
    const document = gunzipSync(world.records.blobs.get(path)?.bytes ?? '');
    expect(document.toString()).toBe(renderDocument(changed));
  });

  test('resumes though Graph words the links of its first page differently', async () => {
    const world = setUp(answersOf(longRecord));
    const progress = await leaveAt(links[1] ?? '', world);
    const reworded = { ...longRecord.sessions, link: (page: number) => `${links[page - 1]}&again=1` };
    world.graph.answers.records = answersOf({ ...longRecord, sessions: reworded }).records ?? {};
    world.graph.reads.length = 0;
    expect(await world.run(progress)).toMatchObject({ outcome: 'created' });
    expect(gunzipSync(world.records.blobs.get(path)?.bytes ?? '').toString()).toBe(
      renderDocument(longRecord),
    );
    const reads = world.graph.reads.map((entry) => (entry.read === 'page' ? entry.link : entry.read));
    expect(reads).toEqual(['record', links[1], links[2], 'participants', links[3], links[4], 'head']);
  });

  test('counts as a failed try when it had to be started over and is throttled then', async () => {
    const world = setUp(answersOf(longRecord));
    const progress = await leaveAt(links[1] ?? '', world);
    const gone = graphFault('not-found', { status: 404 });
    world.graph.answers.plan = {
      [links[1] ?? '']: [throttle(60), gone],
      [callId]: ['ok', 'ok', throttle(90)],
    };
    await expect(world.run(progress)).rejects.toMatchObject({ meaning: 'unavailable', retryAfterMs: 90_000 });
  });

  test('is given up for now when it is started too often without success', async () => {
    const gone = graphFault('not-found', { status: 404 });
    const { run, records } = setUp({
      ...answersOf(longRecord),
      plan: { [links[0] ?? '']: Array(9).fill(gone) },
    });
    await expect(run()).rejects.toMatchObject({ meaning: 'unavailable' });
    expect(records.blobs.size).toBe(0);
  });
});

describe('two workers at one long record', () => {
  test.each([
    ['the one that was left commits first', true],
    ['the one that was left commits last', false],
  ])('%s: one file, whole, and both are done', async (_, leftFirst) => {
    const records = makeMemoryRecordStore();
    const left = setUp(answersOf(longRecord), records);
    const other = setUp(answersOf(longRecord), records);
    const progress = await leaveAt(links[2] ?? '', left);
    const atLast = await leaveAt(links[4] ?? '', other);
    const [first, second] = leftFirst
      ? [() => left.run(progress), () => other.run(atLast)]
      : [() => other.run(atLast), () => left.run(progress)];
    expect(await first()).toMatchObject({ outcome: 'created' });
    expect(await second()).toMatchObject({ outcome: 'exists' });
    expect(gunzipSync(records.blobs.get(path)?.bytes ?? '').toString()).toBe(renderDocument(longRecord));
  });

  test('the same message handed out twice cannot mix its blocks', async () => {
    const world = setUp(answersOf(longRecord));
    const progress = await leaveAt(links[1] ?? '', world);
    world.graph.answers.plan = { [links[2] ?? '']: [throttle(60), throttle(60)] };
    const branches = [await world.run(progress), await world.run(progress)];
    const ends = [];
    for (const branch of branches)
      if (branch.outcome === 'paused') ends.push(await world.run(branch.progress));
    expect(ends.map(({ outcome }) => outcome)).toEqual(['created', 'exists']);
    expect(gunzipSync(world.records.blobs.get(path)?.bytes ?? '').toString()).toBe(
      renderDocument(longRecord),
    );
  });
});
