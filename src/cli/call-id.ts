/** A call id as a person types it. */
import { parseGuid } from '../model/guid.ts';
import { CliError } from './errors/cli-error.ts';

/** The id in lower case. */
export function parseCallId(doing: string, text: string): string {
  const id = parseGuid(text);
  if (id) return id;
  throw new CliError(
    'usage',
    `${doing}: "${text}" is not a call id`,
    'A call id is a GUID, such as 937f63e3-6cfe-48e2-955f-292201beff4c.',
  );
}
