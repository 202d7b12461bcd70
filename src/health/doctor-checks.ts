/** The doctor's list: everything that the app needs to do its work, looked at now with its own identity. */

import { once } from '../concurrency/once.ts';
import type { ReadClaims } from '../ports/app-identity.ts';
import type { ProbeHttp } from '../ports/http-probe.ts';
import type { StateStore } from '../ports/state-store.ts';
import type { StorageProbe } from '../ports/storage-probe.ts';
import type { SubscriptionApi } from '../ports/subscription-api.ts';
import { subscriptionRow } from '../state/subscription-state.ts';
import { readState } from '../state/typed-row.ts';
import { type Finding, fine, type HealthCheck } from './check.ts';
import { lookAtCallback } from './checks/callback.ts';
import { lookAtClock } from './checks/clock.ts';
import { judgeCloud } from './checks/cloud.ts';
import { askForToken, judgeRoles, judgeTenant, judgeToken } from './checks/identity.ts';
import { isTokenForeign, judgeLiveSubscription, listSubscriptions } from './checks/live-subscription.ts';
import { judgePackage, judgeSchedules, judgeSettings, type ShownSettings } from './checks/settings.ts';
import { judgePoison, judgeStorage } from './checks/storage.ts';
import { describeFault } from './describe-fault.ts';
import type { Mending } from './mending.ts';

export interface DoctorTools {
  settings: ShownSettings;
  state: Pick<StateStore, 'read'>;
  storage: StorageProbe;
  subscriptions: Pick<SubscriptionApi, 'list'>;
  readClaims: ReadClaims;
  probeHttp: ProbeHttp;
  mending: Mending;
  now(): Date;
  /** The routes that Graph calls, under the app's public address. */
  callbackUrls: { notificationUrl: string; lifecycleNotificationUrl: string };
  /** Where storage answers anybody, with whatever status. */
  storageUrl: string;
  version: string;
  nodeVersion: string;
}

export function makeDoctorChecks(tools: DoctorTools): HealthCheck[] {
  const { settings, mending, probeHttp, now, callbackUrls } = tools;
  const token = once(() => askForToken(tools.readClaims));
  const storage = once(() => tools.storage.probeWrites());
  const listed = once(() => listSubscriptions(tools.subscriptions));
  const graphUrl = `${settings.graphOrigin}/${settings.apiVersion}/`;

  return [
    { name: 'settings', look: async () => judgeSettings(settings, mending) },
    { name: 'token', look: async () => judgeToken(await token(), mending) },
    { name: 'tenant', look: async () => judgeTenant(await token(), settings.tenantId, mending) },
    { name: 'roles', look: async () => judgeRoles(await token(), mending) },
    {
      name: 'cloud',
      async look() {
        const seen = { ...settings, token: await token(), isTokenForeign: isTokenForeign(await listed()) };
        return judgeCloud(seen, mending);
      },
    },
    {
      name: 'clock',
      look: () => lookAtClock({ probeHttp, now, urls: { graph: graphUrl, storage: tools.storageUrl } }),
    },
    { name: 'graph', look: () => lookAtGraph(graphUrl, probeHttp) },
    {
      name: 'callback',
      look: () =>
        lookAtCallback({
          probeHttp,
          mending,
          urls: Object.values(callbackUrls),
          elapsed: () => performance.now(),
        }),
    },
    {
      name: 'subscription',
      async look(at) {
        const remembered = await readState(subscriptionRow, tools.state).catch(() => undefined);
        return judgeLiveSubscription(await listed(), at, {
          notificationUrl: callbackUrls.notificationUrl,
          rememberedId: remembered?.id,
          mending,
        });
      },
    },
    { name: 'storage', look: async () => judgeStorage(await storage(), mending) },
    { name: 'poison-queue', look: async () => judgePoison(await storage(), mending) },
    { name: 'schedules', look: async (at) => judgeSchedules(settings.schedules, at, mending) },
    { name: 'package', look: async () => judgePackage(tools.version, tools.nodeVersion) },
  ];
}

/** Whatever it answers to a stranger: it is there. */
async function lookAtGraph(url: string, probeHttp: ProbeHttp): Promise<Finding> {
  try {
    const { status } = await probeHttp({ method: 'GET', url });
    return fine({ url, status });
  } catch (error) {
    return {
      state: 'fail',
      facts: { url, problem: describeFault(error) },
      advice:
        'Graph is out of reach: a firewall, the virtual network or its DNS keeps the app from it, or GRAPH_BASE_URL is ' +
        `wrong. To try from elsewhere: curl -i ${url}`,
    };
  }
}
