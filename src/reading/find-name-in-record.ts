/** Under which name a record knows somebody: the rows of the index name nobody but organizers. */
import { isRecordFault } from '../errors.ts';
import { summarizeRecord } from '../facts/summarize-record.ts';
import { upnKey } from '../model/find-key.ts';
import type { NamedPerson } from '../model/named-person.ts';
import type { CallArchive } from '../ports/call-archive.ts';
import { type RecordPlace, readDocument } from './read-document.ts';

/** `key`: `id:…`, `upn:…` or `phone:…`. `undefined` when the record gives no name, or cannot be read. */
export async function findNameInRecord(
  archive: Pick<CallArchive, 'open'>,
  place: RecordPlace,
  key: string,
): Promise<NamedPerson | undefined> {
  try {
    const { facts } = await summarizeRecord(readDocument(archive, place));
    return facts.named.find(
      (person) => person.key === key || (person.upn !== undefined && upnKey(person.upn) === key),
    );
  } catch (error) {
    if (isRecordFault(error)) return undefined;
    throw error;
  }
}
