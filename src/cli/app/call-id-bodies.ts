/** Call ids from the command line as bodies for the app's routes, which take a limited number at once. */
import { parseGuid } from '../../model/guid.ts';
import { CliError } from '../cli-error.ts';

const idsAtOnce = 1000;

export function callIdBodies(doing: string, ids: readonly string[]): { callIds: string[] }[] {
  const callIds = [...new Set(ids.map((id) => readCallId(doing, id)))];
  const parts = Math.ceil(callIds.length / idsAtOnce);
  return Array.from({ length: parts }, (_, i) => ({
    callIds: callIds.slice(i * idsAtOnce, (i + 1) * idsAtOnce),
  }));
}

/** The id in lower case. */
export function readCallId(doing: string, text: string): string {
  const id = parseGuid(text);
  if (id) return id;
  throw new CliError(
    'usage',
    `${doing}: "${text}" is no call id`,
    'A call id is a GUID, such as 937f63e3-6cfe-48e2-955f-292201beff4c.',
  );
}
