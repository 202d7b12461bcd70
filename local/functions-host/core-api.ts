/**
 * The module `@azure/functions-core`, which the library asks for when it is used and which no package holds:
 * the Functions runtime answers that request, and here this host does (answer-core-requests.ts).
 */
import type { FunctionCallback, FunctionMetadata, HookCallback, ProgrammingModel } from './core-types.ts';
import type { LogLevel } from './log.ts';
import { registrations } from './registrations.ts';

class CoreDisposable {
  #onDispose: (() => unknown) | undefined;

  constructor(onDispose: () => unknown) {
    this.#onDispose = onDispose;
  }

  dispose(): unknown {
    const onDispose = this.#onDispose;
    this.#onDispose = undefined;
    return onDispose?.();
  }
}

function registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): CoreDisposable {
  const key = metadata.name.toLowerCase();
  if (registrations.closed) throw new Error('A function can only be registered during app startup');
  if (registrations.functions.has(key)) throw new Error(`Two functions are named "${metadata.name}"`);
  registrations.functions.set(key, { metadata, callback });
  return new CoreDisposable(() => registrations.functions.delete(key));
}

function registerHook(name: string, callback: HookCallback): CoreDisposable {
  const callbacks = registrations.hooks.get(name) ?? [];
  registrations.hooks.set(name, callbacks);
  callbacks.push(callback);
  return new CoreDisposable(() => callbacks.splice(callbacks.indexOf(callback), 1));
}

const coreApi = {
  version: '4.0.0',
  hostVersion: '4.1000.0',
  workerVersion: '3.1000.0',
  Disposable: CoreDisposable,
  registerFunction,
  registerHook,
  setProgrammingModel(model: ProgrammingModel): void {
    registrations.programmingModel = model;
  },
  getProgrammingModel(): ProgrammingModel | undefined {
    return registrations.programmingModel;
  },
  log(level: LogLevel, _category: string, message: string): void {
    registrations.log(level, 'host', message);
  },
};

/** @public By this name Node hands out the object itself to whoever requires the module. */
export { coreApi as 'module.exports' };
