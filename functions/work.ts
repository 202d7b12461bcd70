/** Queue triggers for work that can wait: its queue, and the poison queue. Translation only. */
import { app } from '@azure/functions';
import type { App } from '../src/app.ts';
import { names } from '../src/config/names.ts';
import { inInvocation } from './invocation.ts';

const { connection, queues } = names;

export function registerWork({ handleWork, handleWorkPoison }: App): void {
  app.storageQueue('work', {
    connection,
    queueName: queues.work,
    handler: inInvocation((message: unknown) => handleWork(message)),
  });
  app.storageQueue('work-poison', {
    connection,
    queueName: queues.workPoison,
    handler: inInvocation((message: unknown) => handleWorkPoison(message)),
  });
}
