/** Everything around the keeping of a subscription, in memory; whatever instance runs shares it. */
import { GraphError, type GraphErrorDetails } from '../../../src/errors.ts';
import type { RenewRequest } from '../../../src/model/archive-request.ts';
import { hourMs } from '../../../src/model/durations.ts';
import type { StateRow } from '../../../src/ports/state-store.ts';
import type { GraphSubscription, SubscriptionApi } from '../../../src/ports/subscription-api.ts';
import { makeKeepSubscription } from '../../../src/subscription/keep-subscription.ts';
import { type MemoryEventLog, makeMemoryEventLog } from '../../support/memory-event-log.ts';
import { type MemoryRequestQueue, makeMemoryRequestQueue } from '../../support/memory-request-queue.ts';
import { type MemoryRunAlone, makeMemoryRunAlone } from '../../support/memory-run-alone.ts';
import { type MemoryStateStore, makeMemoryStateStore } from '../../support/memory-state-store.ts';
import {
  type MemorySubscriptionApi,
  type MemorySubscriptionOptions,
  makeMemorySubscriptionApi,
} from '../../support/memory-subscription-api.ts';

export const startsAt = new Date('2026-11-21T12:00:00.000Z');

/** The current secret. */
export const clientState = 'current-secret-of-the-app';
export const urls = {
  notificationUrl: 'https://calls.example.org/api/notifications',
  lifecycleNotificationUrl: 'https://calls.example.org/api/lifecycle',
};

/** What the advice after a failure names. */
export const commands = {
  grantRole: () => 'grant CallRecords.Read.All to the identity',
  removeSubscription: (id: string) => `remove ${id}`,
};

/** One of ours, fresh. */
export function makeSubscription(changes: Partial<GraphSubscription> = {}): GraphSubscription {
  return {
    id: 'ours',
    resource: 'communications/callRecords',
    changeType: 'updated',
    ...urls,
    expiresAt: new Date(startsAt.getTime() + 70 * hourMs),
    ...changes,
  };
}

/** Of the same identity, for another purpose. */
export const foreign = [
  makeSubscription({ id: 'other-app', notificationUrl: 'https://other.example.org/api/notifications' }),
  makeSubscription({ id: 'other-resource', resource: 'users' }),
].map((one) => ({ ...one, expiresAt: new Date('2099-01-01T00:00:00Z') }));

export function makeGraphError(status: number, graphMessage = ''): GraphError {
  const meanings: Record<number, GraphErrorDetails['meaning']> = {
    401: 'denied',
    403: 'denied',
    404: 'not-found',
    429: 'throttled',
    500: 'unavailable',
    503: 'unavailable',
  };
  const meaning = meanings[status] ?? 'refused';
  return new GraphError(`Asking Graph: it answered ${status}`, { meaning, status, graphMessage });
}

type Operation = keyof SubscriptionApi;

export interface World {
  now: Date;
  /** What Graph holds. */
  graph: MemorySubscriptionApi;
  state: MemoryStateStore;
  queue: MemoryRequestQueue;
  runAlone: MemoryRunAlone;
  log: MemoryEventLog;
  /** How often Graph was asked for what. */
  asked: Record<Operation, number>;
  /** What the next answers are instead, per operation. */
  faults: Partial<Record<Operation, Error[]>>;
  /** The fewest that Graph held after a removal. */
  fewest: number;
  /** Listed by Graph though they are gone. */
  ghosts: GraphSubscription[];
}

/** Graph takes duplicates here unless told otherwise. */
export function makeWorld(held: GraphSubscription[] = [], options: MemorySubscriptionOptions = {}): World {
  const world: World = {
    now: startsAt,
    graph: makeMemorySubscriptionApi({ now: () => world.now, allowsDuplicates: true, ...options }),
    state: makeMemoryStateStore(),
    queue: makeMemoryRequestQueue(),
    runAlone: makeMemoryRunAlone(),
    log: makeMemoryEventLog(),
    asked: noQuestions(),
    faults: {},
    fewest: Number.POSITIVE_INFINITY,
    ghosts: [],
  };
  hold(world, ...held);
  return world;
}

/** Puts subscriptions in place that were made before, by whomever. */
export function hold({ graph }: World, ...subscriptions: GraphSubscription[]): void {
  for (const one of subscriptions) graph.subscriptions.set(one.id, { ...one });
}

/** Those that live, in the order of their making. */
function listHeld({ graph, now }: World): GraphSubscription[] {
  return [...graph.subscriptions.values()].filter(({ expiresAt }) => expiresAt > now);
}

export const foreignIds = foreign.map(({ id }) => id);
export const idsOf = (world: World): string[] => listHeld(world).map(({ id }) => id);
export const namesOf = ({ log }: World): string[] => log.notes.map(({ name }) => name);
/** Reconciles that were asked for, and since when notifications may be missing. */
export const reconcilesOf = ({ queue }: World): { cause: string; since: string | undefined }[] =>
  queue.sent.flatMap(({ request }) =>
    request.kind === 'reconcile' ? { cause: request.cause, since: request.since } : [],
  );
export const rowOf = ({ state }: World): StateRow | undefined => state.states.get('subscription');

/** The only one of ours. */
export function findOurs(world: World): GraphSubscription {
  const [ours, ...surplus] = listHeld(world).filter(({ id }) => !foreignIds.includes(id));
  if (!ours || surplus.length > 0) throw new Error(`There is not one of ours but ${idsOf(world)}`);
  return ours;
}

export interface Run {
  asked?: RenewRequest;
  laterMs?: number;
  secret?: string;
  moved?: Partial<typeof urls>;
}

/** A run of the timer, or of a request of Graph, on an instance of its own, `laterMs` after the one before. */
export async function keep(
  world: World,
  { asked, laterMs = 0, secret = clientState, moved = {} }: Run = {},
): Promise<void> {
  world.now = new Date(world.now.getTime() + laterMs);
  const { state, queue, runAlone, log } = world;
  const keepSubscription = makeKeepSubscription({
    api: makeApi(world),
    state,
    queue,
    runAlone,
    note: log.note,
    now: () => world.now,
    urls: { ...urls, ...moved },
    clientState: secret,
    commands,
  });
  await keepSubscription(asked);
}

/** Foreign subscriptions, and one of ours that a run has made. What follows is counted and noted from here on. */
export async function makeKeptWorld(changes: Pick<Partial<World>, 'faults'> = {}): Promise<World> {
  const world = makeWorld(foreign);
  await keep(world);
  world.log.notes.length = 0;
  world.queue.sent.length = 0;
  return Object.assign(world, { asked: noQuestions() }, changes);
}

const noQuestions = (): World['asked'] => ({ list: 0, create: 0, renew: 0, remove: 0 });

/** Graph as the app meets it, with the faults of the world. */
function makeApi(world: World): SubscriptionApi {
  const { graph } = world;

  function begin(operation: Operation): void {
    world.asked[operation] += 1;
    const fault = world.faults[operation]?.shift();
    if (fault) throw fault;
  }

  return {
    async *list() {
      begin('list');
      yield* world.ghosts;
      yield* graph.list();
    },
    async create(wanted) {
      begin('create');
      return graph.create(wanted);
    },
    async renew(id, change) {
      begin('renew');
      return graph.renew(id, change);
    },
    async remove(id) {
      begin('remove');
      await graph.remove(id);
      world.fewest = Math.min(world.fewest, listHeld(world).length);
    },
  };
}
