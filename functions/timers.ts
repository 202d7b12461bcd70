/** The timers: each has its schedule from a setting. Translation only. */
import { app as host } from '@azure/functions';
import type { App } from '../src/app.ts';
import type { Config } from '../src/config/read-config.ts';
import { inInvocation } from './invocation.ts';

export function registerTimers(app: App, config: Config): void {
  registerTimer('subscription', config.subscriptionSchedule, () => app.keepSubscription());
  registerTimer('reconcile-schedule', config.reconcileSchedule, () => app.reconcile());
  registerTimer('reports-schedule', config.reportsSchedule, () => app.archiveReports());
  registerTimer('seal-schedule', config.sealSchedule, () => app.askForSeal());
}

function registerTimer(name: string, schedule: string, run: () => Promise<void>): void {
  host.timer(name, { schedule, handler: inInvocation(run) });
}
