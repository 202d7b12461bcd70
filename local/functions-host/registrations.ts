/**
 * Everything that the app registers while it loads: functions, hooks and the library's programming model.
 * One set per process, because `@azure/functions` keeps its own state in its module.
 */
import type { FunctionCallback, FunctionMetadata, HookCallback, ProgrammingModel } from './core-types.ts';
import type { HostLog } from './log.ts';
import { writeLog } from './log.ts';

export interface RegisteredFunction {
  metadata: FunctionMetadata;
  callback: FunctionCallback;
}

interface Registrations {
  functions: Map<string, RegisteredFunction>;
  hooks: Map<string, HookCallback[]>;
  programmingModel: ProgrammingModel | undefined;
  /** Shared by the hooks of app start and end, as the runtime does. */
  appHookData: Record<string, unknown>;
  closed: boolean;
  log: HostLog;
}

export const registrations: Registrations = {
  functions: new Map(),
  hooks: new Map(),
  programmingModel: undefined,
  appHookData: {},
  closed: false,
  log: writeLog,
};

export async function runHooks(name: string, context: Record<string, unknown>): Promise<void> {
  for (const callback of [...(registrations.hooks.get(name) ?? [])]) await callback(context);
}
