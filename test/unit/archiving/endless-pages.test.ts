/** Links that lead on and on: reading a record ends all the same, and what is only odd is still archived. */
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { type ArchivedRecord, makeArchiveRecord } from '../../../src/archiving/archive-record.ts';
import { GraphError } from '../../../src/errors.ts';
import type { RecordProgress } from '../../../src/model/record-progress.ts';
import type { CallRecordSource, GraphPage } from '../../../src/ports/call-record-source.ts';
import { freePacer } from '../../support/free-pacer.ts';
import { makeMemoryCallIndex } from '../../support/memory-call-index.ts';
import { makePage, throttle } from '../../support/memory-call-records.ts';
import { makeMemoryRecordStore } from '../../support/memory-record-store.ts';
import { callId, plainHead } from '../../support/record-pages.ts';

/** More reads than any record is worth; a reading that comes so far does not end. */
const farTooMany = 5000;
const runTimeMs = 4 * 60_000;
const origin = 'https://graph.test/v1.0';

interface Answers {
  /** Raw sessions, and the link behind them. */
  sessions?: [items: string, link?: string];
  participants?: [items: string, link?: string];
  /** The page behind `link(n)`. */
  page(n: number): [items: string, link?: string];
  /** Graph throttles each read of this number and its multiples. */
  throttleEvery?: number;
  /** What one read takes; none by default, so that one run is long enough for any record. */
  readMs?: number;
}

function setUp({ sessions = [''], participants = [''], page, throttleEvery, readMs = 0 }: Answers) {
  let reads = 0;
  const answer = (members: string[], name: string, [items, link]: [string, string?]): GraphPage => {
    const linkName = name === 'value' ? '@odata.nextLink' : `${name}@odata.nextLink`;
    const all = [...members, `"${name}":[${items}]`, ...(link ? [`"${linkName}":"${link}"`] : [])];
    return makePage(Buffer.from(`{${all.join()}}`));
  };
  let now = new Date('2026-11-21T08:00:00Z');
  const count = () => {
    reads += 1;
    now = new Date(now.getTime() + readMs);
    if (reads > farTooMany) throw new RangeError('Reading does not end');
  };
  const graph: CallRecordSource = {
    async readRecord() {
      count();
      return answer(plainHead, 'sessions', sessions);
    },
    async readParticipants() {
      count();
      return answer(plainHead, 'participants_v2', participants);
    },
    async readHead() {
      count();
      return makePage(Buffer.from(`{${plainHead}}`));
    },
    async readNextPage(next) {
      count();
      if (throttleEvery && reads % throttleEvery === 0) throw throttle(60);
      return answer([], 'value', page(Number(next.split('=').at(-1))));
    },
  };
  const records = makeMemoryRecordStore();
  const archive = makeArchiveRecord({
    tenantId: '7e1a0c2d-0000-4000-8000-0000000000aa',
    graphUrl: origin,
    noteWritten: async () => undefined,
    graph,
    records,
    index: makeMemoryCallIndex(),
    now: () => now,
    pacer: freePacer,
  });

  /** Runs until the record is archived or refused. */
  async function finish(): Promise<ArchivedRecord> {
    let progress: RecordProgress | undefined;
    for (;;) {
      const deadline = new Date(now.getTime() + runTimeMs);
      const result = await archive({ callId, reason: 'notification', deadline, progress });
      if (result.outcome !== 'paused') return result;
      ({ progress } = result);
    }
  }
  return { finish, records, reads: () => reads };
}

async function expectRefused(answers: Answers, maxReads: number): Promise<void> {
  const world = setUp(answers);
  const error: unknown = await world.finish().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GraphError);
  expect(error).toMatchObject({ meaning: 'refused' });
  expect(world.reads()).toBeLessThanOrEqual(maxReads);
  expect(world.records.blobs.size).toBe(0);
}

const link = (n: number) => `${origin}/pages?$skiptoken=${n}`;
const item = (name: string) => `{"id":"${name}"}`;
const pagedSession = (name: string, next: string) =>
  `{"id":"${name}","segments":[],"segments@odata.nextLink":"${next}"}`;

type First = Pick<Answers, 'sessions' | 'participants'>;

/** Where the first link stands. */
const first = {
  sessions: { sessions: [item('first'), link(0)] },
  segments: { sessions: [pagedSession('first', link(0))] },
  participants: { participants: [item('first'), link(0)] },
} satisfies Record<string, First>;

describe('ever new links to further pages', () => {
  const busy: [string, (n: number) => string][] = [
    ['new items', (n) => item(`new ${n}`)],
    ['two pages in turn', (n) => item(`turn ${n % 2}`)],
    ['an empty page now and then', (n) => (n % 10 === 0 ? '' : item(`new ${n}`))],
  ];
  const refusedAfter = (maxReads: number, place: First, items: (n: number) => string, readMs = 0) =>
    expectRefused({ ...place, page: (n) => [items(n), link(n + 1)], readMs }, maxReads);

  test.each(Object.entries(first))('of %s that are empty: the record is refused after a few', (_, place) =>
    refusedAfter(40, place, () => ''),
  );
  test.each(Object.entries(first))('of %s that bring the same: the record is refused at once', (_, place) =>
    refusedAfter(4, place, () => `${item('a')},${item('b')}`),
  );

  test.each(busy)('of sessions that bring %s: the record is refused in the end', (_, items) =>
    refusedAfter(2100, first.sessions, items),
  );
  test.each(busy)('of participants that bring %s: the record is refused in the end', (_, items) =>
    refusedAfter(2100, first.participants, items),
  );
  test.each(busy)('of segments that bring %s: the record is refused in the end', (_, items) =>
    refusedAfter(2100, first.segments, items),
  );

  const [newItems] = busy.map(([, items]) => items);
  test('of sessions, through runs that each end early: the record is refused in the end', () =>
    refusedAfter(2200, first.sessions, newItems ?? String, 500));
  test.each([
    ['segments', first.segments],
    ['participants', first.participants],
  ])('of %s, through runs that each end early: the record is refused in the end', (_, place) =>
    refusedAfter(2200, place, newItems ?? String, 500),
  );
});

describe('a circle of links that is longer than one run', () => {
  const rounds = 60;
  const circle = (n: number): [string, string] => [item(`${n}`), link((n + 1) % rounds)];

  test('of sessions is refused in the end', () =>
    expectRefused({ ...first.sessions, page: circle, throttleEvery: 25 }, 2400));
  test('of participants is refused in the end', () =>
    expectRefused({ ...first.participants, page: circle, throttleEvery: 25 }, 2400));

  test('of empty pages, few in each run, too', async () => {
    const page = (n: number): [string, string] => ['', link(n + 1)];
    await expectRefused({ ...first.sessions, page, throttleEvery: 10 }, 2600);
  });
});

describe('pages that are only odd', () => {
  test('30 sessions, each with an empty further page of segments, are archived', async () => {
    const sessions = Array.from({ length: 30 }, (_, i) => pagedSession(`s${i}`, link(i))).join();
    const world = setUp({ sessions: [sessions], page: () => [''] });
    expect(await world.finish()).toMatchObject({ outcome: 'created', sessions: 30 });
    const [blob] = world.records.blobs.values();
    const { sessions: kept } = JSON.parse(gunzipSync(blob?.bytes ?? '').toString());
    expect(kept).toEqual(Array.from({ length: 30 }, (_, i) => ({ id: `s${i}`, segments: [] })));
  });

  test('30 sessions, each with the same further segment, are archived', async () => {
    const sessions = Array.from({ length: 30 }, (_, i) => pagedSession(`s${i}`, link(i))).join();
    const world = setUp({ sessions: [sessions], page: () => [item('same')] });
    expect(await world.finish()).toMatchObject({ outcome: 'created', sessions: 30 });
    const [blob] = world.records.blobs.values();
    const { sessions: kept } = JSON.parse(gunzipSync(blob?.bytes ?? '').toString());
    expect(kept).toEqual(Array.from({ length: 30 }, (_, i) => ({ id: `s${i}`, segments: [{ id: 'same' }] })));
  });

  test('a few empty pages among full ones are passed over', async () => {
    const page = (n: number): [string, string?] => {
      const items = n % 11 === 0 ? item(`s${n}`) : '';
      return n < 110 ? [items, link(n + 1)] : [items];
    };
    const world = setUp({ sessions: [item('first'), link(0)], page });
    expect(await world.finish()).toMatchObject({ outcome: 'created', sessions: 12 });
  });
});
