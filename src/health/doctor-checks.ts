/** The doctor's list: everything that the app needs to do its work, looked at now with its own identity. */
import { once } from '../concurrency/once.ts';
import type { ReadClaims } from '../ports/app-identity.ts';
import type { ProbeHttp } from '../ports/http-probe.ts';
import type { StateStore } from '../ports/state-store.ts';
import type { StorageProbe } from '../ports/storage-probe.ts';
import type { SubscriptionApi } from '../ports/subscription-api.ts';
import type { TimeStampAuthority } from '../ports/time-stamp-authority.ts';
import { subscriptionRow } from '../state/subscription-state.ts';
import { readState } from '../state/typed-row.ts';
import { describeFault, type Finding, fine, type HealthCheck } from './check.ts';
import { checkCallback } from './checks/callback.ts';
import { checkClock } from './checks/clock.ts';
import { judgeCloud } from './checks/cloud.ts';
import { askForToken, judgeRoles, judgeTenant, judgeToken } from './checks/identity.ts';
import { isTokenForeign, judgeLiveSubscription, listSubscriptions } from './checks/live-subscription.ts';
import { checkProofRights, checkTimeStamps } from './checks/proof.ts';
import { judgePackage, judgeSchedules, judgeSettings, type ShownSettings } from './checks/settings.ts';
import { judgePoison, judgeStorage } from './checks/storage.ts';
import type { Commands } from './commands.ts';

export interface DoctorTools {
  settings: ShownSettings;
  state: Pick<StateStore, 'read'>;
  storage: StorageProbe;
  timeStamps: TimeStampAuthority | undefined;
  subscriptions: Pick<SubscriptionApi, 'list'>;
  readClaims: ReadClaims;
  probeHttp: ProbeHttp;
  commands: Commands;
  now(): Date;
  /** The routes that Graph calls, under the app's public address. */
  callbackUrls: { notificationUrl: string; lifecycleNotificationUrl: string };
  /** Where storage answers anybody, with whatever status. */
  storageUrl: string;
  version: string;
  nodeVersion: string;
}

export function makeDoctorChecks(tools: DoctorTools): HealthCheck[] {
  const { settings, commands, probeHttp, now, callbackUrls } = tools;
  const token = once(() => askForToken(tools.readClaims));
  const storage = once(() => tools.storage.probeWrites());
  const listed = once(() => listSubscriptions(tools.subscriptions));
  const graphUrl = `${settings.graphOrigin}/${settings.apiVersion}/`;

  return [
    { name: 'settings', run: async () => judgeSettings(settings, commands) },
    { name: 'token', run: async () => judgeToken(await token(), commands) },
    { name: 'tenant', run: async () => judgeTenant(await token(), settings.tenantId, commands) },
    { name: 'roles', run: async () => judgeRoles(await token(), commands) },
    {
      name: 'cloud',
      async run() {
        const seen = { ...settings, token: await token(), isTokenForeign: isTokenForeign(await listed()) };
        return judgeCloud(seen, commands);
      },
    },
    {
      name: 'clock',
      run: () => checkClock({ probeHttp, now, urls: { graph: graphUrl, storage: tools.storageUrl } }),
    },
    { name: 'graph', run: () => checkGraph(graphUrl, probeHttp) },
    {
      name: 'callback',
      run: () =>
        checkCallback({
          probeHttp,
          commands,
          urls: Object.values(callbackUrls),
          elapsed: () => performance.now(),
        }),
    },
    {
      name: 'subscription',
      async run(at) {
        const remembered = await readState(subscriptionRow, tools.state).catch(() => undefined);
        return judgeLiveSubscription(await listed(), at, {
          notificationUrl: callbackUrls.notificationUrl,
          rememberedId: remembered?.id,
          commands,
        });
      },
    },
    { name: 'storage', run: async () => judgeStorage(await storage(), commands) },
    { name: 'poison-queue', run: async () => judgePoison(await storage(), commands) },
    { name: 'proof-rights', run: () => checkProofRights(tools.storage, commands) },
    { name: 'time-stamps', run: () => checkTimeStamps(tools.timeStamps, commands) },
    { name: 'schedules', run: async (at) => judgeSchedules(settings.schedules, at, commands) },
    { name: 'package', run: async () => judgePackage(tools.version, tools.nodeVersion) },
  ];
}

/** Whatever it answers to a stranger: it is there. */
async function checkGraph(url: string, probeHttp: ProbeHttp): Promise<Finding> {
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
