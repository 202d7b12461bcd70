/** Registrations → what listens for them: each function's one trigger, its options checked before anything starts. */
import { type AppSettings, resolveSettings } from './app-settings.ts';
import type { BindingInfo } from './core-types.ts';
import type { HostConfig } from './host-config.ts';
import { HostStartError } from './host-start-error.ts';
import { parseRouteTemplate, type RouteTemplate } from './http-routes.ts';
import { isTrigger } from './invoke-function.ts';
import { makeSchedule, type Schedule } from './ncrontab.ts';
import type { RegisteredFunction } from './registrations.ts';

export type FunctionTrigger =
  | { kind: 'http'; registered: RegisteredFunction; template: RouteTemplate; methods: ReadonlySet<string> }
  | { kind: 'queue'; registered: RegisteredFunction; queueName: string; connection: string }
  | {
      kind: 'timer';
      registered: RegisteredFunction;
      schedule: Schedule;
      runOnStartup: boolean;
      useMonitor: boolean;
    };

/** Throws a HostStartError for whatever this host could not do as the runtime would. */
export function makeTrigger(
  registered: RegisteredFunction,
  config: HostConfig,
  settings: AppSettings,
): FunctionTrigger {
  const { name, bindings, retryOptions } = registered.metadata;
  if (retryOptions) throw new HostStartError(`Function "${name}" has a retry policy: this host has none`);
  const trigger = findTrigger(name, bindings);
  const resolve = (text: string) => resolveSettings(text, settings, name);
  switch (trigger.type?.toLowerCase()) {
    case 'httptrigger': {
      const route = resolve(textOf(trigger, 'route') ?? name);
      const template = parseRouteTemplate(`${config.routePrefix}/${route}`);
      return { kind: 'http', registered, template, methods: methodsOf(trigger) };
    }
    case 'queuetrigger': {
      const queueName = resolve(textOf(trigger, 'queueName') ?? '');
      const connection = resolve(textOf(trigger, 'connection') ?? 'AzureWebJobsStorage');
      if (!queueName) throw new HostStartError(`Function "${name}" has a queue trigger without queueName`);
      return { kind: 'queue', registered, queueName, connection };
    }
    case 'timertrigger': {
      const schedule = makeSchedule(resolve(textOf(trigger, 'schedule') ?? ''));
      const runOnStartup = trigger['runOnStartup'] === true;
      return {
        kind: 'timer',
        registered,
        schedule,
        runOnStartup,
        useMonitor: trigger['useMonitor'] !== false,
      };
    }
    default:
      throw new HostStartError(
        `Function "${name}" has a trigger of type ${trigger.type}: this host has HTTP, queue and timer triggers`,
      );
  }
}

function findTrigger(functionName: string, bindings: Record<string, BindingInfo>): BindingInfo {
  const all = Object.values(bindings);
  const trigger = all.find((binding) => isTrigger(binding.type));
  if (!trigger) throw new HostStartError(`Function "${functionName}" has no trigger`);
  const other = all.find((binding) => binding !== trigger && binding.type !== 'http');
  if (!other) return trigger;
  throw new HostStartError(
    `Function "${functionName}" has a binding of type ${other.type}: this host has none`,
  );
}

function textOf(trigger: BindingInfo, member: string): string | undefined {
  const value = trigger[member];
  return typeof value === 'string' ? value : undefined;
}

function methodsOf(trigger: BindingInfo): ReadonlySet<string> {
  const { methods } = trigger;
  return new Set(Array.isArray(methods) ? methods.map((method) => String(method).toUpperCase()) : []);
}
