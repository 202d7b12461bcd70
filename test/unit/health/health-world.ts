/** Everything around the checks of health, in memory; whatever instance looks shares it. */
import type { ShownSettings } from '../../../src/health/checks/settings.ts';
import { makeCommands } from '../../../src/health/commands.ts';
import { type Health, makeHealth } from '../../../src/health/make-health.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/model/durations.ts';
import type { HttpReply } from '../../../src/model/http-reply.ts';
import type { TokenClaims } from '../../../src/ports/app-identity.ts';
import type { Failure } from '../../../src/ports/failure-ledger.ts';
import type { HttpProbeAnswer } from '../../../src/ports/http-probe.ts';
import type { StateRow } from '../../../src/ports/state-store.ts';
import type { TimeStampAuthority } from '../../../src/ports/time-stamp-authority.ts';
import { type MemoryEventLog, makeMemoryEventLog } from '../../support/memory-event-log.ts';
import { type MemoryFailureLedger, makeMemoryFailureLedger } from '../../support/memory-failure-ledger.ts';
import { type MemoryStateStore, makeMemoryStateStore } from '../../support/memory-state-store.ts';
import { type MemoryStorageProbe, makeMemoryStorageProbe } from '../../support/memory-storage-probe.ts';
import {
  type MemorySubscriptionApi,
  makeMemorySubscriptionApi,
} from '../../support/memory-subscription-api.ts';

export const startsAt = new Date('2026-11-21T12:00:00.000Z');
export const ago = (ms: number): Date => new Date(startsAt.getTime() - ms);

export interface HealthWorld {
  now: Date;
  state: MemoryStateStore;
  /** How often a row was read. */
  reads: { count: number };
  ledger: MemoryFailureLedger;
  storage: MemoryStorageProbe;
  log: MemoryEventLog;
  /** Thrown by every read and write of state while it is set. */
  stateFault: Error | undefined;
  /** What Graph holds of subscriptions. */
  graph: MemorySubscriptionApi;
  /** What only the doctor looks at. */
  doctor: {
    settings: Partial<ShownSettings>;
    /** Of the app's token; may throw. */
    claims(): TokenClaims;
    /** Of a token that the identity gives in place of it; the same unless a test says otherwise. */
    freshClaims(): TokenClaims;
    timeStamps: TimeStampAuthority | undefined;
    /** What a server answers; may throw. */
    answer(request: { method: string; url: string }): HttpProbeAnswer;
  };
}

/** A deployment that has run for days, and has nothing to complain about. */
export function makeHealthyWorld(): HealthWorld {
  const state = makeMemoryStateStore();
  const world: HealthWorld = {
    now: startsAt,
    state,
    reads: { count: 0 },
    ledger: makeMemoryFailureLedger(),
    storage: makeMemoryStorageProbe(),
    log: makeMemoryEventLog(),
    stateFault: undefined,
    graph: makeMemorySubscriptionApi({ now: () => world.now }),
    doctor: {
      settings: {},
      claims: () => ({
        tenantId: '11111111-1111-4111-8111-111111111111',
        audience: 'https://graph.microsoft.com',
        issuer: 'https://sts.windows.net/11111111-1111-4111-8111-111111111111/',
        roles: ['CallRecords.Read.All'],
        objectId: '0a1b2c3d-0000-4000-8000-0000000000ff',
        issuedAt: ago(hourMs),
      }),
      freshClaims: () => world.doctor.claims(),
      timeStamps: undefined,
      answer: ({ url }) => ({
        status: 200,
        serverTime: world.now,
        contentType: 'text/plain; charset=utf-8',
        body: new URL(url).searchParams.get('validationToken') ?? '',
      }),
    },
  };
  world.graph.subscriptions.set('ours', {
    id: 'ours',
    resource: 'communications/callRecords',
    changeType: 'updated',
    notificationUrl: 'https://calls.example.org/api/notifications',
    lifecycleNotificationUrl: 'https://calls.example.org/api/lifecycle',
    expiresAt: ago(-60 * hourMs),
  });
  setRow(world, 'subscription', {
    subscription_id: 'ours',
    expires_at: ago(-60 * hourMs).toISOString(),
    created_at: ago(5 * dayMs).toISOString(),
    checked_at: ago(minuteMs).toISOString(),
  });
  setRow(world, 'reconcile', {
    completed_at: ago(40 * minuteMs).toISOString(),
    full_started_at: ago(11 * hourMs).toISOString(),
    full_completed_at: ago(11 * hourMs).toISOString(),
    newest_call_ended_at: ago(2 * hourMs).toISOString(),
    expiring_unarchived: '0',
  });
  for (const report of ['pstn-calls', 'sms'])
    setRow(world, `report-${report}`, { failed_days: '', completed_at: ago(8 * hourMs).toISOString() });
  setRow(world, 'sealing', {
    sequence: '40',
    sealed_at: ago(7 * hourMs).toISOString(),
    seals_from: '2026-10-20',
  });
  setRow(world, 'intake-accepted', { at: ago(hourMs).toISOString() });
  return world;
}

export function setRow({ state }: HealthWorld, name: string, facts: StateRow): void {
  state.states.set(name, { ...state.states.get(name), ...facts });
}

export function addFailure({ ledger }: HealthWorld, changes: Partial<Failure> = {}): Promise<void> {
  return ledger.put({
    callId: crypto.randomUUID(),
    state: 'pending',
    reason: 'Asking Graph: it answered 404',
    httpStatus: 404,
    firstTryAt: ago(hourMs),
    lastTryAt: ago(minuteMs),
    nextTryAt: ago(-minuteMs),
    forgottenAt: ago(-29 * dayMs),
    refusedBlob: undefined,
    ...changes,
  });
}

/** The app on an instance of its own, started now. */
export function startInstance(world: HealthWorld, watch = '0 */5 * * * *'): Health {
  const guard = async <Value>(work: () => Promise<Value>) => {
    if (world.stateFault) throw world.stateFault;
    return work();
  };
  return makeHealth({
    state: {
      read(name) {
        world.reads.count += 1;
        return guard(() => world.state.read(name));
      },
      list: (prefix) => world.state.list(prefix),
      write: (name, facts) => guard(() => world.state.write(name, facts)),
    },
    ledger: world.ledger,
    storage: world.storage,
    note: world.log.note,
    now: () => world.now,
    reports: ['pstn-calls', 'sms'],
    settings: {
      tenantId: '11111111-1111-4111-8111-111111111111',
      cloud: 'global',
      graphOrigin: 'https://graph.microsoft.com',
      apiVersion: 'v1.0',
      publicOrigin: 'https://calls.example.org',
      storageAccount: 'callsarchive',
      acceptsPreviousSecret: false,
      schedules: {
        SUBSCRIPTION_SCHEDULE: watch,
        RECONCILE_SCHEDULE: '0 17 * * * *',
        REPORTS_SCHEDULE: '0 40 3 * * *',
        SEAL_SCHEDULE: '0 10 5 * * *',
      },
      ...world.doctor.settings,
    },
    subscriptions: world.graph,
    timeStamps: world.doctor.timeStamps,
    readClaims: async (options) => (options?.fresh ? world.doctor.freshClaims : world.doctor.claims)(),
    probeHttp: async (request) => world.doctor.answer(request),
    callbackUrls: {
      notificationUrl: 'https://calls.example.org/api/notifications',
      lifecycleNotificationUrl: 'https://calls.example.org/api/lifecycle',
    },
    storageUrl: 'https://callsarchive.blob.core.windows.net/',
    nodeVersion: '24.21.0',
    commands: makeCommands({
      site: { name: 'calls-app', resourceGroup: 'calls-group' },
      clientId: '0a1b2c3d-0000-4000-8000-00000000000c',
      storageClientId: undefined,
      storageAccount: 'callsarchive',
      graphOrigin: 'https://graph.microsoft.com',
      publicOrigin: 'https://calls.example.org',
    }),
    version: '1.2.3',
  });
}

export function later(world: HealthWorld, ms: number): void {
  world.now = new Date(world.now.getTime() + ms);
}

export interface Report {
  status: string;
  checkedAt: string;
  version: string;
  checks: { name: string; state: string; facts: Record<string, unknown>; advice: string }[];
}

export async function readReport(reply: Promise<HttpReply>): Promise<Report> {
  const { status, body = '' } = await reply;
  if (status !== 200) throw new Error(`The answer is ${status}`);
  return JSON.parse(body);
}

/** What a check says on an instance that has just started. */
export async function look(world: HealthWorld, name: string): Promise<Report['checks'][number]> {
  const { checks } = await readReport(startInstance(world).receiveStatus());
  const check = checks.find((one) => one.name === name);
  if (!check) throw new Error(`There is no check ${name}`);
  return check;
}
