/**
 * `POST /admin/functions/{name}`: runs a timer or queue function now, as the runtime does with its master key.
 * https://learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http
 */
import type { RpcHttpData } from './core-types.ts';
import { parseRouteTemplate } from './http-routes.ts';
import type { HttpFunction } from './http-server.ts';

/** Begins a run, for whose end the answer does not wait. False for a name that is not there. */
export type RunByName = (functionName: string, input: string) => boolean;

export function makeRunOnRequest(run: RunByName): HttpFunction {
  return {
    template: parseRouteTemplate('admin/functions/{name}'),
    methods: new Set(['POST']),
    async run({ input: { http } }) {
      const input = readInput(http?.body?.bytes);
      const name = http?.nullableParams?.['name']?.value ?? '';
      const status = input === undefined ? 400 : run(name, input) ? 202 : 404;
      return { succeeded: true, returnValue: { http: { statusCode: String(status) } } };
    },
  };
}

/** `{"input": "…"}` or `{}`; `undefined` when it is neither. */
function readInput(bytes: RpcBytes): string | undefined {
  try {
    const body: unknown = JSON.parse(Buffer.from(bytes ?? []).toString('utf8'));
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
    const input: unknown = 'input' in body ? body.input : '';
    return typeof input === 'string' ? input : undefined;
  } catch {
    return undefined;
  }
}

type RpcBytes = NonNullable<RpcHttpData['body']>['bytes'];
