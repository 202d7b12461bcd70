/** A reconcile against Graph, index, ledger and queue in memory: what is requested, kept as evidence, published, resumed. */
import { describe, expect, test } from '@jest/globals';
import { dayMs, hourMs, minuteMs } from '../../../src/model/durations.ts';
import { callId, graphFails, makeCall, makeWorld, startsAt } from './reconcile-world.ts';

const zero = {
  listed: 0,
  present: 0,
  newer: 0,
  missing: 0,
  failed: 0,
  expiring: 0,
  requested: 0,
  unreadable: 0,
};

describe('the first run', () => {
  test('asks for every call of 30 days that is missing or newer, with the time of its end, and for nothing else', async () => {
    const calls = [
      makeCall(1, hourMs),
      makeCall(2, 29 * dayMs),
      makeCall(3, 5 * dayMs, '2'),
      makeCall(4, 9 * dayMs),
    ];
    const world = makeWorld(calls);
    const [, , third, fourth] = calls;
    if (third) await world.archive(third, '1');
    if (fourth) await world.archive(fourth, '7');
    await world.reconcile();
    expect(world.asked()).toEqual([1, 2, 3].map(callId));
    const ends = world.queue.sent.flatMap(({ request }) =>
      request.kind === 'records' ? request.callIds.map((id, i) => [id, request.ends?.[i]]) : [],
    );
    expect(Object.fromEntries(ends)).toEqual(
      Object.fromEntries(calls.slice(0, 3).map((call) => [call.callId, call.endedAt?.toISOString()])),
    );
    const listed = world.queue.sent.flatMap(({ request }) =>
      request.kind === 'records' ? request.callIds.map((id, i) => [id, request.listed?.[i]]) : [],
    );
    expect(Object.fromEntries(listed)).toEqual(
      Object.fromEntries(
        calls
          .slice(0, 3)
          .map((call) => [call.callId, [call.startedAt.toISOString().slice(0, 10), call.version]]),
      ),
    );
    expect(world.events('reconciling.completed')).toEqual([
      expect.objectContaining({
        scope: 'full',
        listed: 4,
        present: 1,
        newer: 1,
        missing: 2,
        expiring: 1,
        requested: 3,
      }),
    ]);
  });

  test('packs 1,001 calls in three messages', async () => {
    const world = makeWorld(Array.from({ length: 1001 }, (_, i) => makeCall(i, 3 * dayMs + i * 1000)));
    await world.reconcile();
    await world.handleMessages();
    const sizes = world.queue.sent.map(({ request }) =>
      request.kind === 'records' ? request.callIds.length : 0,
    );
    expect(sizes.filter((size) => size > 0).sort()).toEqual([201, 400, 400]);
    expect(new Set(world.asked()).size).toBe(1001);
  });

  test('leaves a report for each day', async () => {
    const world = makeWorld([makeCall(1, 2 * dayMs), makeCall(2, 2 * dayMs)]);
    world.list.unreadable = 1;
    await world.reconcile({ cause: 'operator' });
    const reports = world.reports();
    expect(reports.length).toBe(31);
    expect(reports[0]).toEqual({
      name: 'reconcile/v1/date=2026-10-22/20261121T121700.000Z.json',
      schema: 1,
      tenantId: world.tenantId,
      runId: '20261121T121700.000Z',
      cause: 'operator',
      startedAt: startsAt.toISOString(),
      comparedAt: startsAt.toISOString(),
      window: { from: '2026-10-22T12:22:00.000Z', to: '2026-10-23T00:00:00.000Z' },
      edgeMovedHours: 0,
      ...zero,
      unreadable: 1,
    });
    const twoDaysAgo = reports.find(({ name }) => name.includes('date=2026-11-19'));
    expect(twoDaysAgo).toMatchObject({ listed: 2, missing: 2, requested: 2 });
  });

  test('counts a call once that starts at midnight or stands on two pages', async () => {
    const midnight = startsAt.getTime() - Date.parse('2026-11-20T00:00:00Z');
    const twice = makeCall(3, 3 * dayMs);
    const between = makeCall(4, 3 * dayMs);
    const calls = [makeCall(1, midnight), makeCall(2, midnight + 1), twice, between, twice];
    const world = makeWorld(calls, 2);
    await world.reconcile();
    await world.handleMessages();
    expect(world.events('reconciling.completed')).toEqual([
      expect.objectContaining({ listed: 4, missing: 4 }),
    ]);
  });
});

describe('the old edge', () => {
  const refused = graphFails({ meaning: 'refused', status: 400 });

  test('moves in by an hour each time that Graph refuses it, and the report says so', async () => {
    const world = makeWorld();
    world.list.plan = [refused, refused];
    await world.reconcile();
    expect(world.list.windows.slice(0, 3).map(({ from }) => from.toISOString())).toEqual([
      '2026-10-22T12:22:00.000Z',
      '2026-10-22T13:22:00.000Z',
      '2026-10-22T14:22:00.000Z',
    ]);
    expect(world.reports()[0]).toMatchObject({
      edgeMovedHours: 2,
      window: { from: '2026-10-22T14:22:00.000Z' },
    });
    expect(world.events('reconciling.completed')).toEqual([expect.objectContaining({ edge_moved_hours: 2 })]);
  });

  test('moves into the next day too', async () => {
    const world = makeWorld();
    world.list.plan = Array.from({ length: 13 }, () => refused);
    await world.reconcile();
    await world.handleMessages();
    expect(world.reports()[0]).toMatchObject({
      edgeMovedHours: 13,
      window: { from: '2026-10-23T01:22:00.000Z' },
    });
  });

  test('is where it is when Graph refuses another window: the run fails and says so', async () => {
    const world = makeWorld();
    world.list.plan = ['ok', refused];
    await world.reconcile();
    expect(world.events('reconciling.failed')).toEqual([
      expect.objectContaining({ status: 400, meaning: 'refused' }),
    ]);
    expect(world.facts()).toMatchObject({ problem: expect.stringContaining('refused') });
    expect(world.facts()).not.toHaveProperty('full_started_at');
  });
});

describe('a run whose time is over', () => {
  const many = Array.from({ length: 3000 }, (_, i) => makeCall(i, 4 * dayMs + i * 1000));

  test('is resumed by messages, between two pages of a day, and requests each call once', async () => {
    const world = makeWorld(many, 2);
    await world.reconcile();
    expect(world.queue.sent.at(-1)).toMatchObject({
      request: { kind: 'reconcile', run: { scope: 'full', progress: { link: expect.any(String) } } },
      delayMs: expect.any(Number),
    });
    expect(JSON.stringify(world.queue.sent.at(-1)?.request).length).toBeLessThan(4096);
    await world.handleMessages();
    expect(world.asked()).toEqual(many.map((call) => call.callId).sort());
    expect(world.events('reconciling.paused').length).toBeGreaterThan(2);
    const [completed] = world.events('reconciling.completed');
    expect(completed).toMatchObject({ listed: 3000, missing: 3000, requested: 3000 });
    const days = world.reports().filter(({ listed }) => listed > 0);
    expect(days.length).toBe(1);
    expect(days[0]).toMatchObject({ listed: 3000, requested: 3000 });
  });

  test('keeps to 40 requests in any 20 seconds', async () => {
    const world = makeWorld(many.slice(0, 400), 2);
    const times: number[] = [];
    const { readFirstPage, readNextPage } = world.list;
    Object.assign(world.list, {
      readFirstPage: (window: Parameters<typeof readFirstPage>[0]) => {
        times.push(world.clock.now.getTime());
        return readFirstPage(window);
      },
      readNextPage: (link: string) => {
        times.push(world.clock.now.getTime());
        return readNextPage(link);
      },
    });
    await world.reconcile();
    await world.handleMessages();
    expect(times.length).toBeGreaterThan(200);
    times.forEach((time, i) => {
      const fortieth = times[i + 40];
      if (fortieth !== undefined) expect(fortieth - time).toBeGreaterThanOrEqual(20_000);
    });
  });

  test('lists the day again when Graph forgot the link, and counts nothing twice', async () => {
    const world = makeWorld(many.slice(0, 100), 2);
    // Enough pages that the run pauses in the middle of a day, on a wait that Graph wants.
    const wait = graphFails({ meaning: 'throttled', status: 429, retryAfterMs: 10 * minuteMs });
    world.list.plan = [...Array.from({ length: 30 }, () => 'ok' as const), wait];
    await world.reconcile();
    const [paused] = world.queue.sent.splice(-1);
    expect(paused).toMatchObject({
      delayMs: 10 * minuteMs,
      request: { run: { progress: { link: expect.any(String) } } },
    });
    world.list.plan = [graphFails({ meaning: 'refused', status: 410 })];
    world.later(10 * minuteMs);
    if (paused?.request.kind === 'reconcile') await world.reconcile(paused.request);
    await world.handleMessages();
    expect(world.events('reconciling.completed')).toEqual([
      expect.objectContaining({ listed: 100, missing: 100 }),
    ]);
    expect(new Set(world.asked()).size).toBe(100);
  });
});

describe('when Graph fails', () => {
  test('what was found is asked for, and the page is asked for again after 1, 2, 4 … minutes', async () => {
    const world = makeWorld([makeCall(1, 29 * dayMs), makeCall(2, dayMs)]);
    world.list.plan = ['ok', 'ok', 'ok', graphFails(), graphFails(), graphFails({ status: 503 })];
    await world.reconcile();
    expect(world.asked()).toEqual([callId(1)]);
    await world.handleMessages();
    expect(world.events('reconciling.paused').map(({ after_ms }) => after_ms)).toEqual(
      [1, 2, 4].map((n) => n * minuteMs),
    );
    expect(world.asked()).toEqual([1, 2].map(callId));
    expect(world.events('reconciling.completed')).toEqual([expect.objectContaining({ listed: 2 })]);
  });

  test('for two hours, the run is given up and says so', async () => {
    const world = makeWorld();
    world.list.plan = Array.from({ length: 50 }, () => graphFails());
    await world.reconcile();
    await world.handleMessages();
    expect(world.events('reconciling.broken-off').length).toBe(7);
    expect(world.events('reconciling.failed')).toEqual([expect.objectContaining({ meaning: 'unavailable' })]);
    expect(world.facts()).toMatchObject({ problem: expect.stringContaining('unavailable') });
  });

  test('for lack of a permission, it is not asked again before the next run', async () => {
    const world = makeWorld();
    world.list.plan = [graphFails({ meaning: 'denied', status: 403 })];
    await world.reconcile();
    expect(world.queue.sent).toEqual([]);
    expect(world.events('reconciling.failed').length).toBe(1);
  });

  test('with a wait that fits, the run waits', async () => {
    const world = makeWorld([makeCall(1, dayMs)]);
    world.list.plan = [graphFails({ meaning: 'throttled', status: 429, retryAfterMs: 30_000 })];
    await world.reconcile();
    expect(world.events('reconciling.paused')).toEqual([]);
    expect(world.asked()).toEqual([callId(1)]);
  });

  test('with a wait of 40 days, the list is asked for again after an hour, and at once for an operator', async () => {
    const world = makeWorld([makeCall(1, dayMs)]);
    world.list.plan = [graphFails({ meaning: 'throttled', status: 429, retryAfterMs: 40 * dayMs })];
    await world.reconcile();
    expect(world.queue.sent).toMatchObject([{ request: { kind: 'reconcile' }, delayMs: hourMs }]);
    world.later(minuteMs);
    await world.reconcile({ cause: 'operator', askedAt: world.clock.now.toISOString() });
    expect(world.asked()).toEqual([callId(1)]);
    await world.handleMessages();
    expect(world.asked()).toEqual([callId(1)]);
  });

  test('with a wait of 40 days, the hourly run asks for what is missing within an hour', async () => {
    const world = makeWorld([makeCall(1, dayMs)]);
    world.list.plan = [graphFails({ meaning: 'throttled', status: 429, retryAfterMs: 40 * dayMs })];
    await world.reconcile();
    await world.handleMessages();
    expect(world.asked()).toEqual([callId(1)]);
    expect(world.clock.now.getTime() - startsAt.getTime()).toBeLessThanOrEqual(hourMs);
  });
});

describe('while this instance holds its requests for minutes, because Graph asked it to', () => {
  function setUp() {
    const world = makeWorld([makeCall(1, 3 * dayMs)]);
    world.pacer.slowDown(4.5 * minuteMs);
    const passedMs = () => world.clock.now.getTime() - startsAt.getTime();
    return { world, passedMs };
  }

  test('the timer’s run waits, and an operator’s lists at once', async () => {
    const { world, passedMs } = setUp();
    await world.reconcile();
    expect(world.list.windows).toEqual([]);
    await world.reconcile({ cause: 'operator', askedAt: world.clock.now.toISOString() });
    expect(world.asked()).toEqual([callId(1)]);
    expect(passedMs()).toBeLessThan(minuteMs);
  });

  test('a backfill lists at once', async () => {
    const { world, passedMs } = setUp();
    const [from = '', to = ''] = [4, 2].map((days) =>
      new Date(startsAt.getTime() - days * dayMs).toISOString(),
    );
    const sweep = { runId: 'backfill', startedAt: startsAt.toISOString(), from, to };
    expect(await world.backfill.begin(sweep, 20_000)).toMatchObject({ outcome: 'done' });
    expect(world.asked()).toEqual([callId(1)]);
    expect(passedMs()).toBeLessThan(minuteMs);
  });
});

describe('calls in the failure ledger', () => {
  test('are asked for when their time has come, on their own, so that the row is closed when it is done', async () => {
    const world = makeWorld([makeCall(1, dayMs), makeCall(2, dayMs)]);
    await world.fail(1, { nextTryAt: startsAt });
    await world.fail(2);
    await world.reconcile();
    expect(world.asked()).toEqual([callId(1)]);
    const end = new Date(startsAt.getTime() - dayMs + 30 * minuteMs);
    expect(world.queue.sent).toEqual([
      {
        delayMs: 0,
        request: {
          schema: 1,
          kind: 'records',
          reason: 'reconcile',
          callIds: [callId(1)],
          endedAt: end.toISOString(),
          retry: { firstTryAt: new Date(startsAt.getTime() - 5 * hourMs).toISOString(), failedTries: 0 },
        },
      },
    ]);
    expect(world.events('reconciling.completed')).toEqual([
      expect.objectContaining({ missing: 2, failed: 2, requested: 1, failures_asked: 0 }),
    ]);
  });

  test('learn from the list when Graph forgets them', async () => {
    const world = makeWorld([makeCall(2, dayMs)]);
    await world.fail(2);
    await world.reconcile();
    const forgottenAt = new Date(startsAt.getTime() - dayMs + 30 * minuteMs + 30 * dayMs);
    expect(world.ledger.rows.get(callId(2))).toMatchObject({ forgottenAt });
  });

  test('that Graph does not list are asked for too, once a day each', async () => {
    const world = makeWorld();
    await world.fail(1, { nextTryAt: startsAt });
    await world.fail(2, { state: 'refused', nextTryAt: startsAt });
    await world.reconcile();
    expect(world.asked()).toEqual([1, 2].map(callId));
    world.later(23 * hourMs);
    await world.reconcile();
    expect(world.asked()).toEqual([1, 2].map(callId));
    world.later(hourMs);
    await world.reconcile();
    expect(world.asked()).toEqual([1, 1, 2, 2].map(callId));
  });

  test('with a message of their own on its way are not asked for, unless it is a day late', async () => {
    const world = makeWorld([makeCall(1, dayMs)]);
    const lastTryAt = new Date(startsAt.getTime() - 2 * hourMs);
    for (const n of [1, 2])
      await world.fail(n, { lastTryAt, nextTryAt: new Date(startsAt.getTime() - hourMs) });
    await world.reconcile();
    expect(world.asked()).toEqual([]);
    world.later(23 * hourMs);
    await world.reconcile();
    expect(world.asked()).toEqual([1, 2].map(callId));
  });

  test('that are more than a run has time for are asked for by the next ones, each once', async () => {
    const world = makeWorld();
    const numbers = Array.from({ length: 200 }, (_, i) => i);
    for (const n of numbers) await world.fail(n, { nextTryAt: startsAt });
    const { change } = world.ledger;
    world.ledger.change = async (...args) => {
      world.later(5000);
      return change(...args);
    };
    let runs = 0;
    for (; world.asked().length < numbers.length && runs < 10; runs += 1) {
      await world.reconcile();
      expect(world.events('reconciling.completed').length).toBe(runs + 1);
    }
    expect(runs).toBeGreaterThan(2);
    expect(world.asked()).toEqual(numbers.map(callId));
  });

  test('have a minute, however long the run listed before', async () => {
    const world = makeWorld();
    await world.fail(1, { nextTryAt: startsAt });
    const { readFirstPage } = world.list;
    world.list.readFirstPage = (window) => {
      if (world.list.windows.length === 30) world.later(5 * minuteMs);
      return readFirstPage(window);
    };
    await world.reconcile();
    expect(world.events('reconciling.completed')).toEqual([expect.objectContaining({ failures_asked: 1 })]);
  });

  test('that Graph asked to wait beyond its own memory are asked for 72 hours before, once a day', async () => {
    const world = makeWorld();
    const beyond = { nextTryAt: new Date(startsAt.getTime() + 40 * dayMs), lastTryAt: startsAt };
    await world.fail(1, { ...beyond, forgottenAt: new Date(startsAt.getTime() + 4 * dayMs) });
    await world.reconcile();
    expect(world.asked()).toEqual([]);
    world.later(25 * hourMs);
    for (const _ of [1, 2, 3]) await world.reconcile();
    expect(world.asked()).toEqual([callId(1)]);
  });

  test('are lost 30 days after the end of the call, with an alarm, and not asked for any more', async () => {
    const world = makeWorld();
    await world.fail(1);
    world.later(29 * dayMs);
    await world.reconcile();
    expect(world.asked()).toEqual([]);
    expect(world.ledger.rows.get(callId(1))).toMatchObject({ state: 'lost', nextTryAt: undefined });
    expect(world.events('reconciling.record-lost')).toEqual([
      expect.objectContaining({ call_id: callId(1) }),
    ]);
    await world.reconcile();
    expect(world.events('reconciling.record-lost').length).toBe(1);
  });

  test('leave the ledger long after they were archived', async () => {
    const world = makeWorld();
    for (const n of [1, 2]) await world.fail(n);
    await world.ledger.close(callId(1), new Date(startsAt.getTime() - 91 * dayMs));
    await world.ledger.close(callId(2), new Date(startsAt.getTime() - 89 * dayMs));
    await world.reconcile();
    expect([...world.ledger.rows.keys()]).toEqual([callId(2)]);
  });

  test('that were lost and that Graph lists after all are asked for', async () => {
    const world = makeWorld([makeCall(1, dayMs)]);
    await world.fail(1, { state: 'lost' });
    await world.reconcile();
    expect(world.asked()).toEqual([callId(1)]);
  });
});

describe('what is about to be forgotten', () => {
  test('is published, counted again until it is archived, and asked for once', async () => {
    const calls = [makeCall(1, 28 * dayMs), makeCall(2, 29 * dayMs), makeCall(3, dayMs)];
    const world = makeWorld(calls);
    await world.reconcile();
    expect(world.facts()).toMatchObject({
      expiring_unarchived: '2',
      expiring_days: '{"2026-10-23":1,"2026-10-24":1}',
    });
    const [first] = calls;
    if (first) await world.archive(first);
    const [recount] = world.queue.sent.splice(-1);
    expect(recount).toMatchObject({
      delayMs: minuteMs,
      request: { cause: 'expiring', recount: { round: 1 } },
    });
    if (recount?.request.kind === 'reconcile') await world.reconcile(recount.request);
    expect(world.facts()).toMatchObject({ expiring_unarchived: '1' });
    for (const call of calls) await world.archive(call);
    await world.handleMessages();
    expect(world.facts()).toMatchObject({ expiring_unarchived: '0', expiring_days: '{}' });
    expect(world.asked()).toEqual([1, 2, 3].map(callId));
    expect(world.queue.sent.filter(({ request }) => request.kind === 'reconcile')).toEqual([]);
    expect(world.events('reconciling.calls-expiring').map(({ expiring }) => expiring)).toEqual([1]);
  });
});

describe('one at a time', () => {
  test('while another run lists, a request comes later and the timer leaves it to its next run', async () => {
    const world = makeWorld();
    world.runAlone.held.add('reconcile');
    await world.reconcile();
    expect(world.queue.sent).toEqual([]);
    await world.reconcile({ cause: 'missed' });
    expect(world.queue.sent).toEqual([
      { request: { schema: 1, kind: 'reconcile', cause: 'missed' }, delayMs: expect.any(Number) },
    ]);
    expect(world.list.windows).toEqual([]);
  });

  test('a run that may be doubled ends before it reads or remembers more; another finds what it left', async () => {
    const world = makeWorld([makeCall(1, 2 * dayMs), makeCall(2, 20 * dayMs)]);
    const { readFirstPage } = world.list;
    world.list.readFirstPage = (window) => {
      if (world.list.windows.length === 4) world.runAlone.lose('reconcile');
      return readFirstPage(window);
    };
    await expect(world.reconcile()).rejects.toThrow('another’s');
    expect(world.list.windows.length).toBe(5);
    expect(world.facts()).toBeUndefined();
    expect(world.events('reconciling.completed')).toEqual([]);
    await world.reconcile();
    expect(world.asked()).toEqual([1, 2].map(callId));
  });

  test('many requests at once lead to one run', async () => {
    const world = makeWorld();
    const askedAt = startsAt.toISOString();
    world.later(1);
    await Promise.all([1, 2, 3, 4, 5].map(() => world.reconcile({ cause: 'missed', askedAt })));
    world.later(1);
    await world.handleMessages();
    expect(world.events('reconciling.completed').length).toBe(1);
    expect(world.events('reconciling.covered').length).toBe(4);
  });
});

describe('a backfill', () => {
  const sweep = {
    runId: 'backfill',
    startedAt: startsAt.toISOString(),
    from: '2026-11-10T00:00:00.000Z',
    to: '2026-11-20T00:00:00.000Z',
  };

  test('asks for what is missing in its window, and for what stands in the ledger', async () => {
    const world = makeWorld([makeCall(1, 3 * dayMs), makeCall(2, 4 * dayMs), makeCall(3, 20 * dayMs)]);
    await world.fail(2);
    const result = await world.backfill.begin(sweep, 20_000);
    expect(result).toMatchObject({
      outcome: 'done',
      progress: { total: { listed: 2, requested: 2, failed: 1 } },
    });
    expect(world.asked()).toEqual([1, 2].map(callId));
    expect(world.reports().every(({ cause }) => cause === 'backfill')).toBe(true);
    expect(world.facts()).toBeUndefined();
  });

  test('lists for its time and is resumed by a message', async () => {
    const calls = Array.from({ length: 200 }, (_, i) => makeCall(i, 4 * dayMs + i * 1000));
    const world = makeWorld(calls, 2);
    const result = await world.backfill.begin(sweep, 20_000);
    expect(result?.outcome).toBe('paused');
    await world.handleMessages();
    expect(world.asked()).toEqual(calls.map((call) => call.callId).sort());
    expect(world.events('reconciling.backfill-completed')).toEqual([
      expect.objectContaining({ requested: 200 }),
    ]);
  });

  test('begins by a message while another run lists', async () => {
    const world = makeWorld([makeCall(1, 3 * dayMs)]);
    world.runAlone.held.add('reconcile');
    expect(await world.backfill.begin(sweep, 20_000)).toBeUndefined();
    world.runAlone.held.delete('reconcile');
    await world.handleMessages();
    expect(world.asked()).toEqual([callId(1)]);
  });

  test('of one participant asks for those calls only, and leaves no report', async () => {
    const world = makeWorld([
      { ...makeCall(1, 3 * dayMs), participantIds: ['anna'] },
      makeCall(2, 3 * dayMs),
    ]);
    await world.backfill.begin({ ...sweep, participantId: 'anna' }, 20_000);
    expect(world.asked()).toEqual([callId(1)]);
    expect(world.reports()).toEqual([]);
  });

  test('whose message meets a failing Graph is resumed later', async () => {
    const world = makeWorld([makeCall(1, 3 * dayMs)]);
    world.list.plan = [graphFails({ requestId: 'graph-request' }), graphFails()];
    await world.backfill.resume({ schema: 1, kind: 'backfill', sweep });
    await world.handleMessages();
    const brokenOff = world.events('reconciling.broken-off');
    expect(brokenOff.map((facts) => facts?.['request_id'])).toEqual(['graph-request', undefined]);
    expect(world.asked()).toEqual([callId(1)]);
  });

  test('whose message meets another run comes again', async () => {
    const world = makeWorld([makeCall(1, 3 * dayMs)]);
    world.runAlone.held.add('reconcile');
    await world.backfill.resume({ schema: 1, kind: 'backfill', sweep });
    expect(world.events('reconciling.busy')).toEqual([{ cause: 'backfill' }]);
    world.runAlone.held.delete('reconcile');
    await world.handleMessages();
    expect(world.asked()).toEqual([callId(1)]);
  });
});
