/** Next links of Graph's list that come to no end: the run fails and says so, instead of being resumed for ever. */
import { describe, expect, jest, test } from '@jest/globals';
import { dayMs, hourMs } from '../../../src/model/durations.ts';
import type { CallListPage } from '../../../src/ports/call-list.ts';
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
  test.each(endless)('whose list has links %s fails and says so', async (_, page, maxReads) => {
    const world = setUp(page);
    await world.reconcile();
    await world.workOff();
    expect(world.reads()).toBeLessThanOrEqual(maxReads);
    expect(world.events('reconciling.failed')).toEqual([
      expect.objectContaining({
        meaning: 'refused',
        request_id: 'request-1',
        error: expect.stringContaining('Following a next link'),
      }),
    ]);
    expect(world.events('reconciling.completed')).toEqual([]);
    expect(world.facts()).toMatchObject({ problem: expect.stringContaining('refused: Following') });
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
  expect(world.reads()).toBe(2);
});
