import { describe, expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import type { ArchivedRecord, PausedRecord } from '../../../src/archiving/archive-record.ts';
import { makeArchiveRequested } from '../../../src/archiving/archive-requested.ts';
import { GraphError, type GraphErrorDetails } from '../../../src/errors.ts';
import type { ArchiveRequest, RecordsRequest } from '../../../src/model/archive-request.ts';
import type { RecordProgress } from '../../../src/model/record-progress.ts';
import { makePacer } from '../../../src/paging/pacer.ts';
import { freePacer } from '../../support/free-pacer.ts';
import { makeMemoryEvidenceStore } from '../../support/memory-evidence-store.ts';
import { makeMemoryFailureLedger } from '../../support/memory-failure-ledger.ts';
import { makeMemoryRequestQueue } from '../../support/memory-request-queue.ts';

const now = new Date('2026-11-21T08:00:00Z');
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const archived: ArchivedRecord = {
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

type Answer = 'ok' | Error | PausedRecord;

function refusal(details: GraphErrorDetails): GraphError {
  return new GraphError('Asking Graph: it answered no', details);
}

function progressAfter(sessionPages: number): RecordProgress {
  const counts = { sessions: 0, sessionPages, participants: 0, participantPages: 0, segmentPages: 0 };
  return {
    version: '1',
    starts: 1,
    cursor: { part: 'sessions', link: 'https://graph.test/next', afterItem: true, opening: 'o', closing: '' },
    counts: { ...counts, requestIds: [] },
    file: { gzip: { sizeBytes: 1, crc: 1 }, hashes: { sha256: '', md5: '' }, staged: [] },
  };
}

/** A handler whose records answer as told; every other record is archived. */
function setUp(answers: Record<string, Answer> = {}, { concurrency = 8, pacer = freePacer } = {}) {
  const tools = {
    queue: makeMemoryRequestQueue(),
    ledger: makeMemoryFailureLedger(),
    evidence: makeMemoryEvidenceStore(),
    pacer,
  };
  /** `{call id} {date} {version}` of what is in the archive already. */
  const present = new Set<string>();
  const done: string[] = [];
  const notes: string[] = [];
  /** Where rows left behind were looked for. */
  const looked: string[] = [];
  let running = 0;
  let most = 0;
  const handle = makeArchiveRequested({
    ...tools,
    findReadSince: async (callId, since) =>
      present.has(`${callId} ${since.toISOString()}`) ? '2026-11-20' : undefined,
    indexLeftBehind: async (callId, callDay) => void looked.push(`${callId} ${callDay}`),
    isArchived: async (callId, callDay, version) => present.has(`${callId} ${callDay} ${version}`),
    archiveRecord: async ({ callId }) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      const answer = answers[callId] ?? 'ok';
      if (answer instanceof Error) throw answer;
      if (answer !== 'ok') return answer;
      await tools.pacer.take(callId);
      done.push(callId);
      return archived;
    },
    note: (name) => notes.push(name),
    now: () => now,
    random: () => 0.5,
    baseDelayMs: 60_000,
    limit: pLimit(concurrency),
  });
  return { ...tools, handle, present, done, notes, looked, maxAtOnce: () => most };
}

function request(callIds: string[], change: Partial<RecordsRequest> = {}): RecordsRequest {
  return { schema: 1, kind: 'records', reason: 'notification', callIds, ...change };
}

describe('a packed message', () => {
  const ids = Array.from({ length: 30 }, (_, i) => id(i));

  test('is handled inline when it comes first, as many records at once as allowed', async () => {
    const { handle, done, queue, maxAtOnce } = setUp({}, { concurrency: 4 });
    await handle(request(ids), 1);
    expect(done.sort()).toEqual(ids);
    expect(queue.sent).toEqual([]);
    expect(maxAtOnce()).toBe(4);
  });

  test('is only split when it is delivered again: one of its records may have ended the process', async () => {
    const { handle, done, queue } = setUp();
    await handle(request(ids), 2);
    expect(done).toEqual([]);
    expect(queue.sent.map(({ request: sent }) => 'callIds' in sent && sent.callIds)).toEqual(
      ids.map((one) => [one]),
    );
  });

  test('lets a record that fails unforeseen leave as a message of its own, and archives the others', async () => {
    const { handle, done, queue } = setUp({ [id(3)]: new TypeError('a bug') });
    await handle(request(ids), 1);
    expect(done.length).toBe(29);
    const retry = { firstTryAt: now.toISOString(), failedTries: 0 };
    expect(queue.sent).toEqual([{ request: request([id(3)], { retry }), delayMs: 0 }]);
  });

  test('costs Graph nothing for a record that Graph listed and that is archived in that version in the meantime', async () => {
    const { handle, done, notes, present, ledger } = setUp({ [id(3)]: refusal({ meaning: 'refused' }) });
    await handle(request([id(3)]), 1);
    for (const n of [1, 2, 3]) present.add(`${id(n)} 2026-11-20 1`);
    const listed: RecordsRequest['listed'] = [
      ['2026-11-20', '1'],
      ['2026-11-20', '2'],
      ['2026-11-20', '1'],
      null,
    ];
    await handle(request([id(1), id(2), id(3), id(4)], { reason: 'reconcile', listed }), 1);
    expect(done.sort()).toEqual([id(2), id(4)]);
    expect(notes.filter((name) => name === 'archiving.record-present').length).toBe(2);
    expect(ledger.rows.get(id(3))?.closedAt).toEqual(now);
  });

  test('that is delivered again costs Graph nothing for what was archived since the request', async () => {
    const { handle, done, queue, present } = setUp();
    const askedAt = '2026-11-21T07:59:00.000Z';
    present.add(`${id(1)} ${askedAt}`);
    await handle(request([id(1), id(2)], { askedAt }), 2);
    for (const { request: sent } of queue.sent) if (sent.kind === 'records') await handle(sent, 1);
    expect(done).toEqual([id(2)]);
    await handle(request([id(1)], { askedAt }), 1);
    expect(done).toEqual([id(2), id(1)]);
  });

  test('is spared the look for rows left behind, unless it may have been tried before', async () => {
    const { handle, queue, present, looked } = setUp();
    const askedAt = '2026-11-21T07:59:00.000Z';
    await handle(request([id(1), id(2)], { askedAt }), 1);
    expect(looked).toEqual([]);
    present.add(`${id(1)} ${askedAt}`);
    await handle(request([id(1), id(2)], { askedAt }), 2);
    for (const { request: sent } of queue.sent) if (sent.kind === 'records') await handle(sent, 1);
    expect(looked).toEqual([`${id(1)} 2026-11-20`, `${id(2)} 2026-11-20`]);
  });

  test('that waited costs Graph nothing for what another message brought since the request', async () => {
    const { handle, done, queue, present, ledger } = setUp({
      [id(1)]: refusal({ meaning: 'unavailable', status: 500 }),
    });
    const askedAt = '2026-11-21T07:59:00.000Z';
    await handle(request([id(1)], { askedAt }), 1);
    present.add(`${id(1)} ${askedAt}`);
    const [delayed] = queue.sent;
    if (delayed?.request.kind === 'records') await handle(delayed.request, 1);
    expect(done).toEqual([]);
    expect(queue.sent.length).toBe(1);
    expect(ledger.rows.get(id(1))?.closedAt).toEqual(now);
  });

  test('lets a record that must wait leave as a message of its own', async () => {
    const { handle, queue } = setUp({ [id(3)]: refusal({ meaning: 'not-found', status: 404 }) });
    await handle(request(ids), 1);
    const retry = { firstTryAt: now.toISOString(), failedTries: 1 };
    expect(queue.sent).toEqual([{ request: request([id(3)], { retry }), delayMs: 60_000 }]);
  });
});

describe('a record alone', () => {
  const one = request([id(1)]);

  test('that fails unforeseen is thrown, so that the queue hands it out again', async () => {
    const { handle } = setUp({ [id(1)]: new TypeError('a bug') });
    await expect(handle(one, 3)).rejects.toThrow('a bug');
  });

  test('that Graph has not written yet is requested again, at growing intervals, with a pending row', async () => {
    const { handle, queue, ledger } = setUp({ [id(1)]: refusal({ meaning: 'not-found', status: 404 }) });
    const retry = { firstTryAt: '2026-11-21T07:50:00.000Z', failedTries: 3 };
    await handle({ ...one, retry }, 1);
    expect(queue.sent).toEqual([
      { request: { ...one, retry: { ...retry, failedTries: 4 } }, delayMs: 8 * 60_000 },
    ]);
    expect(ledger.rows.get(id(1))).toMatchObject({
      state: 'pending',
      httpStatus: 404,
      firstTryAt: new Date(retry.firstTryAt),
      nextTryAt: new Date('2026-11-21T08:08:00Z'),
      forgottenAt: new Date('2026-12-21T07:50:00Z'),
    });
  });

  test('that is throttled waits as long as Graph asked, and no try is counted', async () => {
    const { handle, queue } = setUp({
      [id(1)]: refusal({ meaning: 'throttled', status: 429, retryAfterMs: 315_000 }),
    });
    await handle(one, 1);
    const retry = { firstTryAt: now.toISOString(), failedTries: 0, throttledTries: 1 };
    expect(queue.sent).toEqual([{ request: { ...one, retry }, delayMs: 315_000 }]);
  });

  test('that is throttled again and again waits longer each time', async () => {
    const { handle, queue } = setUp({
      [id(1)]: refusal({ meaning: 'throttled', status: 429, retryAfterMs: 1000 }),
    });
    let next: RecordsRequest = one;
    for (let tries = 0; tries < 12; tries += 1) {
      await handle(next, 1);
      const { request: sent } = queue.sent.at(-1) ?? fail();
      if (sent.kind === 'records') next = sent;
    }
    const seconds = queue.sent.map(({ delayMs }) => (delayMs ?? 0) / 1000);
    expect(seconds).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1800]);
  });

  test('that waits for the app’s own pace does not wait longer each time', async () => {
    const { handle, queue } = setUp({ [id(1)]: refusal({ meaning: 'throttled', retryAfterMs: 20_000 }) });
    await handle({ ...one, retry: { firstTryAt: now.toISOString(), failedTries: 0 } }, 1);
    const retry = { firstTryAt: now.toISOString(), failedTries: 0 };
    expect(queue.sent).toEqual([{ request: { ...one, retry }, delayMs: 20_000 }]);
  });

  test('that is throttled on each page does not wait longer each time, as long as it advances', async () => {
    const because = refusal({ meaning: 'throttled', status: 429, retryAfterMs: 1000 });
    const answers: Record<string, Answer> = {};
    const { handle, queue } = setUp(answers);
    let next: ArchiveRequest = one;
    // Two pages more each time, then none.
    for (const pages of [2, 4, 6, 6, 6]) {
      answers[id(1)] = { outcome: 'paused', because, progress: progressAfter(pages) };
      if (next.kind === 'records' || next.kind === 'resume') await handle(next, 1);
      next = queue.sent.at(-1)?.request ?? fail();
    }
    expect(queue.sent.map(({ delayMs }) => delayMs)).toEqual([1000, 1000, 1000, 1000, 2000]);
  });

  test('may be postponed for longer than a queue can hide a message', async () => {
    const days = 24 * 60 * 60_000;
    const { handle, queue } = setUp({
      [id(1)]: refusal({ meaning: 'throttled', status: 429, retryAfterMs: 9 * days }),
    });
    await handle(one, 1);
    expect(queue.sent[0]).toMatchObject({
      delayMs: 6 * days,
      request: { retry: { notBefore: '2026-11-30T08:00:00.000Z' } },
    });
  });

  test.each<[Partial<RecordsRequest>, boolean]>([
    [{ reason: 'redrive' }, true],
    [{ reason: 'backfill' }, true],
    [{ reason: 'redrive', retry: { firstTryAt: now.toISOString(), failedTries: 1 } }, false],
    [{ reason: 'notification' }, false],
    [{ reason: 'reconcile' }, false],
  ])('of %j is tried while requests are held for minutes: %s', async (change, isTried) => {
    const pacer = makePacer({
      limit: 40,
      windowMs: 20_000,
      maxSleepMs: 0,
      now: () => 0,
      sleep: async () => {},
    });
    pacer.slowDown(4 * 60_000);
    const { handle, done, queue } = setUp({}, { pacer });
    await handle(request([id(1)], change), 1);
    expect([done, queue.sent.length]).toEqual(isTried ? [[id(1)], 0] : [[], 1]);
  });

  test('that comes out before its time goes back without a question to Graph', async () => {
    const { handle, queue, done } = setUp();
    const retry = {
      firstTryAt: '2026-11-15T08:00:00.000Z',
      failedTries: 0,
      notBefore: '2026-11-24T08:00:00.000Z',
    };
    await handle({ ...one, retry }, 1);
    expect(done).toEqual([]);
    expect(queue.sent).toMatchObject([{ delayMs: 3 * 24 * 60 * 60_000 }]);
  });

  test('that is archived after a delay closes its row', async () => {
    const { handle, ledger } = setUp();
    await ledger.put({
      callId: id(1),
      state: 'pending',
      reason: 'r',
      httpStatus: 404,
      firstTryAt: now,
      lastTryAt: now,
      nextTryAt: now,
      forgottenAt: now,
      refusedBlob: undefined,
    });
    await handle({ ...one, retry: { firstTryAt: now.toISOString(), failedTries: 1 } }, 1);
    expect(ledger.rows.get(id(1))?.closedAt).toEqual(now);
  });

  test.each([
    ['that is delivered again', request([id(1)])],
    ['of a packed message that is delivered again', request([id(1), id(2)])],
  ])('%s closes the row that an earlier delivery left before it ended', async (_, message) => {
    const { handle, ledger, queue } = setUp({ [id(1)]: refusal({ meaning: 'unavailable', status: 500 }) });
    queue.failNext();
    await handle(message, 1).catch(() => undefined);
    expect(ledger.rows.get(id(1))).toMatchObject({ state: 'pending' });

    const again = setUp();
    again.ledger.rows.set(id(1), ledger.rows.get(id(1)) ?? fail());
    await again.handle(message, 2);
    for (const { request: sent } of again.queue.sent) {
      if (sent.kind === 'records') await again.handle(sent, 1);
    }
    expect(again.ledger.rows.get(id(1))?.closedAt).toEqual(now);
  });

  test('that is not a call record stands in the ledger as refused, with what Graph sent', async () => {
    const { handle, queue, ledger, evidence } = setUp({
      [id(1)]: refusal({ meaning: 'refused', status: 200, body: Buffer.from('<html>') }),
    });
    await handle(one, 1);
    const name = `refused/v1/date=2026-11-21/${id(1)}.20261121T080000.000Z`;
    expect(queue.sent).toEqual([]);
    expect(ledger.rows.get(id(1))).toMatchObject({ state: 'refused', refusedBlob: name });
    expect(Buffer.from(evidence.bodies.get(name) ?? []).toString()).toBe('<html>');
  });

  test('that was refused and then fails otherwise still says where that answer is kept', async () => {
    const { handle, ledger } = setUp({
      [id(1)]: refusal({ meaning: 'refused', status: 200, body: Buffer.from('<html>') }),
    });
    await handle(one, 1);
    const refused = ledger.rows.get(id(1));
    const again = setUp({ [id(1)]: refusal({ meaning: 'unavailable', status: 503 }) });
    again.ledger.rows.set(id(1), refused ?? fail());
    await again.handle(one, 1);
    expect(again.ledger.rows.get(id(1))).toMatchObject({
      state: 'pending',
      refusedBlob: `refused/v1/date=2026-11-21/${id(1)}.20261121T080000.000Z`,
    });
  });

  test('that Graph has forgotten is lost, and said', async () => {
    const { handle, queue, ledger, notes } = setUp({
      [id(1)]: refusal({ meaning: 'not-found', status: 404 }),
    });
    await handle({ ...one, endedAt: '2026-10-22T07:59:00Z' }, 1);
    expect(queue.sent).toEqual([]);
    expect(ledger.rows.get(id(1))).toMatchObject({ state: 'lost', nextTryAt: undefined });
    expect(notes).toEqual(['archiving.record-lost']);
  });

  test('stays in the queue when its delayed message cannot be sent', async () => {
    const { handle, queue, ledger } = setUp({ [id(1)]: refusal({ meaning: 'unavailable', status: 500 }) });
    queue.failNext();
    await expect(handle(one, 1)).rejects.toThrow();
    expect(ledger.rows.get(id(1))).toMatchObject({ state: 'pending' });
  });

  test('sends no message where its row cannot be written, so that messages do not multiply', async () => {
    const { handle, queue, ledger } = setUp({ [id(1)]: refusal({ meaning: 'not-found', status: 404 }) });
    ledger.put = () => Promise.reject(new Error('the table is not there'));
    await expect(handle(one, 1)).rejects.toThrow('the table is not there');
    expect(queue.sent).toEqual([]);
  });

  test('keeps the first try and the time of forgetting that its row has', async () => {
    const { handle, ledger } = setUp({ [id(1)]: refusal({ meaning: 'not-found', status: 404 }) });
    await handle({ ...one, endedAt: '2026-11-01T08:00:00Z' }, 1);
    const { firstTryAt, forgottenAt } = ledger.rows.get(id(1)) ?? {};
    await handle({ ...one, retry: { firstTryAt: '2026-11-21T09:00:00.000Z', failedTries: 0 } }, 1);
    expect(ledger.rows.get(id(1))).toMatchObject({ firstTryAt, forgottenAt });
  });

  test.each(['reconcile', 'redrive'] as const)(
    'that is archived when a %s asks closes the row of another request',
    async (reason) => {
      const { handle, ledger } = setUp({ [id(1)]: refusal({ meaning: 'refused', status: 200 }) });
      await handle(one, 1);
      const again = setUp();
      again.ledger.rows.set(id(1), ledger.rows.get(id(1)) ?? fail());
      await again.handle({ ...one, reason }, 1);
      expect(again.ledger.rows.get(id(1))?.closedAt).toEqual(now);
    },
  );
});

function fail(): never {
  throw new Error('There is a row');
}
