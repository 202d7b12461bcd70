// Graph's subscriptions and ArchiveState in memory, as far as keeping a subscription needs them.
import { GraphError, type GraphErrorDetails } from '../../../src/errors.ts';
import type { EventFacts, NoteEvent } from '../../../src/ports/event-log.ts';
import type { StateFacts, StateStore } from '../../../src/ports/state-store.ts';
import type { GraphSubscription, SubscriptionApi } from '../../../src/ports/subscription-api.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const startsAt = new Date('2026-11-21T12:00:00.000Z');

export const urls = {
  notificationUrl: 'https://calls.example.org/api/notifications',
  lifecycleNotificationUrl: 'https://calls.example.org/api/lifecycle',
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
];

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
  /** What Graph holds, in the order of its making. */
  subscriptions: GraphSubscription[];
  /** Client states by subscription id. */
  clientStates: Map<string, string>;
  /** How often Graph did what it was asked for. */
  done: Record<Operation, number>;
  /** The fewest subscriptions of ours that ever lived at once since this was set. */
  fewest: number;
  /** What the next answers are instead, per operation; `undefined` lets one pass. */
  faults: Partial<Record<Operation, (Error | undefined)[]>>;
  /** Whether a second one for the same resource and change type is refused with 409. */
  oneEach: boolean;
  /** Listed by Graph though they are gone. */
  ghosts: GraphSubscription[];
  rows: Map<string, StateFacts>;
  notes: { name: string; facts: EventFacts }[];
}

export function makeWorld(changes: Partial<World> = {}): World {
  return {
    now: startsAt,
    subscriptions: [],
    clientStates: new Map(),
    done: { list: 0, create: 0, renew: 0, move: 0, remove: 0 },
    fewest: Number.POSITIVE_INFINITY,
    faults: {},
    oneEach: false,
    ghosts: [],
    rows: new Map(),
    notes: [],
    ...changes,
  };
}

/** Graph, whose faults and rules are those of the world. */
export function makeApi(world: World): SubscriptionApi {
  function begin(operation: Operation): void {
    const fault = world.faults[operation]?.shift();
    if (fault) throw fault;
    world.done[operation] += 1;
  }

  function change(id: string, changes: Partial<GraphSubscription>): GraphSubscription {
    const changed = world.subscriptions.find((one) => one.id === id);
    if (!changed) throw makeGraphError(404);
    return { ...Object.assign(changed, changes) };
  }

  function refuseLongLife(expiresAt: Date): void {
    if (expiresAt.getTime() - world.now.getTime() > 4230 * minuteMs) {
      throw makeGraphError(400, 'Subscription expiration can only be 4230 minutes in the future.');
    }
  }

  return {
    async *list() {
      begin('list');
      yield* [...world.ghosts, ...world.subscriptions].map((one) => ({ ...one }));
    },
    async create({ clientState, ...wanted }) {
      begin('create');
      refuseLongLife(wanted.expiresAt);
      const same = world.subscriptions.some(
        (one) => one.resource === wanted.resource && one.changeType === wanted.changeType,
      );
      if (world.oneEach && same) throw makeGraphError(409, 'Subscription already exists');
      const created = { id: `made-${world.done.create}`, ...wanted };
      world.subscriptions.push(created);
      world.clientStates.set(created.id, clientState);
      return { ...created };
    },
    async renew(id, expiresAt) {
      begin('renew');
      refuseLongLife(expiresAt);
      return change(id, { expiresAt });
    },
    async move(id, notificationUrl) {
      begin('move');
      return change(id, { notificationUrl });
    },
    async remove(id) {
      begin('remove');
      world.subscriptions = world.subscriptions.filter((one) => one.id !== id);
      world.fewest = Math.min(world.fewest, world.subscriptions.length);
    },
  };
}

export function makeState({ rows }: World): StateStore {
  return {
    read: async (name) => rows.get(name),
    async write(name, facts) {
      rows.set(name, { ...facts });
    },
  };
}

export function makeNote({ notes }: World): NoteEvent {
  return (name, facts = {}) => notes.push({ name, facts });
}
