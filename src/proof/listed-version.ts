/** A line of a list: a call that Graph listed, `{"id":"…","version":3}`. Lines are sorted by id, then by version. */
import { IntegrityError } from '../errors.ts';

export interface ListedVersion {
  /** Lower-case GUID. */
  id: string;
  /** Its digits, which may exceed what a number can hold. */
  version: string;
}

const form =
  /^\{"id":"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})","version":([1-9]\d{0,39})\}$/;

/** Throws where a member has not the form that a line demands. */
export function formatListedVersion({ id, version }: ListedVersion): string {
  const line = `{"id":"${id}","version":${version}}`;
  if (!form.test(line)) throw new Error('Writing a list: a call has a wrong id or version');
  return line;
}

/** Without its line feed. Throws IntegrityError when it is not a line, letter for letter. */
export function parseListedVersion(line: Buffer | string): ListedVersion {
  const text = typeof line === 'string' ? line : line.toString('latin1');
  const [, id, version] = form.exec(text) ?? [];
  if (id === undefined || version === undefined)
    throw new IntegrityError('Reading a list: a line has not the form of one');
  return { id, version };
}

/** The order of a list. */
export function compareListed(one: ListedVersion, other: ListedVersion): number {
  if (one.id !== other.id) return one.id < other.id ? -1 : 1;
  return compareDigits(one.version, other.version);
}

/** Of digits without leading zeros. */
export function compareDigits(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
