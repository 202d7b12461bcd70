/**
 * Every case in which a subscription must be kept, moved, replaced or left (design §7), against the simulator over real
 * HTTP, with its rules: one for each resource and change type, both URLs called back, a quota, an end.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import * as faults from '../../local/graph-simulator/faults/fault.ts';
import type { GivenSubscription } from '../../local/graph-simulator/subscriptions/add-subscription.ts';
import { makeGraphSubscriptions } from '../../src/adapters/graph/graph-subscriptions.ts';
import type { RenewRequest } from '../../src/model/archive-request.ts';
import { hourMs } from '../../src/model/durations.ts';
import { makeKeepSubscription } from '../../src/subscription/keep-subscription.ts';
import { useEndpoint } from '../support/contract-endpoint.ts';
import { useGraph } from '../support/contract-graph.ts';
import { makeMemoryEventLog } from '../support/memory-event-log.ts';
import { makeMemoryRequestQueue } from '../support/memory-request-queue.ts';
import { makeMemoryRunAlone } from '../support/memory-run-alone.ts';
import { makeMemoryStateStore } from '../support/memory-state-store.ts';

const graph = useGraph();
const endpoint = useEndpoint();
const secret = 'the secret of the app';
const nextSecret = 'the next secret of the app';

interface Run {
  secret?: string;
  /** The path under which the app is reached; another one is another URL of the app. */
  path?: string;
  lifecyclePath?: string;
  asked?: RenewRequest;
}

/** The app with a memory of its own; each run is another instance. */
function makeWorld() {
  const api = makeGraphSubscriptions(graph().connect());
  const state = makeMemoryStateStore();
  const queue = makeMemoryRequestQueue();
  const log = makeMemoryEventLog();
  const urlsOf = ({ path = '/api', lifecyclePath = path }: Run) => ({
    notificationUrl: `${endpoint().origin}${path}/notifications`,
    lifecycleNotificationUrl: `${endpoint().origin}${lifecyclePath}/lifecycle`,
  });
  return {
    state,
    log,
    urlsOf,
    keep: (run: Run = {}) =>
      makeKeepSubscription({
        api,
        state,
        queue,
        runAlone: makeMemoryRunAlone(),
        note: log.note,
        now: () => new Date(),
        urls: urlsOf(run),
        clientState: run.secret ?? secret,
        commands: { grantRole: () => 'GRANT', removeSubscription: (id) => `REMOVE ${id}` },
      })(run.asked),
    /** One of ours or another's, in place already. */
    give: (changes: Partial<GivenSubscription> = {}) =>
      graph().simulator.addSubscription({ ...urlsOf({}), clientState: secret, ...changes }),
    held: () => [...graph().simulator.subscriptions()],
    problem: () => state.states.get('subscription')?.['problem'],
    advice: () => state.states.get('subscription')?.['advice'] ?? '',
    /** Reconciles that were asked for: since when notifications may be missing. */
    reconciles: () =>
      queue.sent.flatMap(({ request }) => (request.kind === 'reconcile' ? [request.since] : [])),
    retries: () => queue.sent.filter(({ request }) => request.kind === 'renew'),
    /** Requests that change a subscription, in order. */
    changes: () =>
      graph()
        .simulator.requests.filter(({ path, method }) => /\/subscriptions/.test(path) && method !== 'GET')
        .map(({ method, status }) => `${method} ${status}`),
    names: () => log.notes.map(({ name }) => name),
    forget() {
      queue.sent.length = 0;
      log.notes.length = 0;
      graph().simulator.clearRequests();
    },
  };
}

type World = ReturnType<typeof makeWorld>;
let world: World;

beforeEach(() => {
  graph().simulator.configure({ subscriptions: { quota: 100 }, paging: { subscriptions: 20 } });
  world = makeWorld();
});

/** One of ours is there, and remembered. */
async function begin(): Promise<string> {
  await world.keep();
  const [ours] = world.held();
  if (!ours) throw new Error('There is no subscription');
  world.forget();
  return ours.id;
}

function renewRequest(subscriptionId: string, event: RenewRequest['event'], afterMs = hourMs): RenewRequest {
  const receivedAt = new Date(Date.now() + afterMs).toISOString();
  return { schema: 1, kind: 'renew', subscriptionId, event, receivedAt };
}

describe('where there is none', () => {
  test('one is created as Graph wants it, and a reconcile follows', async () => {
    await world.keep();
    expect(world.held()).toMatchObject([
      {
        resource: 'communications/callRecords',
        changeType: 'updated',
        clientState: secret,
        ...world.urlsOf({}),
      },
    ]);
    const leftMs = (world.held()[0]?.expiresAtMs ?? 0) - Date.now();
    expect(leftMs).toBeGreaterThan(69 * hourMs);
    expect(leftMs).toBeLessThan(70.5 * hourMs);
    expect(world.reconciles()).toEqual([undefined]);
  });

  test('others of the same identity are left alone, on whatever page of the list', async () => {
    graph().simulator.configure({ paging: { subscriptions: 1 } });
    const others = ['created', 'created,updated'].map(
      (changeType) => world.give({ changeType, notificationUrl: 'https://other.example.org/x' }).id,
    );
    await world.keep();
    await world.keep();
    expect(world.held().map(({ id }) => id)).toEqual(expect.arrayContaining(others));
    expect(world.held()).toHaveLength(3);
    expect(world.names()).toEqual(['subscription.created', 'subscription.kept']);
  });
});

describe('where one is there', () => {
  test('that is fresh, nothing is changed', async () => {
    await begin();
    await world.keep();
    expect(world.changes()).toEqual([]);
    expect(world.reconciles()).toEqual([]);
  });

  test('that is near its end, it is renewed by one PATCH', async () => {
    const id = await begin();
    const [ours] = world.held();
    if (ours) ours.expiresAtMs = Date.now() + 47 * hourMs;
    await world.keep();
    expect(world.changes()).toEqual(['PATCH 200']);
    expect(world.held()).toMatchObject([{ id }]);
    expect(world.held()[0]?.expiresAtMs).toBeGreaterThan(Date.now() + 69 * hourMs);
    expect(world.reconciles()).toEqual([]);
  });

  test('that Graph lists but no longer finds, a new one is created', async () => {
    const id = await begin();
    const [ours] = world.held();
    if (ours) ours.expiresAtMs = Date.now() + 47 * hourMs;
    graph().simulator.addFault({ on: { method: 'PATCH', path: id }, fault: faults.status(404) });
    graph().simulator.addFault({ on: { method: 'POST' }, fault: removeFirst(id) });
    await world.keep();
    expect(world.changes()).toEqual(['PATCH 404', 'POST 201']);
    expect(world.held().map((one) => one.id)).not.toContain(id);
    expect(world.reconciles()).toHaveLength(1);
  });

  test('that has expired, a new one is created', async () => {
    const id = await begin();
    graph().simulator.expireSubscription(id);
    await world.keep();
    expect(world.changes()).toEqual(['POST 201']);
    expect(world.reconciles()).toHaveLength(1);
  });

  test('twice and more, the others go, and the remembered one stays', async () => {
    const id = await begin();
    world.give();
    world.give({ resource: '/Communications/CallRecords' });
    await world.keep();
    expect(world.held()).toMatchObject([{ id }]);
    expect(world.changes()).toEqual(['DELETE 204', 'DELETE 204']);
    expect(world.reconciles()).toEqual([]);
  });

  test('that nobody remembers, it is replaced: its secret may be any', async () => {
    const { id } = world.give({ clientState: 'unknown' });
    await world.keep();
    expect(world.held()).toMatchObject([{ clientState: secret }]);
    expect(world.held()[0]?.id).not.toBe(id);
    expect(world.changes()).toEqual(['POST 409', 'DELETE 204', 'POST 201']);
  });
});

/** The fault "nothing", which removes a subscription before the proper answer is made. */
function removeFirst(id: string): faults.Fault {
  return {
    name: 'remove-first',
    answer: (_request, proper) => {
      graph().simulator.removeSubscription(id);
      return proper();
    },
  };
}

describe('when what is wanted has changed', () => {
  const sinceDeletion = () => expect.stringMatching(/^\d{4}-/);

  test.each<[string, Run, string[]]>([
    ['the secret', { secret: nextSecret }, ['POST 409', 'DELETE 204', 'POST 201']],
    ['the lifecycle URL', { lifecyclePath: '/new' }, ['POST 409', 'DELETE 204', 'POST 201']],
    ['the origin', { path: '/new' }, ['PATCH 200', 'POST 409', 'DELETE 204', 'POST 201']],
  ])('%s: ours makes place, and a reconcile looks back to ten minutes before', async (_, run, changes) => {
    await begin();
    const before = Date.now();
    await world.keep(run);
    expect(world.changes()).toEqual(changes);
    expect(world.held()).toMatchObject([{ ...world.urlsOf(run), clientState: run.secret ?? secret }]);
    expect(world.reconciles()).toEqual([sinceDeletion()]);
    expect(Math.abs(Date.parse(world.reconciles()[0] ?? '') - (before - 10 * 60_000))).toBeLessThan(60_000);
    world.forget();
    await world.keep(run);
    expect([world.changes(), world.reconciles()]).toEqual([[], []]);
  });

  test('the notification URL alone: it is moved in place', async () => {
    const id = await begin();
    await world.keep({ path: '/new', lifecyclePath: '/api' });
    expect(world.changes()).toEqual(['PATCH 200']);
    expect(world.held()).toMatchObject([{ id, ...world.urlsOf({ path: '/new', lifecyclePath: '/api' }) }]);
    expect(world.reconciles()).toEqual([]);
  });

  test('the change type, by hand: the new one is there before the old one goes', async () => {
    const id = await begin();
    graph().simulator.removeSubscription(id);
    world.give({ id, changeType: 'created' });
    world.forget();
    await world.keep();
    expect(world.changes()).toEqual(['POST 201', 'DELETE 204']);
    expect(world.held()).toMatchObject([{ changeType: 'updated' }]);
    expect(world.reconciles()).toEqual([undefined]);
  });

  test('to an origin that does not answer: the old one stays as it is, and the cause is named', async () => {
    const id = await begin();
    endpoint().unreachable.add('/new/notifications');
    await world.keep({ path: '/new' });
    expect(world.changes()).toEqual(['PATCH 400']);
    expect(world.held()).toMatchObject([{ id, ...world.urlsOf({}) }]);
    expect(world.problem()).toBe('callback');
    expect(world.advice()).toContain(`${endpoint().origin}/new/notifications`);
    endpoint().unreachable.clear();
    await world.keep({ path: '/new' });
    expect(world.held()).toMatchObject([world.urlsOf({ path: '/new' })]);
    expect(world.problem()).toBeUndefined();
  });
});

describe('when Graph refuses', () => {
  test('because of another’s subscription, that one and ours are left, and the command is named', async () => {
    const other = world.give({ notificationUrl: 'https://other.example.org/api/notifications' });
    await world.keep();
    await world.keep();
    expect(world.held().map(({ id }) => id)).toEqual([other.id]);
    expect(world.changes()).toEqual(['POST 409', 'POST 409']);
    expect(world.problem()).toBe('taken');
    expect(world.advice()).toContain(`REMOVE ${other.id}`);
    expect(world.reconciles()).toEqual([]);
    graph().simulator.removeSubscription(other.id);
    await world.keep();
    expect(world.problem()).toBeUndefined();
    expect(world.reconciles()).toHaveLength(1);
  });

  test('because the place of the new one is another’s, ours stays', async () => {
    const id = await begin();
    const other = world.give({ notificationUrl: 'https://other.example.org/api/notifications' });
    graph().simulator.addFault({
      on: { method: 'POST' },
      fault: faults.status(
        409,
        JSON.stringify({
          error: { code: 'Conflict', message: `Subscription Id <${other.id}> already exists` },
        }),
      ),
    });
    await world.keep({ secret: nextSecret });
    expect(world.changes()).toEqual(['POST 409']);
    expect(world.held().map((one) => one.id)).toEqual(expect.arrayContaining([id, other.id]));
    expect(world.problem()).toBe('taken');
  });

  test('because of the quota, it says so', async () => {
    graph().simulator.configure({ subscriptions: { quota: 0 } });
    await world.keep();
    expect(world.problem()).toBe('quota');
    expect(world.advice()).toContain('100');
  });

  test.each(['notifications', 'lifecycle'])(
    'because %s does not answer, it says so, and tries again',
    async (route) => {
      endpoint().unreachable.add(`/api/${route}`);
      await world.keep();
      expect(world.problem()).toBe('callback');
      endpoint().unreachable.clear();
      await world.keep();
      expect(world.problem()).toBeUndefined();
      expect(world.held()).toHaveLength(1);
    },
  );

  test('because the role is fresh and not in the token yet, the next run has a token with it', async () => {
    graph().simulator.setRoles([]);
    graph().simulator.addFault({ on: { path: '/subscriptions' }, fault: faults.status(503) });
    await world.keep();
    expect(world.problem()).toBe('graph');
    graph().simulator.setRoles(['CallRecords.Read.All'], { alsoIssued: false });
    await world.keep();
    expect(world.problem()).toBe('permission');
    expect(world.advice()).toContain('GRANT');
    await world.keep();
    expect(world.problem()).toBeUndefined();
    expect(world.reconciles()).toHaveLength(1);
  });

  test('because the token has expired, a fresh one is requested, and nothing else changes', async () => {
    await begin();
    graph().simulator.expireTokens();
    await world.keep();
    expect(world.names()).toEqual(['subscription.kept']);
  });
});

describe('when Graph asks', () => {
  test('many times to reauthorize, one PATCH is enough, and never POST …/reauthorize', async () => {
    const id = await begin();
    for (let i = 0; i < 10; i += 1)
      await world.keep({ asked: renewRequest(id, 'reauthorizationRequired', i) });
    expect(world.changes()).toEqual([]);
    await world.state.write('subscription', {
      ...(await world.state.read('subscription')),
      renewed_at: new Date(Date.now() - hourMs).toISOString(),
    });
    for (let i = 0; i < 10; i += 1)
      await world.keep({ asked: renewRequest(id, 'reauthorizationRequired', i) });
    expect(world.changes()).toEqual(['PATCH 200']);
    expect(world.reconciles()).toEqual([]);
  });

  test('because it removed ours, a new one is created, and a reconcile follows', async () => {
    const id = await begin();
    graph().simulator.removeSubscription(id);
    await world.keep({ asked: renewRequest(id, 'subscriptionRemoved') });
    expect(world.changes()).toEqual(['POST 201']);
    expect(world.reconciles()).toHaveLength(1);
  });

  test('about a subscription that is not ours, nothing is done', async () => {
    await begin();
    for (const event of ['reauthorizationRequired', 'subscriptionRemoved'] as const)
      await world.keep({ asked: renewRequest(crypto.randomUUID(), event) });
    expect(world.changes()).toEqual([]);
    expect(world.names()).toEqual(['subscription.event-ignored', 'subscription.event-ignored']);
  });

  test('and does not answer then, the request comes again', async () => {
    const id = await begin();
    graph().simulator.addFault({ on: { path: '/subscriptions' }, fault: faults.status(503) });
    const asked = renewRequest(id, 'reauthorizationRequired');
    await world.keep({ asked });
    expect(world.retries()).toEqual([{ request: asked, delayMs: 5 * 60_000 }]);
    await world.keep({ asked });
    expect(world.changes()).toEqual(['PATCH 200']);
  });
});
