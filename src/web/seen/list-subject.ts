/** Whose or which calls a list has: the URL names a hash only, the rows and one record say the rest. */
import type { CallRow } from '../../model/call-row.ts';
import type { CallArchive } from '../../ports/call-archive.ts';
import { findNameInRecord } from '../../reading/find-name-in-record.ts';
import { maskNumber } from './safe-values.ts';

export const listedBy = ['who', 'organizer', 'meeting'] as const;
/** The parameter of the URL that names the hash, and so the kind of key that it must be the hash of. */
export type ListedBy = (typeof listedBy)[number];

/** Each as far as it is known; of a meeting, the name is that of its organizer. */
export interface ListSubject {
  name?: string;
  /** User principal name. */
  upn?: string;
  number?: string;
  /** Of somebody who has neither name nor user principal name. */
  id?: string;
}

/** The smallest record of a list is longer only where all of its calls are large meetings. */
const maxNamingBytes = 8 * 1024 * 1024;

const keyForms: Readonly<Record<ListedBy, RegExp>> = {
  who: /^(id|upn|phone):/,
  organizer: /^organizer:/,
  meeting: /^meeting:/,
};

/** Whether the row was found by a key of this kind: any hash can be written into a URL. */
export function isFoundAs(kind: ListedBy, { foundBy = '' }: CallRow): boolean {
  return keyForms[kind].test(foundBy);
}

/**
 * `row`: one of the list; its record is read for a name, which takes one round trip to storage. `hidesDigits`: a number is
 * shown without its last three.
 */
export async function findListSubject(
  kind: ListedBy,
  row: CallRow,
  archive: Pick<CallArchive, 'open'>,
  { hidesDigits }: { hidesDigits: boolean },
): Promise<ListSubject> {
  const { foundBy: key = '', organizer, sizeBytes } = row;
  if (kind !== 'who') return organizer === undefined ? {} : { name: organizer };
  const value = key.slice(key.indexOf(':') + 1);
  if (key.startsWith('phone:')) return { number: hidesDigits ? maskNumber(value) : value };
  const found = sizeBytes <= maxNamingBytes ? await findNameInRecord(archive, row, key) : undefined;
  const upn = found?.upn ?? (key.startsWith('upn:') ? value : undefined);
  // Without the blanks around it, as rows name organizers; of nothing but blanks there is no name.
  const name = found?.name.trim() ?? '';
  if (name === '' && upn === undefined) return { id: value };
  return { ...(name !== '' && { name }), ...(upn !== undefined && { upn }) };
}
