/** HTTP triggers for the routes that only report: translation only. */
import { app, type HttpResponseInit } from '@azure/functions';
import type { App } from '../src/app.ts';
import { inInvocation } from './invocation.ts';

/** `anonymous`: without a function key. */
export function registerReadRoute(
  route: string,
  authLevel: 'anonymous' | 'function',
  receive: App['receiveHealth'],
): void {
  app.http(route, {
    route,
    methods: ['GET'],
    authLevel,
    handler: inInvocation(async (): Promise<HttpResponseInit> => receive()),
  });
}
