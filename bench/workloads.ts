/** The seeded records of the benchmark. */
import { type MakeRecordOptions, makeRecord } from '../local/graph-simulator/generator/make-record.ts';
import { makeRandom } from '../local/graph-simulator/generator/random.ts';
import type { SimulatedRecord } from '../local/graph-simulator/records/simulated-record.ts';

export interface RecordPlan {
  seed: string;
  kind: 'peerToPeer' | 'groupCall';
  sessions: number;
  participants: number;
}

/** Graph's page sizes: https://learn.microsoft.com/graph/api/callrecords-callrecord-get */
const sessionsPerPage = 60;
const participantsPerPage = 130;

/** What a day of a tenant brings: 70 % calls of two, 20 % with 4 sessions, 10 % with 11. */
export function planSmallRecords(count: number): RecordPlan[] {
  const random = makeRandom('bench', 'small');
  const plans = Array.from({ length: count }, (_, place) => planSmall(`small-${place}`, place / count));
  random.shuffle(plans);
  return plans;
}

/** A meeting of as many people as sessions. */
export function planMeeting(sessions: number): RecordPlan {
  return { seed: `meeting-${sessions}`, kind: 'groupCall', sessions, participants: sessions };
}

/** How many answers of Graph make up the record. */
export function countPages({ sessions, participants }: RecordPlan): number {
  return Math.ceil(sessions / sessionsPerPage) + Math.ceil(participants / participantsPerPage);
}

/** The call ended an hour ago: Graph forgets older ones after 30 days. */
export function makePlannedRecord({ seed, ...options }: RecordPlan): SimulatedRecord {
  const hour = 60 * 60 * 1000;
  const endedAt = new Date(Math.floor(Date.now() / hour) * hour - hour);
  return makeRecord(seed, { ...options, endedAt } satisfies MakeRecordOptions);
}

function planSmall(seed: string, share: number): RecordPlan {
  if (share < 0.7) return { seed, kind: 'peerToPeer', sessions: 1, participants: 2 };
  const sessions = share < 0.9 ? 4 : 11;
  return { seed, kind: 'groupCall', sessions, participants: sessions };
}
