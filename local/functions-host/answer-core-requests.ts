/**
 * Makes `require('@azure/functions-core')` find core-api.ts, wherever the library was loaded from:
 * from node_modules or from inside a bundle.
 */
import { registerHooks } from 'node:module';

let answering = false;

export function answerCoreRequests(): void {
  if (answering) return;
  answering = true;
  const url = new URL('./core-api.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '@azure/functions-core' ? { url, shortCircuit: true } : next(specifier, context),
  });
}
