/** Lets the app's log lines end in the log of the invocation that they belong to. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { InvocationContext } from '@azure/functions';
import type { WriteLine } from '../src/adapters/telemetry/event-log.ts';

const current = new AsyncLocalStorage<InvocationContext>();

/** A handler whose log lines belong to its invocation. */
export function inInvocation<Input, Output>(
  handler: (input: Input, context: InvocationContext) => Promise<Output>,
): (input: Input, context: InvocationContext) => Promise<Output> {
  return (input, context) => current.run(context, () => handler(input, context));
}

export const writeLine: WriteLine = (level, line) => {
  const context = current.getStore();
  if (context) context[level](line);
  else process.stderr.write(`${line}\n`);
};
