/** The timer that keeps the subscription. Translation only. */
import { app } from '@azure/functions';
import type { App } from '../src/app.ts';
import { inInvocation } from './invocation.ts';

export function registerSubscriptionTimer({ keepSubscription }: App, schedule: string): void {
  app.timer('subscription', { schedule, handler: inInvocation(() => keepSubscription()) });
}
