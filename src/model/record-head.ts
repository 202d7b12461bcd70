/** What makes a body a call record (design §5), and the members that the archive itself needs of it. */
import { ShapeError } from '../errors.ts';
import { parseGraphTime } from './graph-time.ts';
import { parseGuid } from './guid.ts';

export interface RecordHead {
  /** Lower-case GUID. */
  callId: string;
  /** Graph's `version`, its digits. */
  version: string;
  /** ISO 8601 UTC, with Graph's digits. */
  startedAt: string;
  endedAt: string | undefined;
  type: string | undefined;
  modalities: string[];
}

/** Graph's is of 64 bits, 19 digits; a longer one than this fits into no name of a file. */
const maxVersionDigits = 200;

/** The members that `parseHead` asks for. */
export const headNames: ReadonlySet<string> = new Set([
  'id',
  'version',
  'startDateTime',
  'endDateTime',
  'type',
  'modalities',
]);

/**
 * `textOf` gives the JSON text of a member at the top of the record, `undefined` when there is none. Throws ShapeError
 * when it is not a call record; that its sessions are an array is for the caller to see.
 */
export function parseHead(textOf: (name: string) => string | undefined): RecordHead {
  const parse = (name: string): unknown => JSON.parse(textOf(name) ?? 'null');
  const callId = parseGuid(parse('id'));
  const version = textOf('version') ?? '';
  const startedAt = parseGraphTime(parse('startDateTime'));
  if (!callId) throw new ShapeError('Opening a call record: its id is no GUID');
  if (!/^[1-9]\d*$/.test(version))
    throw new ShapeError('Opening a call record: its version is not an integer from 1 on');
  if (version.length > maxVersionDigits)
    throw new ShapeError(`Opening a call record: its version has more than ${maxVersionDigits} digits`);
  if (!startedAt) throw new ShapeError('Opening a call record: its startDateTime is not a date and time');
  const [type, modalities] = [parse('type'), parse('modalities')];
  return {
    callId,
    version,
    startedAt,
    endedAt: parseGraphTime(parse('endDateTime')),
    type: typeof type === 'string' ? type : undefined,
    modalities: Array.isArray(modalities)
      ? modalities.filter((modality) => typeof modality === 'string')
      : [],
  };
}
