/** A long record that is left between further segments of one session, inside a page: nothing of it is read in vain. */
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type ArchivedRecord,
  makeArchiveRecord,
  type PausedRecord,
} from '../../../src/archiving/archive-record.ts';
import { unpack } from '../../../src/bytes/unpack.ts';
import { GraphError } from '../../../src/errors.ts';
import { summarizeRecord } from '../../../src/facts/summarize-record.ts';
import { minuteMs } from '../../../src/model/durations.ts';
import type { RecordProgress } from '../../../src/model/record-progress.ts';
import { makePacer, type Pacer } from '../../../src/paging/pacer.ts';
import type { CallRecordSource } from '../../../src/ports/call-record-source.ts';
import { freePacer } from '../../support/free-pacer.ts';
import { answersOf } from '../../support/memory-answers.ts';
import { makeMemoryCallIndex } from '../../support/memory-call-index.ts';
import { graphFault, makeMemoryCallRecords, makePage, throttle } from '../../support/memory-call-records.ts';
import { makeMemoryRecordStore } from '../../support/memory-record-store.ts';
import { makeNestedRecord } from '../../support/nested-record.ts';
import { callId, plainHead, renderDocument } from '../../support/record-pages.ts';
import { throughMessage } from '../../support/through-message.ts';

const runMs = 4 * minuteMs;
const { record, pages, whole } = makeNestedRecord(6);
const segmentLinks = Object.keys(pages);
const sessionLinks = [1, 2].map(record.sessions.link);

/** A clock that only the test and waiting move. */
function makeClock() {
  let ms = Date.parse('2026-11-21T08:00:00Z');
  return {
    ms: () => ms,
    now: () => new Date(ms),
    pass: async (forMs: number) => {
      ms += forMs;
    },
  };
}

function setUp(graph: CallRecordSource, clock = makeClock(), pacer: Pacer = freePacer) {
  const records = makeMemoryRecordStore();
  const index = makeMemoryCallIndex();
  const archive = makeArchiveRecord({
    tenantId: '7e1a0c2d-0000-4000-8000-0000000000aa',
    graphUrl: 'https://graph.test/v1.0',
    noteWritten: async () => undefined,
    graph,
    records,
    index,
    now: clock.now,
    pacer,
  });
  const run = (progress?: RecordProgress) =>
    archive({
      callId,
      reason: 'notification',
      deadline: new Date(clock.ms() + runMs),
      progress: progress && throughMessage(progress),
    });
  /** Runs, and waits as Graph wants, until the record is archived. */
  async function finish(): Promise<ArchivedRecord> {
    let progress: RecordProgress | undefined;
    for (;;) {
      const result = await run(progress);
      if (result.outcome !== 'paused') return result;
      ({ progress } = result);
      await clock.pass(waitMs(result.because, minuteMs));
    }
  }
  const document = () => gunzipSync([...records.blobs.values()][0]?.bytes ?? '').toString();
  return { records, index, run, finish, document };
}

function waitMs(because: PausedRecord['because'], otherwiseMs: number): number {
  return because === 'time-is-up' ? 0 : (because.retryAfterMs ?? otherwiseMs);
}

function setUpNested() {
  const answers = answersOf(record);
  const graph = makeMemoryCallRecords({ ...answers, pages: { ...answers.pages, ...pages } });
  return { graph, ...setUp(graph) };
}

async function leaveAt(link: string, { graph, run }: ReturnType<typeof setUpNested>) {
  graph.answers.plan = { [link]: [throttle(60)] };
  const result = await run();
  if (result.outcome !== 'paused') throw new Error('the record was not left');
  graph.reads.length = 0;
  return result.progress;
}

describe('a record that is left inside a page', () => {
  test('at any links, for any passing fault, is the same in the end', async () => {
    const faults = [throttle(60), graphFault('unavailable', { status: 502 })];
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([...segmentLinks, ...sessionLinks], { minLength: 1 }),
        fc.constantFrom(...faults),
        fc.integer({ min: 1, max: 3 }),
        async (stops, fault, times) => {
          const { graph, records, finish, document } = setUpNested();
          graph.answers.plan = Object.fromEntries(stops.map((stop) => [stop, Array(times).fill(fault)]));
          expect(await finish()).toMatchObject({ outcome: 'created', sessions: 6 });
          expect(document()).toBe(renderDocument(whole));
          const [blob] = records.blobs.values();
          expect(blob?.metadata).toMatchObject({ session_pages: '3', participant_pages: '1', sessions: '6' });
        },
      ),
      { seed: 4, numRuns: 100 },
    );
  });

  test('or was not left, is indexed as what it became says', async () => {
    const { index, records, finish } = setUpNested();
    await finish();
    const [blob] = records.blobs.values();
    const { facts } = await summarizeRecord(unpack(Readable.from([blob?.bytes])));
    const [entry] = index.entries.values();
    expect(entry).toMatchObject({ failedSessions: 6, classifiedStreams: 6, poorStreams: 6, failed: true });
    expect(facts).toMatchObject({ failedSessions: 6, classifiedStreams: 6, poorStreams: 6, failed: true });
  });

  test('resumes there: the opening answer and the page around it are read again, nothing else', async () => {
    const world = setUpNested();
    const progress = await leaveAt(segmentLinks[7] ?? '', world);
    expect(await world.run(progress)).toMatchObject({ outcome: 'created' });
    const reads = world.graph.reads.map((entry) => (entry.read === 'page' ? entry.link : entry.read));
    const rest = [...segmentLinks.slice(7, 8), sessionLinks[1], ...segmentLinks.slice(8)];
    expect(reads).toEqual(['record', sessionLinks[0], ...rest, 'participants']);
  });

  test.each([
    ['the opening answer', callId, segmentLinks[1] ?? ''],
    ['the page around it', sessionLinks[0] ?? '', segmentLinks[5] ?? ''],
  ])('is started over when %s is another one at the same version', async (_, around, link) => {
    const world = setUpNested();
    const { answers } = world.graph;
    const progress = await leaveAt(link, world);
    const [from, to] = around === callId ? ['"a0"', '"z0"'] : ['"a2"', '"z2"'];
    const source = around === callId ? answers.records : answers.pages;
    if (source) source[around] = String(source[around]).replace(from, to);
    expect(await world.run(progress)).toMatchObject({ outcome: 'created', version: '1' });
    expect(world.document()).toBe(renderDocument(whole).replace(from, to));
  });

  const segments = '"segments":[{"id":"a1"}]';
  const itsLink = `"segments@odata.nextLink":"${segmentLinks[2]}"`;
  test.each([
    ['before its segments', `${segments},${itsLink}`, `${itsLink},${segments}`],
    ['behind them', `${itsLink},${segments}`, `${segments},${itsLink}`],
  ])('resumes though the link, which is left out, stands %s now', async (_, from, to) => {
    const world = setUpNested();
    const { records = {} } = world.graph.answers;
    const original = String(records[callId]);
    records[callId] = original.replace(`${segments},${itsLink}`, from);
    const progress = await leaveAt(segmentLinks[3] ?? '', world);
    records[callId] = original.replace(`${segments},${itsLink}`, to);
    expect(await world.run(progress)).toMatchObject({ outcome: 'created' });
    expect(world.document()).toBe(renderDocument(whole));
    expect(world.graph.reads.some((entry) => entry.read === 'page' && entry.link === segmentLinks[2])).toBe(
      false,
    );
  });

  test('is started over when a session has further segments no longer', async () => {
    const world = setUpNested();
    const { answers } = world.graph;
    const progress = await leaveAt(segmentLinks[3] ?? '', world);
    const link = `,"segments@odata.nextLink":"${segmentLinks[0]}"`;
    if (answers.records) answers.records[callId] = String(answers.records[callId]).replace(link, '');
    expect(await world.run(progress)).toMatchObject({ outcome: 'created' });
    expect(world.document()).toBe(renderDocument(whole).replace(/,\{"id":"b0".*?\{"id":"c0"\}/, ''));
  });
});

describe('many pages inside one page', () => {
  /** Graph gives `limit` further pages in a window, as an older page of its documentation says of call records. */
  function limitPages(graph: CallRecordSource, clock: ReturnType<typeof makeClock>, limit: number) {
    const windowMs = 5 * minuteMs;
    let times: number[] = [];
    return {
      ...graph,
      async readNextPage(...args: Parameters<CallRecordSource['readNextPage']>) {
        times = times.filter((time) => time > clock.ms() - windowMs);
        if (times.length >= limit) throw throttle(((times[0] ?? 0) + windowMs - clock.ms()) / 1000);
        times.push(clock.ms());
        return graph.readNextPage(...args);
      },
    };
  }

  test('are archived under a limit that is smaller than their number, each read once', async () => {
    const clock = makeClock();
    const nested = makeNestedRecord(60);
    const answers = answersOf(nested.record);
    const graph = makeMemoryCallRecords({ ...answers, pages: { ...answers.pages, ...nested.pages } });
    const { finish, document } = setUp(limitPages(graph, clock, 20), clock);
    expect(await finish()).toMatchObject({ outcome: 'created', sessions: 60 });
    expect(document()).toBe(renderDocument(nested.whole));
    const links = graph.reads.flatMap((read) => (read.read === 'page' ? [read.link] : []));
    for (const link of Object.keys(nested.pages)) expect(links.filter((one) => one === link)).toHaveLength(1);
  });

  test('that never end are refused in the end, at Graph’s pace, and no run takes longer than it may', async () => {
    const clock = makeClock();
    const link = (n: number) => `https://graph.test/v1.0/segments?$skiptoken=${n}`;
    const text = (members: string[]) => makePage(Buffer.from(`{${members.join()}}`));
    const paged = `"sessions":[{"id":"s","segments":[],"segments@odata.nextLink":"${link(0)}"}]`;
    let reads = 0;
    const graph: CallRecordSource = {
      readRecord: async () => text([...plainHead, paged]),
      readParticipants: async () => text([...plainHead, '"participants_v2":[]']),
      readHead: async () => text(plainHead),
      async readNextPage(next) {
        reads += 1;
        await clock.pass(100);
        const n = Number(next.split('=').at(-1));
        return text([`"value":[{"id":"${n}"}]`, `"@odata.nextLink":"${link(n + 1)}"`]);
      },
    };
    const pace = { limit: 40, windowMs: 21_000, maxSleepMs: 5000, now: clock.ms, sleep: clock.pass };
    const { records, run } = setUp(graph, clock, makePacer(pace));
    let progress: RecordProgress | undefined;
    let error: unknown;
    for (let runs = 0; !error && runs < 200; runs += 1) {
      const begun = clock.ms();
      const result = await run(progress).catch((thrown: unknown) => {
        error = thrown;
      });
      expect(clock.ms() - begun).toBeLessThan(runMs + minuteMs);
      if (result?.outcome !== 'paused') break;
      ({ progress } = result);
      await clock.pass(waitMs(result.because, 0));
    }
    expect(error).toBeInstanceOf(GraphError);
    expect(error).toMatchObject({ meaning: 'refused' });
    expect(reads).toBeLessThan(2100);
    expect(records.blobs.size).toBe(0);
  });
});
