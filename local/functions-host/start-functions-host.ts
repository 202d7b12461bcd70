/**
 * The project's own functions host: loads a package, serves its HTTP, queue and timer triggers as the Functions
 * runtime would, in this process. For development and tests; nothing of it is deployed.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { AppSettings } from './app-settings.ts';
import type { HostConfig } from './host-config.ts';
import { type HttpServer, type HttpServerOptions, startHttpServer } from './http-server.ts';
import { type InvokeFunction, makeInvokeFunction } from './invoke-function.ts';
import { loadPackage } from './load-package.ts';
import { type HostLog, writeLog } from './log.ts';
import { type FunctionTrigger, makeTrigger } from './make-triggers.ts';
import { type QueueListener, startQueueListener } from './queue-listener.ts';
import { registrations, runHooks } from './registrations.ts';
import { makeRunOnRequest, type RunByName } from './run-on-request.ts';
import { connectQueues } from './storage-connection.ts';
import { createResources, type StorageResources } from './storage-resources.ts';
import { startTimerListener, type TimerListener } from './timer-listener.ts';
import { openTimerStatuses } from './timer-status.ts';

export interface FunctionsHostOptions extends HttpServerOptions {
  /** The deployable package: package.json with `main`, host.json, and what `main` needs. One per process. */
  packageFolder: string;
  /** The app settings, as the triggers see them. The app itself reads process.env. */
  settings: AppSettings;
  /** What is created if it is missing, besides the queues of the triggers. */
  resources?: StorageResources;
  /** How long a message that is being processed stays hidden, between renewals; 600 as in Azure. */
  leaseSeconds?: number;
  /** How soon a timer heeds a clock that is put forward; a day unless told otherwise. */
  maxTimerWaitMs?: number;
  /** How long a stop waits for running invocations. */
  stopTimeoutMs?: number;
  /** On a stop, the appTerminate hooks run at once, beside what still runs, and nothing is waited for: as in Azure. */
  terminateAtOnce?: boolean;
  /** Called when a function has run longer than functionTimeout and the appTerminate hooks have run: ends the process. */
  endWorker(): void;
  log?: HostLog;
}

export interface FunctionsHost {
  /** With the route prefix: `http://127.0.0.1:7071/api`. */
  url: string;
  port: number;
  functions: readonly string[];
  /** Runs a timer function now, after a run that is under way. */
  runTimer(functionName: string): Promise<void>;
  /** Takes no new work, waits for running invocations, then runs the app's appTerminate hooks (see `terminateAtOnce`). */
  close(): Promise<void>;
}

type QueueTrigger = Extract<FunctionTrigger, { kind: 'queue' }>;
type Timers = ReadonlyMap<string, TimerListener>;

const poisonSuffix = '-poison';
/** The runtime's grace period for a worker that is told to end. */
const terminateMs = 5_000;

export async function startFunctionsHost(options: FunctionsHostOptions): Promise<FunctionsHost> {
  const { settings, log = writeLog } = options;
  registrations.log = log;
  const config = await loadPackage(options.packageFolder, settings);
  const triggers = [...registrations.functions.values()].map((each) => makeTrigger(each, config, settings));
  const queueTriggers = triggers.filter((trigger) => trigger.kind === 'queue');
  await createQueues(queueTriggers, settings);
  if (options.resources) await createResources(settings, options.resources);
  await runHooks('appStart', {
    hookData: {},
    appHookData: registrations.appHookData,
    functionAppDirectory: options.packageFolder,
  });

  const endWorker = () => void runTerminateHooks(log).finally(options.endWorker);
  const invoke = makeInvokeFunction(config.functionTimeoutMs, log, endWorker);
  let timers: Timers = new Map();
  const runByName: RunByName = (functionName, input) => {
    const run =
      timers.get(functionName.toLowerCase())?.runNow() ??
      runQueueFunction(queueTriggers, invoke, functionName, input);
    return run !== undefined;
  };
  // First of the listeners: the app's timers may ask somebody who calls back over HTTP.
  const server = await listenHttp(triggers, invoke, runByName, options, log);
  const queues = queueTriggers.map((trigger) => listenQueue(trigger, config, invoke, options, log));
  timers = listenTimers(triggers, invoke, options, log);
  return {
    url: `http://127.0.0.1:${server.port}${config.routePrefix && `/${config.routePrefix}`}`,
    port: server.port,
    functions: triggers.map((trigger) => trigger.registered.metadata.name),
    runTimer: (functionName) => runTimer(timers, functionName),
    close: async () => {
      if (options.terminateAtOnce) return runTerminateHooks(log);
      await closeAll(server, queues, timers, options.stopTimeoutMs ?? 10_000);
      await runTerminateHooks(log);
    },
  };
}

async function createQueues(triggers: readonly QueueTrigger[], settings: AppSettings): Promise<void> {
  for (const { connection, queueName } of triggers) {
    const queues = queueName.endsWith(poisonSuffix)
      ? [queueName]
      : [queueName, `${queueName}${poisonSuffix}`];
    await createResources(settings, { connection, queues, containers: [], tables: [] });
  }
}

function listenHttp(
  triggers: readonly FunctionTrigger[],
  invoke: InvokeFunction,
  runByName: RunByName,
  options: HttpServerOptions,
  log: HostLog,
): Promise<HttpServer> {
  const functions = triggers
    .filter((trigger) => trigger.kind === 'http')
    .map(({ template, methods, registered }) => ({
      template,
      methods,
      run: invoke.bind(undefined, registered),
    }));
  return startHttpServer([...functions, makeRunOnRequest(runByName)], options, log);
}

function listenQueue(
  { registered, connection, queueName }: QueueTrigger,
  config: HostConfig,
  invoke: InvokeFunction,
  { settings, leaseSeconds = 600 }: FunctionsHostOptions,
  log: HostLog,
): QueueListener {
  const service = connectQueues(settings, connection);
  return startQueueListener({
    functionName: registered.metadata.name,
    queue: service.getQueueClient(queueName),
    poisonQueue: queueName.endsWith(poisonSuffix)
      ? undefined
      : service.getQueueClient(`${queueName}${poisonSuffix}`),
    config: config.queues,
    leaseSeconds,
    run: async (text, metadata) =>
      (await invoke(registered, { input: { string: text }, metadata })).succeeded,
    log,
  });
}

function listenTimers(
  triggers: readonly FunctionTrigger[],
  invoke: InvokeFunction,
  { settings, maxTimerWaitMs: maxWaitMs = 24 * 3_600_000 }: FunctionsHostOptions,
  log: HostLog,
): Timers {
  const statuses = openTimerStatuses(settings, log);
  return new Map(
    triggers
      .filter((trigger) => trigger.kind === 'timer')
      .map(({ registered, ...rest }) => {
        const functionName = registered.metadata.name;
        const run = (input: { json?: string }) => invoke(registered, { input });
        return [
          functionName.toLowerCase(),
          startTimerListener({ ...rest, maxWaitMs, functionName, statuses, run, log }),
        ];
      }),
  );
}

/** Without a message: what a queue says of one is not there, as on such a run in Azure. */
function runQueueFunction(
  triggers: readonly QueueTrigger[],
  invoke: InvokeFunction,
  functionName: string,
  input: string,
): Promise<unknown> | undefined {
  const isNamed = ({ registered }: QueueTrigger) =>
    registered.metadata.name.toLowerCase() === functionName.toLowerCase();
  const trigger = triggers.find(isNamed);
  return trigger && invoke(trigger.registered, { input: { string: input } });
}

async function runTimer(timers: Timers, functionName: string): Promise<void> {
  const timer = timers.get(functionName.toLowerCase());
  if (!timer) throw new Error(`No timer function is named "${functionName}"`);
  await timer.runNow();
}

async function closeAll(
  server: HttpServer,
  queues: readonly QueueListener[],
  timers: Timers,
  stopTimeoutMs: number,
): Promise<void> {
  const finished = new AbortController();
  const giveUp = delay(stopTimeoutMs, undefined, finished).catch(() => undefined);
  await Promise.all([
    server.close(giveUp),
    ...queues.map((queue) => queue.stop(giveUp)),
    ...[...timers.values()].map((timer) => Promise.race([timer.stop(), giveUp])),
  ]);
  finished.abort();
}

/** Within the time that the runtime gives its worker to end. */
async function runTerminateHooks(log: HostLog): Promise<void> {
  const finished = new AbortController();
  const hooks = runHooks('appTerminate', { hookData: {}, appHookData: registrations.appHookData });
  const giveUp = delay(terminateMs, undefined, finished).catch(() => undefined);
  await Promise.race([hooks, giveUp]).catch((error: unknown) => {
    log('error', 'host', 'A hook of appTerminate failed', error);
  });
  finished.abort();
}
