/** Gathers what an account says of a call's sessions, one at a time: how good they were, and their figures if wanted. */
import type { CallPeople } from '../model/call-people.ts';
import { timeIn, valueIn } from '../model/graph-value.ts';
import { parseIdentities } from '../model/identity.ts';
import { type SessionEnd, sides } from '../model/session-end.ts';
import { type CallFacts, type CallQuality, makeCallQuality } from '../quality/call-quality.ts';
import { judgeSession, listFurtherEnds } from '../quality/judge-session.ts';
import type { Ends } from '../quality/stream-direction.ts';
import type { RecordLens } from './record-lens.ts';
import { describeSession, type SessionAccount, withNames } from './session-account.ts';
import { describeFeedback } from './session-details.ts';

/** What is said of a call's sessions. */
export interface SessionsAccount {
  quality: CallQuality;
  /** What people said of the call afterwards. */
  feedback: { who: string; text: string }[];
  sessionCount: number;
  /** Empty where they were not asked for. */
  sessions: SessionAccount[];
}

export interface ShowChoice {
  /** With all figures of each session, or of those between such ends. */
  sessions?: boolean | ((ends: SessionEnds) => boolean);
  /** Default: the whole record. */
  lens?: RecordLens;
}

export type SessionEnds = Ends<SessionEnd | undefined>;

export interface SessionGatherer {
  /** Takes a session as parsed from the record, whatever it is. */
  add(session: unknown): void;
  count(): number;
  describe(call: CallFacts): SessionsAccount;
}

/** People who are in a session, or in a segment of it, are added to `people`. */
export function makeSessionGatherer(choice: ShowChoice, people: CallPeople): SessionGatherer {
  const sessions: SessionAccount[] = [];
  const quality = makeCallQuality();
  const feedback: { key: string | undefined; text: string }[] = [];
  const isWanted = typeof choice.sessions === 'function' ? choice.sessions : () => choice.sessions === true;
  let count = 0;

  return {
    add(session) {
      count += 1;
      const judged = judgeSession(session);
      quality.addSession(judged);
      const ends = { caller: judged.ends.caller.end, callee: judged.ends.callee.end };
      if (isWanted(ends)) sessions.push(describeSession(judged));
      const span = spanOf(session);
      for (const side of sides) {
        for (const member of ['associatedIdentity', 'identity'])
          for (const identity of parseIdentities(valueIn(session, side, member))) people.add(identity, span);
        const text = describeFeedback(valueIn(session, side, 'feedback'));
        if (text) feedback.push({ key: ends[side]?.key, text });
      }
      for (const { end, segment } of listFurtherEnds(judged))
        for (const identity of end.identities) people.add(identity, spanOf(segment));
    },
    count: () => count,
    describe(call) {
      const names = new Map(call.people.map(({ key, who }) => [key, who]));
      return {
        quality: quality.quality(call),
        feedback: feedback.map(({ key, text }) => ({ who: names.get(key ?? '') ?? 'somebody', text })),
        sessionCount: count,
        sessions: sessions.map((session) => withNames(session, names)),
      };
    },
  };
}

function spanOf(sessionOrSegment: unknown) {
  return { from: timeIn(sessionOrSegment, 'startDateTime'), to: timeIn(sessionOrSegment, 'endDateTime') };
}
