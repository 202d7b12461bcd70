/** Next links of Graph's list that come to no end: their day is aborted, and the run fails and says so. */
import { describe, expect, jest, test } from '@jest/globals';
import { dayMs, hourMs } from '../../../src/model/durations.ts';
import type { CallListPage, ListWindow } from '../../../src/ports/call-list.ts';
import { makeListPage } from '../../support/memory-call-list.ts';
import { callId, makeCall, makeWorld } from './reconcile-world.ts';

/** The page behind the n-th link; the first page is behind none. */
type Page = (n: number) => CallListPage;

const link = (n: number) => `https://graph.test/v1.0/list?$skiptoken=${n}`;
/** Of the oldest day, which is listed first. */
const call = (n: number) => [makeCall(n, 30 * dayMs - hourMs)];

function setUp(page: Page) {
  const world = makeWorld();
  const readFirstPage = jest.fn(async () => page(0));
  const readNextPage = jest.fn(async (next: string) => page(Number(next.split('=').at(-1))));
  Object.assign(world.list, { readFirstPage, readNextPage });
  return { ...world, reads: () => readFirstPage.mock.calls.length + readNextPage.mock.calls.length };
}

describe('a reconcile', () => {
  const endless: [string, Page, number][] = [
    ['that lead in a circle', (n) => makeListPage(call(n), link((n + 1) % 3)), 4],
    ['to empty pages', (n) => makeListPage([], link(n + 1)), 21],
    ['to the same page again and again', (n) => makeListPage(call(1), link(n + 1)), 2],
    ['to the same unreadable rows again and again', (n) => makeListPage([], link(n + 1), 5), 2],
    ['to two pages in turn, run after run', (n) => makeListPage(call(n % 2), link(n + 1)), 20_001],
  ];
  test.each(endless)(
    'whose list has links %s fails after three days and says so',
    async (_, page, maxReads) => {
      const world = setUp(page);
      await world.reconcile();
      await world.handleMessages();
      expect(world.reads()).toBeLessThanOrEqual(3 * maxReads);
      expect(world.events('reconciling.broken-off')).toHaveLength(3);
      expect(world.events('reconciling.failed')).toEqual([
        expect.objectContaining({
          meaning: 'refused',
          request_id: 'request-1',
          error: expect.stringContaining('Following a next link'),
        }),
      ]);
      expect(world.events('reconciling.completed')).toEqual([]);
      expect(world.facts()).toMatchObject({ problem: expect.stringContaining('refused: Following') });
    },
  );

  test('breaks off one endless day, compares the others, and fails naming it', async () => {
    const calls = [makeCall(1, 20 * dayMs), makeCall(2, 5 * dayMs)];
    const world = makeWorld(calls);
    await world.fail(7);
    world.later(hourMs);
    const { readFirstPage, readNextPage } = world.list;
    Object.assign(world.list, {
      readFirstPage: async (window: ListWindow) =>
        window.to.toISOString() === '2026-11-12T00:05:00.000Z'
          ? makeListPage([makeCall(3, 10.5 * dayMs)], link(1))
          : readFirstPage(window),
      readNextPage: async (next: string) =>
        next.includes('skiptoken')
          ? makeListPage([makeCall(3, 10.5 * dayMs)], link(Number(next.split('=').at(-1)) + 1))
          : readNextPage(next),
    });
    await world.reconcile();
    expect(world.asked()).toEqual([1, 2, 3, 7].map(callId));
    expect(world.events('reconciling.broken-off')).toEqual([
      expect.objectContaining({ at: '2026-11-11', request_id: 'request-1' }),
    ]);
    expect(world.events('reconciling.failed')).toEqual([
      expect.objectContaining({ error: expect.stringContaining('list of 2026-11-11 comes to no end') }),
    ]);
    const days = world.reports().map(({ name }) => name);
    expect(days).toHaveLength(30);
    expect(days.filter((name) => name.includes('date=2026-11-11'))).toEqual([]);
    expect(world.facts()).toMatchObject({ endless_runs: '1' });
  });

  test('is counted by health until one finishes', async () => {
    const world = setUp((n) => makeListPage(call(1), link(n + 1)));
    await world.reconcile();
    await world.reconcile();
    expect(world.facts()).toMatchObject({ endless_runs: '2' });
  });

  test('asks for what was listed before', async () => {
    const world = setUp((n) => makeListPage(call(Math.min(n, 3)), link(n + 1)));
    await world.reconcile();
    expect(world.asked()).toEqual([0, 1, 2, 3].map(callId));
  });
});

test('a backfill whose list brings the same page again and again fails and says so', async () => {
  const world = setUp((n) => makeListPage(call(1), link(n + 1)));
  const { now } = world.clock;
  const sweep = {
    runId: 'run',
    startedAt: now.toISOString(),
    from: new Date(now.getTime() - 2 * dayMs).toISOString(),
    to: now.toISOString(),
  };
  expect(await world.backfill.begin(sweep, 20_000)).toMatchObject({ error: { meaning: 'refused' } });
  // Two reads a day, for three days.
  expect(world.reads()).toBe(6);
});
