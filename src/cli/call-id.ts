/** A call id as a person types it. */
import { parseGuid } from '../model/guid.ts';
import { CliError } from './errors/cli-error.ts';

/** In brackets, as some tools show a GUID. */
const inBrackets = /^\{(.*)\}$/;

/** The id in lower case; people copy blanks and brackets along. */
export function parseCallId(doing: string, text: string): string {
  const id = parseGuid(text.trim().replace(inBrackets, '$1'));
  if (id) return id;
  throw new CliError(
    'usage',
    `${doing}: "${text}" is not a call id`,
    'A call id is a GUID, such as 937f63e3-6cfe-48e2-955f-292201beff4c.',
  );
}
