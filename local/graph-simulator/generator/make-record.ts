/**
 * Makes a call record from a seed: the same seed and options give the same bytes. Sessions and participants
 * are made on demand, so that a call may have 10,000 of them.
 */
import { createHash } from 'node:crypto';
import { hourMs, minuteMs } from '../durations.ts';
import type { ItemSource, SimulatedRecord } from '../records/simulated-record.ts';
import { identitySet, participant } from './identities.ts';
import { member, members, object, string } from './json-text.ts';
import { makeRandom, type Random } from './random.ts';
import { type CallPlan, personOf, session } from './session.ts';
import { dateTime } from './times.ts';

export interface MakeRecordOptions {
  /** Default 1, or one a participant in a group call. */
  readonly sessions?: number;
  /** Default 2; as many as sessions in a group call. */
  readonly participants?: number;
  /** Default: `groupCall` when more than one session is requested, else drawn. */
  readonly kind?: 'peerToPeer' | 'groupCall' | 'pstn';
  /** Default one hour before the end, or before now. */
  readonly startedAt?: Date;
  /** Default half an hour after the start. */
  readonly endedAt?: Date;
  /** Digits; a higher version of the same seed is the same call with more data. */
  readonly version?: string | number;
  /** Default drawn from the seed. */
  readonly id?: string;
}

export function makeRecord(seed: string | number, options: MakeRecordOptions = {}): SimulatedRecord {
  const random = makeRandom(seed, 'record');
  const plan = planCall(seed, options, random);
  const startDateTime = dateTime(plan.startedAtMs, random);
  const endDateTime = dateTime(plan.endedAtMs, random);
  const sessions = options.sessions ?? (plan.kind === 'groupCall' ? plan.participants : 1);
  return {
    id: plan.id,
    version: plan.version,
    startDateTime,
    endDateTime,
    head: headMembers(plan, startDateTime, endDateTime, random),
    sessions: { count: sessions, at: (index) => session(plan, index) },
    participants: participantSource(plan),
    // A property of tomorrow, with a member that is named like a page link and is data.
    tail: random.chance(0.3)
      ? [
          '"futureProperty":{"weight":1.0,"sessions@odata.nextLink":"this is data","\\u00fc":9007199254740993}',
        ]
      : [],
  };
}

function planCall(seed: string | number, options: MakeRecordOptions, random: Random): CallPlan {
  const drawn = random.pick(['peerToPeer', 'peerToPeer', 'groupCall', 'groupCall', 'pstn'] as const);
  const many = (options.sessions ?? 1) > 1 || (options.participants ?? 2) > 2;
  const kind = options.kind ?? (many ? 'groupCall' : drawn);
  const crowd = random.int(3, 9);
  const participants = options.participants ?? (kind === 'groupCall' ? (options.sessions ?? crowd) : 2);
  const startedAtMs = options.startedAt?.getTime() ?? (options.endedAt?.getTime() ?? Date.now()) - hourMs;
  return {
    seed,
    id: options.id ?? guidOf(seed),
    kind,
    version: String(options.version ?? 1),
    startedAtMs,
    endedAtMs: options.endedAt?.getTime() ?? startedAtMs + 30 * minuteMs,
    participants: Math.max(1, participants),
  };
}

function headMembers(plan: CallPlan, startDateTime: string, endDateTime: string, random: Random): string[] {
  const modifiedAtMs = plan.endedAtMs + Math.min(Number(plan.version), 1000) * 15 * minuteMs;
  const metadata = `https://graph.microsoft.com/v1.0/$metadata#communications/callRecords('${plan.id}')`;
  const organizer = personOf(plan, 0);
  const isGroup = plan.kind === 'groupCall';
  const meeting = `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${random.hex(32)}%40thread.v2/0?context=%7b%22Tid%22%3a%22x%22%7d`;
  return members(
    member('version', plan.version),
    member('type', isGroup ? '"groupCall"' : '"peerToPeer"'),
    member('modalities', random.chance(0.5) ? '["audio","video"]' : '["audio"]'),
    member('lastModifiedDateTime', string(dateTime(modifiedAtMs, random))),
    member('startDateTime', string(startDateTime)),
    member('endDateTime', string(endDateTime)),
    member('id', string(plan.id)),
    isGroup ? member('joinWebUrl', string(meeting)) : undefined,
    member('organizer_v2@odata.context', string(`${metadata}/organizer_v2/$entity`)),
    member(
      'organizer_v2',
      object(member('id', string(organizer.id)), member('identity', identitySet(organizer))),
    ),
    member('participants_v2@odata.context', string(`${metadata}/participants_v2`)),
  );
}

function participantSource(plan: CallPlan): ItemSource {
  return {
    count: plan.participants,
    at: (index) => participant(personOf(plan, index), makeRandom(plan.seed, 'participant', index)),
  };
}

function guidOf(seed: string | number): string {
  // Seeds differ by one as a rule; ids must not collide in a small hash.
  const hex = createHash('sha256').update(`call ${seed}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
