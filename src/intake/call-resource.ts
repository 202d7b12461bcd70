/** The `resource` of a change notification: which call record changed. */
import { parseGuid } from '../model/guid.ts';

/** `communications/callRecords/{id}`, with or without a leading slash, or `callRecords('{id}')`. */
const form = /^\/?communications\/callRecords(?:\/([^/()]+)|\('([^'()/]+)'\))$/i;

/** The call id in lower case; `undefined` when the resource is not a call record or its id is not a GUID. */
export function parseCallResource(resource: string): string | undefined {
  const [, plain, quoted] = form.exec(resource) ?? [];
  return parseGuid(plain ?? quoted);
}
