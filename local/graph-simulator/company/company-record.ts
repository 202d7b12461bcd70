/** The call record that Graph writes of a company's call. The same call gives the same bytes. */
import { minuteMs } from '../durations.ts';
import { makeRandom, type Random } from '../generator/random.ts';
import type { SimulatedRecord } from '../records/simulated-record.ts';
import type { CompanyCall } from './company-call.ts';
import { identitySet } from './endpoint-json.ts';
import { graphTime } from './figures.ts';
import { makeSession, modalitiesOf, personEnd, serviceEnd } from './session-json.ts';

type Json = Record<string, unknown>;

/** How long after its end Graph writes a record, and how long until its next version. */
const writtenAfterMs = 15 * minuteMs;

/** Ratings come with version 2. */
export function companyRecord(call: CompanyCall, version = 1): SimulatedRecord {
  const random = makeRandom(call.id, 'record');
  const [startDateTime, endDateTime] = [graphTime(call.startedAtMs), graphTime(call.endedAtMs)];
  const modifiedAt = graphTime(call.endedAtMs + version * writtenAfterMs);
  const [organizer] = call.attendances;
  const metadata = `https://graph.microsoft.com/v1.0/$metadata#communications/callRecords('${call.id}')`;
  const head: Json = {
    version,
    type: call.kind,
    modalities: modalitiesOf(call.attendances),
    lastModifiedDateTime: modifiedAt,
    startDateTime,
    endDateTime,
    id: call.id,
    joinWebUrl: call.kind === 'groupCall' ? joinUrl(call, random) : null,
    'organizer_v2@odata.context': `${metadata}/organizer_v2/$entity`,
    organizer_v2: { id: organizer.who.id, identity: identitySet(organizer.who) },
    'participants_v2@odata.context': `${metadata}/participants_v2`,
  };
  return {
    id: call.id,
    version: String(version),
    startDateTime,
    endDateTime,
    head: Object.entries(head).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`),
    sessions: makeSessions(call, version > 1).map((session) => JSON.stringify(session)),
    participants: call.attendances.map(({ who }) =>
      JSON.stringify({ id: who.id, administrativeUnitInfos: [], identity: identitySet(who) }),
    ),
    tail: [],
  };
}

/** In a meeting everybody has a session with the service; a call between two is one session. */
function makeSessions(call: CompanyCall, isRated: boolean): Json[] {
  if (call.kind === 'peerToPeer') {
    const [caller, callee] = call.attendances;
    if (!callee) throw new Error('A call between two has two ends');
    const ends = { caller: personEnd(caller, isRated), callee: personEnd(callee, isRated) };
    return [makeSession(call, makeRandom(call.id, 'session'), { id: call.id, ...caller, ...ends })];
  }
  return call.attendances.map((attendance, place) => {
    const random = makeRandom(call.id, 'session', place);
    const others = call.attendances.filter((other) => other !== attendance);
    const ends = { caller: personEnd(attendance, isRated), callee: serviceEnd(attendance, others) };
    return makeSession(call, random, { id: random.guid(), ...attendance, ...ends });
  });
}

function joinUrl({ tenantId, attendances: [organizer] }: CompanyCall, random: Random): string {
  const context = encodeURIComponent(JSON.stringify({ Tid: tenantId, Oid: organizer.who.id }));
  return `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${random.hex(32)}%40thread.v2/0?context=${context}`;
}
