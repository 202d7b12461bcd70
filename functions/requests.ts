/** Queue triggers: the one queue, and its poison queue. Translation only. */
import { app, type InvocationContext } from '@azure/functions';
import type { App } from '../src/app.ts';
import { names } from '../src/config/names.ts';
import { inInvocation } from './invocation.ts';

const { connection, queues } = names;

export function registerRequests({ handleRequest, handlePoison }: App): void {
  app.storageQueue('archive', {
    connection,
    queueName: queues.requests,
    handler: inInvocation((message: unknown, context) => handleRequest(message, deliveriesOf(context))),
  });
  app.storageQueue('poison', {
    connection,
    queueName: queues.poison,
    handler: inInvocation((message: unknown) => handlePoison(message)),
  });
}

function deliveriesOf({ triggerMetadata }: InvocationContext): number {
  return Number(triggerMetadata?.['dequeueCount'] ?? 1);
}
