/** What the configuration says to whoever asks how the app is set up, and to the commands that change it. */
import { clouds } from '../config/clouds.ts';
import type { Config } from '../config/read-config.ts';
import type { ShownSettings } from './checks/settings.ts';
import type { Deployment } from './commands.ts';

/** What may be shown: no secret among it. */
export function showSettings(config: Config, storageAccount: string): ShownSettings {
  const { tenantId, graph, publicOrigin, clientState } = config;
  return {
    tenantId,
    cloud: graph.cloud,
    graphOrigin: graph.origin,
    apiVersion: graph.apiVersion,
    publicOrigin,
    storageAccount,
    acceptsPreviousSecret: clientState.previous !== undefined,
    schedules: {
      SUBSCRIPTION_SCHEDULE: config.subscriptionSchedule,
      RECONCILE_SCHEDULE: config.reconcileSchedule,
      REPORTS_SCHEDULE: config.reportsSchedule,
      SEAL_SCHEDULE: config.sealSchedule,
    },
  };
}

/** Whose names the advised commands hold. */
export function describeDeployment(
  { site, graph, storage, publicOrigin }: Config,
  storageAccount: string,
): Deployment {
  return {
    site,
    clientId: graph.clientId,
    storageClientId: storage.kind === 'endpoints' ? storage.clientId : undefined,
    storageAccount,
    graphOrigin: clouds[graph.cloud],
    publicOrigin,
  };
}
