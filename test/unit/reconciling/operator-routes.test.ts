/** The operators' routes without a host: what they ask for, and what they say when something fails. */
import { describe, expect, test } from '@jest/globals';
import { dayMs, hourMs } from '../../../src/model/durations.ts';
import { makeReceiveBackfill } from '../../../src/reconciling/receive-backfill.ts';
import { makeReceiveReconcile } from '../../../src/reconciling/receive-reconcile.ts';
import { makeReceiveRedrive } from '../../../src/reconciling/receive-redrive.ts';
import { callId, graphFails, makeCall, makeWorld, startsAt } from './reconcile-world.ts';

const json = { 'content-type': 'application/json; charset=utf-8' };
const storageFailed = {
  status: 503,
  headers: json,
  body: expect.stringMatching(
    /^\{"error":\{"code":"StorageUnavailable","message":".*send the request again"\}\}$/,
  ),
};

function openBackfill(world: ReturnType<typeof makeWorld>) {
  const receive = makeReceiveBackfill({ ...world, begin: world.backfill.begin });
  return async (body: object) => {
    const reply = await receive(JSON.stringify(body));
    return { status: reply.status, body: JSON.parse(reply.body ?? '') };
  };
}

describe('a backfill of a window', () => {
  test('says what it listed and asked for', async () => {
    const world = makeWorld([makeCall(1, 3 * dayMs), makeCall(2, 4 * dayMs)]);
    const [, archived] = world.list.calls;
    if (archived) await world.archive(archived);
    const reply = await openBackfill(world)({ from: '2026-11-15', to: '2026-11-20T00:00:00+01:00' });
    expect(reply).toEqual({ status: 202, body: { listed: 2, requested: 1, continues: false } });
    expect(world.asked()).toEqual([callId(1)]);
    expect(world.list.windows.at(-1)?.to).toEqual(new Date('2026-11-19T23:05:00Z'));
  });

  test('is cut where Graph has forgotten, and ends now', async () => {
    const world = makeWorld([makeCall(1, hourMs)]);
    const reply = await openBackfill(world)({ from: '2026-01-01', to: '2027-01-01' });
    expect(reply).toEqual({
      status: 202,
      body: {
        listed: 1,
        requested: 1,
        continues: false,
        note: 'Graph keeps call records for 30 days: the window was cut and begins at 2026-10-22T12:22:00.000Z',
      },
    });
    expect(world.list.windows.length).toBe(31);
  });

  test('continues while another run lists, and when Graph wants a long pause', async () => {
    const busy = makeWorld([makeCall(1, 3 * dayMs)]);
    busy.runAlone.held.add('reconcile');
    const window = { from: '2026-11-15', to: '2026-11-20' };
    const continues = { status: 202, body: { listed: 0, requested: 0, continues: true } };
    expect(await openBackfill(busy)(window)).toEqual(continues);

    const throttled = makeWorld([makeCall(1, 3 * dayMs)]);
    throttled.list.plan = [graphFails({ meaning: 'throttled', status: 429, retryAfterMs: 60_000 })];
    expect(await openBackfill(throttled)(window)).toEqual(continues);
    await throttled.handleMessages();
    expect(throttled.asked()).toEqual([callId(1)]);
  });

  test('continues where Graph does not answer in the time that the route has', async () => {
    const world = makeWorld([makeCall(1, 3 * dayMs)]);
    const answering = world.list.readFirstPage;
    world.list.readFirstPage = () => new Promise(() => undefined);
    const receive = makeReceiveBackfill({ ...world, begin: (sweep) => world.backfill.begin(sweep, 50) });
    const reply = await receive('{"from":"2026-11-15","to":"2026-11-20"}');
    expect(reply).toMatchObject({ status: 202, body: '{"listed":0,"requested":0,"continues":true}' });
    world.list.readFirstPage = answering;
    await world.handleMessages();
    expect(world.asked()).toEqual([callId(1)]);
  });

  test('that Graph denies is 502, and says where the permission is named', async () => {
    const world = makeWorld([makeCall(1, 5 * dayMs)]);
    world.list.plan = [graphFails({ meaning: 'denied', status: 403 })];
    const reply = await openBackfill(world)({ from: '2026-11-15', to: '2026-11-20' });
    expect(reply).toMatchObject({
      status: 502,
      body: { error: { message: expect.stringContaining('GET /api/doctor says which permission') } },
    });
  });

  test('that breaks midway is 502, and what was asked for stays asked for', async () => {
    const world = makeWorld([makeCall(1, 5 * dayMs), makeCall(2, 3 * dayMs)]);
    world.list.plan = ['ok', 'ok', graphFails({ requestId: 'graph-request' })];
    const reply = await openBackfill(world)({ from: '2026-11-15', to: '2026-11-20' });
    expect(reply).toEqual({
      status: 502,
      body: {
        error: {
          code: 'ListFailed',
          message: expect.stringContaining('1 calls were listed, and the 1 asked'),
        },
      },
    });
    expect(world.asked()).toEqual([callId(1)]);
    expect(world.queue.sent.filter(({ request }) => request.kind === 'backfill')).toEqual([]);
    expect(world.events('reconciling.failed')).toEqual([
      expect.objectContaining({ scope: 'backfill', status: 500, request_id: 'graph-request' }),
    ]);
  });

  test('whose calls could not be stored is 503', async () => {
    const world = makeWorld([makeCall(1, 3 * dayMs)]);
    world.queue.failNext();
    const receive = makeReceiveBackfill({ ...world, begin: world.backfill.begin });
    expect(await receive('{"from":"2026-11-15","to":"2026-11-20"}')).toEqual(storageFailed);
  });
});

describe('a reconcile', () => {
  test.each([
    ['', false],
    ['{}', false],
    ['{"full":true}', true],
  ])('asked for with "%s" is in the queue', async (body, full) => {
    const world = makeWorld();
    const reply = await makeReceiveReconcile(world)(body);
    expect(reply).toEqual({ status: 202, headers: json, body: JSON.stringify({ full }) });
    const request = {
      schema: 1,
      kind: 'reconcile',
      cause: 'operator',
      full,
      askedAt: startsAt.toISOString(),
    };
    expect(world.queue.sent).toEqual([{ request, delayMs: 0 }]);
  });

  test('that could not be stored is 503', async () => {
    const world = makeWorld();
    world.queue.failNext();
    expect(await makeReceiveReconcile(world)('')).toEqual(storageFailed);
  });
});

describe('a redrive', () => {
  async function openLedger() {
    const world = makeWorld();
    await world.fail(1);
    await world.fail(2, { state: 'refused' });
    await world.fail(3, { state: 'lost' });
    await world.fail(4);
    await world.ledger.close(callId(4), startsAt);
    const receive = makeReceiveRedrive(world);
    return {
      world,
      redrive: async (body: object) => JSON.parse((await receive(JSON.stringify(body))).body ?? ''),
    };
  }

  test('asks for everything that is pending or refused, each on its own', async () => {
    const { world, redrive } = await openLedger();
    expect(await redrive({})).toEqual({ requested: 2 });
    expect(world.asked()).toEqual([1, 2].map(callId));
    for (const { request } of world.queue.sent)
      expect(request).toMatchObject({ reason: 'redrive', retry: { failedTries: 0 } });
  });

  test('asks by name for what is lost too, and for nothing that is closed or not there', async () => {
    const { world, redrive } = await openLedger();
    const callIds = [3, 4, 5].map(callId);
    expect(await redrive({ callIds: [...callIds, ...callIds] })).toEqual({ requested: 1 });
    expect(world.asked()).toEqual([callId(3)]);
  });

  test('of everything drops what closed long ago', async () => {
    const { world, redrive } = await openLedger();
    await world.ledger.close(callId(4), new Date(startsAt.getTime() - 91 * dayMs));
    await redrive({});
    expect([...world.ledger.rows.keys()]).toEqual([1, 2, 3].map(callId));
  });

  test('that could not be stored is 503', async () => {
    const { world } = await openLedger();
    world.queue.failNext(2);
    expect(await makeReceiveRedrive(world)('')).toEqual(storageFailed);
  });
});
