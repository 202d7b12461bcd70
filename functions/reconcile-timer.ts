/** The timer that compares what Graph has with the archive. Translation only. */
import { app } from '@azure/functions';
import type { App } from '../src/app.ts';
import { inInvocation } from './invocation.ts';

export function registerReconcileTimer({ reconcile }: App, schedule: string): void {
  app.timer('reconcile-schedule', { schedule, handler: inInvocation(() => reconcile()) });
}
