/** The timer that reads the call reports. Translation only. */
import { app } from '@azure/functions';
import type { App } from '../src/app.ts';
import { inInvocation } from './invocation.ts';

export function registerReportsTimer({ archiveReports }: App, schedule: string): void {
  app.timer('reports-schedule', { schedule, handler: inInvocation(() => archiveReports()) });
}
