/** The local system for a chaos run: a storage proxy between app and Azurite, short leases, short delays. */
import { findFreePort } from '../../find-free-port.ts';
import { type LocalSystem, startLocalSystem } from '../../local-system.ts';
import { type LoggedEvent, parseLogLine } from '../../parse-log-line.ts';
import { startStorageProxy } from '../storage-proxy/start-storage-proxy.ts';
import {
  makeStorageFaultPlan,
  type StorageFault,
  type StorageFaultPlan,
} from '../storage-proxy/storage-fault.ts';

export interface ChaosSystem extends LocalSystem {
  readonly storageFaults: StorageFaultPlan;
  readonly events: readonly LoggedEvent[];
  /** Resolves when this many events satisfy the condition; throws when they do not come in time. */
  untilEvent(condition: (event: LoggedEvent) => boolean, count?: number, withinMs?: number): Promise<void>;
}

const never = '0 0 0 1 1 *';
/** Renewed five minutes before its end: this one is used for some seconds. */
const tokenLifetimeSeconds = 303;
/** Graph tries for four hours; these are enough for an app that is killed now and then. */
const notificationDelaysMs = [100, 200, 400, 800, 1600, ...Array.from({ length: 20 }, () => 3200)];

/** A lease of a killed app ends after a minute; listing 30 days takes as long. */
const eventMs = 240_000;

export interface ChaosSystemOptions {
  readonly storageFaults?: readonly StorageFault[];
  /** Instances of the app beside the first. */
  readonly otherInstances?: number;
  /** Without a subscription nothing is announced to the app, and nothing makes it reconcile. */
  readonly subscribes?: boolean;
  /** Of the app's process, beyond the usual. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Takes each line of the app's log. */
  writeLine(line: string): void;
}

export async function startChaosSystem({
  storageFaults = [],
  otherInstances = 0,
  subscribes = true,
  environment = {},
  writeLine,
}: ChaosSystemOptions): Promise<ChaosSystem> {
  const plan = makeStorageFaultPlan(storageFaults);
  const events: LoggedEvent[] = [];
  const watchers = new Set<() => void>();
  const system = await startLocalSystem({
    port: 0,
    standBetween: (azurite) => startStorageProxy(azurite, plan),
    graph: {
      tokenLifetimeSeconds,
      notifications: { retryDelaysMs: notificationDelaysMs, shuffle: true },
    },
    settings: {
      ...environment,
      HOST_LEASE_SECONDS: '4',
      SUBSCRIPTION_SCHEDULE: subscribes ? '*/3 * * * * *' : never,
      RECONCILE_SCHEDULE: never,
      // In Azure a minute, which a chaos run has no time for.
      AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:02',
    },
    onLine(line) {
      writeLine(line);
      const event = parseLogLine(line);
      if (!event) return;
      events.push(event);
      for (const watcher of watchers) watcher();
    },
  });
  try {
    for (let started = 0; started < otherInstances; started += 1)
      await system.startAnother({ PORT: String(await findFreePort()), SUBSCRIPTION_SCHEDULE: never });
  } catch (error) {
    await system.close();
    throw error;
  }
  return Object.assign(system, {
    storageFaults: plan,
    events,
    untilEvent: (condition: (event: LoggedEvent) => boolean, count = 1, withinMs = eventMs) =>
      new Promise<void>((resolve, reject) => {
        const end = (act: () => void) => {
          watchers.delete(look);
          clearTimeout(timer);
          act();
        };
        const look = () => {
          if (events.filter(condition).length >= count) end(resolve);
        };
        const timer = setTimeout(() => end(() => reject(new Error(`No event in ${withinMs} ms`))), withinMs);
        watchers.add(look);
        look();
      }),
  });
}
