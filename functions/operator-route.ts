/** HTTP triggers for the routes that operators call, with a function key: translation only. */
import { app, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import type { App } from '../src/app.ts';
import { inInvocation } from './invocation.ts';

export function registerOperatorRoute(route: string, receive: App['receiveBackfill']): void {
  app.http(route, {
    route,
    methods: ['POST'],
    authLevel: 'function',
    handler: inInvocation(
      async (request: HttpRequest): Promise<HttpResponseInit> => receive(await request.text()),
    ),
  });
}
