/**
 * App settings in place of members of host.json, as in Azure: `AzureFunctionsJobHost__path__to__member`.
 * https://learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values
 */
import type { AppSettings } from './app-settings.ts';

const prefix = 'AzureFunctionsJobHost__';

type JsonObject = Record<string, unknown>;

/** What was read stays as it is. */
export function overrideHostJson(json: unknown, settings: AppSettings): unknown {
  if (!isObject(json)) return json;
  let overridden = json;
  for (const [name, text] of Object.entries(settings)) {
    if (!name.startsWith(prefix) || !text) continue;
    overridden = withMember(overridden, name.slice(prefix.length).split('__'), text);
  }
  return overridden;
}

function withMember(object: JsonObject, [name = '', ...rest]: string[], text: string): JsonObject {
  const old = object[name];
  if (rest.length > 0) return { ...object, [name]: withMember(isObject(old) ? old : {}, rest, text) };
  // A setting is a text; host.json has numbers where digits stand alone.
  return { ...object, [name]: /^\d+$/.test(text) ? Number(text) : text };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
