/** Ties what the app logs and sends to the invocation that it came from. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { InvocationContext } from '@azure/functions';
import type { AppHost } from '../src/app.ts';

type Invocation = NonNullable<ReturnType<AppHost['readInvocation']>>;

const current = new AsyncLocalStorage<{ context: InvocationContext; invocation: Invocation }>();

/** A handler whose log lines and telemetry belong to its invocation. */
export function inInvocation<Input, Output>(
  handler: (input: Input, context: InvocationContext) => Promise<Output>,
): (input: Input, context: InvocationContext) => Promise<Output> {
  return (input, context) => {
    const invocation = { id: context.invocationId, traceparent: context.traceContext?.traceParent };
    return current.run({ context, invocation }, () => handler(input, context));
  };
}

export const readInvocation: AppHost['readInvocation'] = () => current.getStore()?.invocation;

export const writeLine: AppHost['writeLine'] = (level, line) => {
  const context = current.getStore()?.context;
  if (context) context[level](line);
  else process.stderr.write(`${line}\n`);
};
