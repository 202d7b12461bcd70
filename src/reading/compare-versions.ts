/** What changed between two versions of a call, in sentences. */
import { nameDetail, nameStream, sayStream } from './format-session.ts';
import type { SessionAccount } from './session-account.ts';
import type { CallAccount } from './show-call.ts';

/** One sentence for each change, or one that says that nothing in the account changed. */
export function compareVersions(before: CallAccount, after: CallAccount): string[] {
  const [old, now] = [describe(before), describe(after)];
  const sentences: string[] = [];
  for (const label of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(label), now.get(label)];
    if (was === is) continue;
    if (was === undefined) {
      if (is !== undefined)
        sentences.push(`${label}: not known in version ${before.version}, now ${quote(is)}.`);
    } else if (is === undefined)
      sentences.push(`${label}: was ${quote(was)}, not in version ${after.version}.`);
    else sentences.push(`${label}: was ${quote(was)}, is ${quote(is)}.`);
  }
  if (sentences.length > 0) return sentences;
  return ['Nothing that is shown of the call has changed. What else differs is in the documents themselves.'];
}

/** What has marks of its own is told apart from the sentence that it stands in. */
function quote(text: string): string {
  return /[.,:;](?:\s|$)/.test(text) ? `“${text.replace(/\.$/, '')}”` : text;
}

/** Every statement of an account, by subject. */
function describe(account: CallAccount): Map<string, string> {
  const statements = new Map<string, string>();
  const state = (label: string, text: string | undefined) => {
    if (text !== undefined) statements.set(label, text);
  };
  /** Two streams may be of one kind and direction. */
  const stateEach = (label: string, text: string) => {
    let unique = label;
    for (let n = 2; statements.has(unique); n += 1) unique = `${label} (${n})`;
    statements.set(unique, text);
  };
  state('Start', account.startedAt);
  state('End', account.endedAt);
  state('Type', account.type);
  state('Modalities', account.modalities.join(', ') || undefined);
  state('Organizer', account.organizer);
  state('Meeting', account.joinWebUrl);
  state('Last change in Graph', account.modifiedAt);
  state('Number of sessions', String(account.sessions.length));
  state('Quality', account.quality.sentence);
  state('Number of people', String(account.people.length));
  for (const { who, key } of account.people) state(`Person ${key}`, who);
  for (const [label, session] of nameSessions(account.sessions)) {
    state(label, session.modalities.join(', ') || 'a session');
    state(`${label}, start`, session.from);
    state(`${label}, end`, session.to);
    state(`${label}, failure`, session.failure);
    for (const detail of session.details) stateEach(`${label}, ${nameDetail(detail, session)}`, detail.text);
    for (const stream of session.streams) stateEach(`${label}, ${nameStream(stream)}`, sayStream(stream));
  }
  return statements;
}

/** A session's id may occur twice, as after a transfer. */
function* nameSessions(sessions: readonly SessionAccount[]): Generator<[string, SessionAccount]> {
  const seen = new Map<string, number>();
  for (const session of sessions) {
    const count = (seen.get(session.id) ?? 0) + 1;
    seen.set(session.id, count);
    const which = count > 1 ? `${session.id} (${count})` : session.id;
    yield [`Session ${which} of ${session.caller}`, session];
  }
}
