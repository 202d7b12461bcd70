/** The local system for a chaos run: a storage proxy between app and Azurite, short leases, short delays. */
import { findFreePort } from '../../find-free-port.ts';
import { type LocalClock, makeLocalClock } from '../../local-clock.ts';
import { type LocalSystem, startLocalSystem } from '../../local-system.ts';
import { type LoggedEvents, makeLoggedEvents } from '../../logged-events.ts';
import { startStorageProxy } from '../storage-proxy/start-storage-proxy.ts';
import {
  makeStorageFaultPlan,
  type StorageFault,
  type StorageFaultPlan,
} from '../storage-proxy/storage-fault.ts';

export interface ChaosSystem extends LocalSystem, LoggedEvents {
  readonly storageFaults: StorageFaultPlan;
  /** That of the whole system. */
  readonly clock: LocalClock;
}

const never = '0 0 0 1 1 *';
/** Renewed five minutes before its end: this one is used for some seconds. */
const tokenLifetimeSeconds = 303;
/** Graph tries for four hours; these are enough for an app that is killed now and then. */
const notificationDelaysMs = [100, 200, 400, 800, 1600, ...Array.from({ length: 20 }, () => 3200)];

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
  const logged = makeLoggedEvents();
  const clock = makeLocalClock();
  const system = await startLocalSystem({
    port: 0,
    clock,
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
      SEAL_SCHEDULE: never,
      // In Azure a minute, which a chaos run has no time for.
      AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:02',
    },
    onLine(line) {
      writeLine(line);
      logged.readLogLine(line);
    },
  });
  try {
    for (let started = 0; started < otherInstances; started += 1)
      await system.startAnother({ PORT: String(await findFreePort()), SUBSCRIPTION_SCHEDULE: never });
  } catch (error) {
    await system.close();
    throw error;
  }
  const { close } = system;
  return Object.assign(system, {
    storageFaults: plan,
    clock,
    ...logged,
    async close() {
      await close();
      clock.close();
    },
  });
}
