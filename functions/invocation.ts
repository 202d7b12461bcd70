/** Lets what the app logs and sends belong to the invocation that it came from. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { InvocationContext } from '@azure/functions';
import type { WriteLine } from '../src/adapters/telemetry/event-log.ts';
import { beginOperation, type Operation, type ReadOperation } from '../src/adapters/telemetry/operation.ts';

const current = new AsyncLocalStorage<{
  context: InvocationContext;
  operation: Operation;
}>();

/** A handler whose log lines and telemetry belong to its invocation. */
export function inInvocation<Input, Output>(
  handler: (input: Input, context: InvocationContext) => Promise<Output>,
): (input: Input, context: InvocationContext) => Promise<Output> {
  return (input, context) => {
    const operation = beginOperation(context.invocationId, context.traceContext?.traceParent);
    return current.run({ context, operation }, () => handler(input, context));
  };
}

export const readInvocation: ReadOperation = () => current.getStore()?.operation;

export const writeLine: WriteLine = (level, line) => {
  const context = current.getStore()?.context;
  if (context) context[level](line);
  else process.stderr.write(`${line}\n`);
};
