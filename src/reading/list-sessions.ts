/** The sessions of a call one after the other, with every figure: the record is read once more, and none is kept. */
import type { CallPerson } from '../model/call-people.ts';
import { makeRecordSplitter } from '../model/split-record.ts';
import type { CallArchive } from '../ports/call-archive.ts';
import { judgeSession } from '../quality/judge-session.ts';
import { type RecordPlace, readDocument } from './read-document.ts';
import { describeSession, type SessionAccount, withNames } from './session-account.ts';

/** They call people as `people` does. Throws IntegrityError when the record is damaged or missing. */
export async function* listSessions(
  archive: Pick<CallArchive, 'open'>,
  place: RecordPlace,
  people: readonly Pick<CallPerson, 'key' | 'who'>[],
): AsyncGenerator<SessionAccount> {
  const names = new Map(people.map(({ key, who }) => [key, who]));
  let found: SessionAccount[] = [];
  const splitter = makeRecordSplitter({
    onMember() {},
    onArray() {},
    onItem(name, item) {
      if (name !== 'sessions') return;
      const judged = judgeSession(JSON.parse(item.toString('utf8')));
      found.push(withNames(describeSession(judged), names));
    },
  });
  for await (const piece of readDocument(archive, place)) {
    splitter.push(piece);
    yield* found;
    found = [];
  }
}
