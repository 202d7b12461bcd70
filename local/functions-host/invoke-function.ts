/**
 * One invocation, the way the runtime's Node.js worker does it: arguments → hooks → handler → hooks → response,
 * all through the library's own invocation model, within functionTimeout.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { CoreInvocationContext, InvocationRequest, RpcTypedData, TraceContext } from './core-types.ts';
import type { HostLog } from './log.ts';
import { type RegisteredFunction, registrations, runHooks } from './registrations.ts';

export interface Trigger {
  input: RpcTypedData;
  metadata?: Record<string, RpcTypedData>;
  traceParent?: string | undefined;
  traceState?: string | undefined;
}

export type Outcome =
  | { succeeded: true; returnValue: RpcTypedData | null | undefined }
  | { succeeded: false; error: unknown };

export type InvokeFunction = (registered: RegisteredFunction, trigger: Trigger) => Promise<Outcome>;

/** `onTimeout` is called when a function runs longer than functionTimeout: the runtime then ends the whole worker. */
export function makeInvokeFunction(
  timeoutMs: number | undefined,
  log: HostLog,
  onTimeout: () => void,
): InvokeFunction {
  return async (registered, trigger) => {
    const { name } = registered.metadata;
    const request = makeRequest(registered, trigger);
    const startedAt = performance.now();
    const ended = (how: string) =>
      `${how} after ${Math.round(performance.now() - startedAt)} ms (invocation ${request.invocationId})`;
    const timer = setTimeoutUnlessNever(() => {
      log('error', name, `Timeout: it ran longer than functionTimeout, ${Number(timeoutMs) / 1000} s`);
      onTimeout();
    }, timeoutMs);
    try {
      const returnValue = await runInvocation(registered, request, log);
      log('information', name, ended('Succeeded'));
      return { succeeded: true, returnValue };
    } catch (error) {
      log('error', name, ended('Failed'), error);
      return { succeeded: false, error };
    } finally {
      clearTimeout(timer);
    }
  };
}

function makeRequest({ metadata }: RegisteredFunction, trigger: Trigger): InvocationRequest {
  const inputName = Object.keys(metadata.bindings).find((name) => isTrigger(metadata.bindings[name]?.type));
  return {
    invocationId: randomUUID(),
    functionId: metadata.name,
    inputData: [{ name: inputName ?? '', data: trigger.input }],
    triggerMetadata: trigger.metadata ?? {},
    traceContext: makeTraceContext(trigger),
  };
}

export function isTrigger(type: string | undefined): boolean {
  return type !== undefined && /trigger$/i.test(type);
}

const traceParentForm = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

function makeTraceContext({ traceParent, traceState }: Trigger): TraceContext {
  if (traceParent && traceParentForm.test(traceParent)) {
    return { traceParent, traceState: traceState ?? '', attributes: {} };
  }
  const fresh = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
  return { traceParent: fresh, traceState: '', attributes: {} };
}

async function runInvocation(
  { metadata, callback }: RegisteredFunction,
  request: InvocationRequest,
  log: HostLog,
): Promise<RpcTypedData | null | undefined> {
  if (!registrations.programmingModel) throw new Error('No programming model is set');
  const coreContext: CoreInvocationContext = {
    invocationId: request.invocationId,
    request,
    metadata,
    state: undefined,
    log: (level, category, message) =>
      log(level, metadata.name, category === 'user' ? message : `(${message})`),
  };
  const model = await registrations.programmingModel.getInvocationModel(coreContext);
  const { context, inputs } = await model.getArguments();
  const shared = { hookData: {}, appHookData: registrations.appHookData, invocationContext: context };

  const before = { ...shared, inputs, functionCallback: callback };
  coreContext.state = 'preInvocationHooks';
  await runHooks('preInvocation', before);

  const after: Record<string, unknown> = { ...shared, inputs: before.inputs, result: null, error: null };
  coreContext.state = 'invocation';
  try {
    after['result'] = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after['error'] = error ?? new Error('The function threw nothing');
  }
  coreContext.state = 'postInvocationHooks';
  await runHooks('postInvocation', after);
  coreContext.state = undefined;

  if (after['error'] !== null && after['error'] !== undefined) throw after['error'];
  return (await model.getResponse(context, after['result'])).returnValue;
}

function setTimeoutUnlessNever(act: () => void, timeoutMs: number | undefined): NodeJS.Timeout | undefined {
  return timeoutMs === undefined ? undefined : setTimeout(act, timeoutMs);
}
