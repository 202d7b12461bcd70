/** HTTP triggers for the two routes that Graph calls: translation only. */
import { app, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import type { App } from '../src/app.ts';
import { inInvocation } from './invocation.ts';

export function registerWebhook(name: string, route: string, webhook: App['receiveNotifications']): void {
  app.http(name, {
    route,
    methods: ['POST'],
    // Graph cannot sign in. What it sends is checked by the client state.
    authLevel: 'anonymous',
    handler: inInvocation(async (request: HttpRequest): Promise<HttpResponseInit> => {
      const contentLength = request.headers.get('content-length');
      return webhook({
        validationToken: request.query.get('validationToken') ?? undefined,
        contentLength: contentLength === null ? undefined : Number(contentLength),
        body: request.body,
      });
    }),
  });
}
