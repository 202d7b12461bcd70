/**
 * The operation that everything belongs to that follows from one trigger: its W3C `traceparent` goes with the queue
 * messages, so that it leads from the POST of a notification to the archived record, on whatever instance.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { Invocation } from '../../ports/app-host.ts';

export interface Operation {
  traceparent: string;
  /** The id under which the Functions host reports the invocation. */
  invocationId: string;
}

/** Where the work that runs now belongs to; `undefined` outside of any invocation. */
export type ReadOperation = () => Operation | undefined;

export interface Operations {
  current: ReadOperation;
  /** Runs the work in the operation that the message names; in that of the invocation, where it names none. */
  inOperationOf<Result>(message: unknown, work: () => Result): Result;
}

/** https://www.w3.org/TR/trace-context/#traceparent-header: version, trace, parent, flags; zeros alone are not an id. */
const form = /^(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** An invocation that the host gives no valid `traceparent` begins an operation of its own. */
export function makeOperations(readInvocation: () => Invocation | undefined): Operations {
  const named = new AsyncLocalStorage<Operation>();
  const begun = new WeakMap<Invocation, Operation>();

  function readInvoked(): Operation | undefined {
    const invocation = readInvocation();
    if (!invocation) return undefined;
    const operation = begun.get(invocation) ?? beginOperation(invocation);
    begun.set(invocation, operation);
    return operation;
  }

  return {
    current: () => named.getStore() ?? readInvoked(),
    inOperationOf(message, work) {
      const invoked = readInvoked();
      const traceparent =
        typeof message === 'object' && message && 'traceparent' in message ? message.traceparent : undefined;
      if (!invoked || !isTraceparent(traceparent)) return work();
      return named.run({ ...invoked, traceparent }, work);
    },
  };
}

function beginOperation({ id, traceparent }: Invocation): Operation {
  return { invocationId: id, traceparent: isTraceparent(traceparent) ? traceparent : makeTraceparent() };
}

function isTraceparent(value: unknown): value is string {
  return typeof value === 'string' && form.test(value);
}

function makeTraceparent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}
