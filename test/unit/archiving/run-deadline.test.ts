/** The end of a run's time: a long record is left and resumed, and the rest of a packed message is not begun. */
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import { makeArchiveRecord } from '../../../src/archiving/archive-record.ts';
import { makeArchiveRequested } from '../../../src/archiving/archive-requested.ts';
import type { RecordsRequest } from '../../../src/model/archive-request.ts';
import { minuteMs } from '../../../src/model/durations.ts';
import type { RecordProgress } from '../../../src/model/record-progress.ts';
import { freePacer } from '../../support/free-pacer.ts';
import { makeMemoryCallIndex } from '../../support/memory-call-index.ts';
import { makeMemoryCallRecords } from '../../support/memory-call-records.ts';
import { makeMemoryEvidenceStore } from '../../support/memory-evidence-store.ts';
import { makeMemoryFailureLedger } from '../../support/memory-failure-ledger.ts';
import { makeMemoryRecordStore } from '../../support/memory-record-store.ts';
import { type MemoryRequestQueue, makeMemoryRequestQueue } from '../../support/memory-request-queue.ts';
import { makeNestedRecord } from '../../support/nested-record.ts';
import {
  callId,
  makePagedRecord,
  type PagedRecord,
  renderAnswers,
  renderDocument,
} from '../../support/record-pages.ts';

const start = new Date('2026-11-21T08:00:00Z').getTime();

/** A clock that only work moves on. */
function makeClock() {
  let ms = start;
  return {
    now: () => new Date(ms),
    pass(forMs: number) {
      ms += forMs;
    },
  };
}

describe('a record that takes longer than a run', () => {
  const base = makePagedRecord();
  const pagesOf = (name: string, count: number) =>
    Array.from({ length: count }, (_, page) => [`{"id":"${name}${page}"}`]);
  const longRecord: PagedRecord = {
    ...base,
    sessions: { ...base.sessions, pages: pagesOf('s', 8) },
    participants: { ...base.participants, pages: pagesOf('p', 5) },
  };

  /** Each read takes a minute; each run has this many minutes. */
  function setUp(record: PagedRecord, runMinutes: number, pages: Record<string, string> = {}) {
    const clock = makeClock();
    const { record: first, participants, pages: further } = renderAnswers(record);
    const source = makeMemoryCallRecords({
      origin: 'https://graph.test',
      records: { [callId]: first },
      participants: { [callId]: participants },
      pages: { ...Object.fromEntries(further), ...pages },
    });
    const timed = <Args extends unknown[], Answer>(read: (...args: Args) => Promise<Answer>) => {
      return (...args: Args) => {
        clock.pass(minuteMs);
        return read(...args);
      };
    };
    const records = makeMemoryRecordStore();
    const archive = makeArchiveRecord({
      tenantId: '7e1a0c2d-0000-4000-8000-0000000000aa',
      graphUrl: 'https://graph.test/v1.0',
      noteWritten: async () => undefined,
      graph: {
        readRecord: timed(source.readRecord),
        readParticipants: timed(source.readParticipants),
        readHead: timed(source.readHead),
        readNextPage: timed(source.readNextPage),
      },
      records,
      index: makeMemoryCallIndex(),
      now: clock.now,
      pacer: freePacer,
    });
    const run = (progress?: RecordProgress) => {
      const deadline = new Date(clock.now().getTime() + runMinutes * minuteMs);
      return archive({ callId, reason: 'notification', deadline, progress });
    };
    /** Runs until it is archived. */
    const finish = async (maxRuns: number) => {
      let progress: RecordProgress | undefined;
      for (let runs = 1; runs <= maxRuns; runs += 1) {
        const result = await run(progress);
        if (result.outcome !== 'paused') return runs;
        ({ progress } = result);
      }
      throw new RangeError(`It is not archived after ${maxRuns} runs`);
    };
    const document = () => {
      const [blob] = records.blobs.values();
      return gunzipSync(blob?.bytes ?? '').toString();
    };
    return { clock, source, records, run, finish, document };
  }

  test('is left soon after it, between two pages, and may be resumed at once', async () => {
    const { clock, records, run } = setUp(longRecord, 4);
    const result = await run();
    expect(result).toMatchObject({
      outcome: 'paused',
      because: 'time-is-up',
      progress: { cursor: { part: 'sessions' } },
    });
    expect(clock.now().getTime() - start).toBeLessThanOrEqual(5 * minuteMs);
    expect(records.blobs.size).toBe(0);
  });

  test('is whole after several runs, each page read once', async () => {
    const { source, finish, document } = setUp(longRecord, 4);
    expect(await finish(20)).toBeGreaterThan(1);
    expect(document()).toBe(renderDocument(longRecord));
    const links = source.reads.flatMap((read) => (read.read === 'page' ? [read.link] : []));
    expect(links.length).toBe(7 + 4);
    expect(new Set(links).size).toBe(links.length);
  });

  test('is not left when two reads are all it needs, however late it is', async () => {
    const { run, document } = setUp(base, 0);
    expect(await run()).toMatchObject({ outcome: 'created' });
    expect(document()).toBe(renderDocument(base));
  });

  test.each([2, 6])('inside one page is left there and resumed (%d sessions)', async (count) => {
    const { record, pages, whole } = makeNestedRecord(count);
    const { source, finish, document } = setUp(record, 3, pages);
    await finish(20);
    expect(document()).toBe(renderDocument(whole));
    const links = source.reads.flatMap((read) => (read.read === 'page' ? [read.link] : []));
    for (const link of Object.keys(pages)) expect(links.filter((one) => one === link)).toHaveLength(1);
  });
});

describe('a packed message that takes longer than a run', () => {
  const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const ids = Array.from({ length: 10 }, (_, i) => id(i));
  const request: RecordsRequest = { schema: 1, kind: 'records', reason: 'notification', callIds: ids };

  /** Each record takes a minute and ten seconds; one is worked at at a time. */
  function setUp() {
    const clock = makeClock();
    const queue = makeMemoryRequestQueue();
    const ledger = makeMemoryFailureLedger();
    const begun: { callId: string; deadline: Date }[] = [];
    const handle = makeArchiveRequested({
      pacer: freePacer,
      queue,
      ledger,
      evidence: makeMemoryEvidenceStore(),
      isArchived: async () => false,
      findReadSince: async () => undefined,
      indexLeftBehind: async () => undefined,
      archiveRecord: async ({ callId: one, deadline }) => {
        begun.push({ callId: one, deadline });
        clock.pass(70_000);
        return {
          outcome: 'created',
          version: '1',
          callDay: '2026-11-20',
          blob: 'b',
          endedAt: undefined,
          sizeBytes: 1,
          sessions: 1,
          participants: 1,
          quality: { classifiedStreams: 0, poorStreams: 0, failedSessions: 0 },
        };
      },
      note: () => undefined,
      now: clock.now,
      random: () => 0.5,
      baseDelayMs: minuteMs,
      limit: pLimit(1),
    });
    return { queue, ledger, begun, handle };
  }

  test('lets each record that is not begun by then leave as a message of its own, at once', async () => {
    const { handle, queue, ledger, begun } = setUp();
    await handle(request, 1);
    // Four minutes: the fourth is begun at 3:30, the fifth would be at 4:40.
    expect(begun.map(({ callId: one }) => one)).toEqual(ids.slice(0, 4));
    expect(queue.sent).toEqual(
      ids.slice(4).map((one) => ({ request: { ...request, callIds: [one] }, delayMs: 0 })),
    );
    expect(ledger.rows.size).toBe(0);
  });

  test('gives each record the end of its own run', async () => {
    const { handle, begun } = setUp();
    await handle(request, 1);
    expect(new Set(begun.map(({ deadline }) => deadline.getTime()))).toEqual(new Set([start + 4 * minuteMs]));
  });

  test('loses none when such a message cannot be sent: it is delivered again as a whole', async () => {
    const { handle, queue, begun } = setUp();
    queue.failNext();
    await expect(handle(request, 1)).rejects.toThrow('The queue is not there');
    const finished = [...begun.map(({ callId: one }) => one), ...queue.sent.map(sentId)];
    // All but the one that could not be sent; when the message comes again, all are asked for.
    expect(finished.sort()).toEqual(ids.filter((one) => one !== id(4)));
    queue.sent.length = 0;
    await handle(request, 2);
    expect(queue.sent.map(sentId)).toEqual(ids);
  });
});

function sentId({ request }: MemoryRequestQueue['sent'][number]): string {
  return 'callIds' in request ? (request.callIds[0] ?? '') : '';
}
