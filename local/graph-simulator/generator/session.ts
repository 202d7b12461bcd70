/** One session of a call with its segments, media and streams, made from the seed, the place and the version. */
import { participantEndpoint, serviceEndpoint } from './endpoints.ts';
import { makePerson, type Person } from './identities.ts';
import { array, member, object, string } from './json-text.ts';
import { media } from './media.ts';
import { makeRandom, type Random } from './random.ts';
import { dateTime } from './times.ts';

export interface CallPlan {
  readonly seed: string | number;
  readonly id: string;
  readonly kind: 'peerToPeer' | 'groupCall' | 'pstn';
  readonly version: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly participants: number;
}

/** Media that a call may have beside audio. */
const furtherMedia = ['main-video', 'applicationsharing-video'] as const;

export function session(plan: CallPlan, place: number): string {
  const random = makeRandom(plan.seed, 'session', place);
  const id = sessionId(plan, place, random);
  // Late telemetry is what makes a higher version hold more data.
  const reported = BigInt(plan.version) >= BigInt(random.pick([1, 1, 1, 2, 3]));
  const length = plan.endedAtMs - plan.startedAtMs;
  const fromMs = plan.startedAtMs + (place === 0 ? 0 : Math.floor(length * random.next() * 0.5));
  const toMs = plan.endedAtMs - Math.floor((plan.endedAtMs - fromMs) * random.next() * 0.5);
  const span = { fromMs, toMs, reported };
  const failed = random.chance(0.06);
  const labels = ['main-audio', ...furtherMedia.filter(() => random.chance(0.25))];
  const [caller, callee] = endpoints(plan, place, random, reported);
  const segments = Array.from({ length: random.pick([1, 1, 1, 1, 2, 3]) }, (_, index) =>
    object(
      member('startDateTime', string(dateTime(fromMs, random))),
      member('endDateTime', string(dateTime(toMs, random))),
      // In a peer-to-peer call the ids of call, session and segment are one, as in Microsoft's examples.
      member('id', string(index === 0 ? id : random.guid())),
      member('failureInfo', failed ? failureInfo(random) : 'null'),
      member('caller', caller),
      member('callee', callee),
      member('media', failed ? '[]' : array(labels.map((label) => media(label, span, random)))),
    ),
  );
  return object(
    member('modalities', array(['"audio"', ...labels.slice(1).map(modality)])),
    member('startDateTime', string(dateTime(fromMs, random))),
    member('endDateTime', string(dateTime(toMs, random))),
    member('id', string(id)),
    member('isTest', random.pick(['false', 'false', 'null'])),
    member('failureInfo', failed ? failureInfo(random) : 'null'),
    member('caller', caller),
    member('callee', callee),
    member('segments', array(segments)),
  );
}

/** A transfer from an auto attendant to a queue repeats the id of the session before. */
function sessionId(plan: CallPlan, place: number, random: Random): string {
  if (plan.kind !== 'groupCall') return plan.id;
  const own = random.guid();
  const isTransfer = place > 0 && place % 17 === 16;
  return isTransfer ? makeRandom(plan.seed, 'session', place - 1).guid() : own;
}

function endpoints(plan: CallPlan, place: number, random: Random, reported: boolean): [string, string] {
  const caller = personOf(plan, place % plan.participants);
  if (plan.kind === 'groupCall') {
    const service = random.chance(0.1) ? 'audioTeleconferencerController' : 'skypeForBusinessAudioVideoMcu';
    return [participantEndpoint(caller, random, reported), serviceEndpoint(service)];
  }
  const callee = personOf(plan, 1);
  return [
    participantEndpoint(caller, random, reported),
    plan.kind === 'pstn' && random.chance(0.5)
      ? serviceEndpoint('gateway')
      : participantEndpoint(callee, random, reported),
  ];
}

/** Who takes part at that place; the first is the organizer, a colleague. */
export function personOf(plan: CallPlan, place: number): Person {
  if (place === 0) return makePerson(plan.seed, 0, 'colleague');
  return makePerson(plan.seed, place, plan.kind === 'pstn' ? 'phone' : undefined);
}

function failureInfo(random: Random): string {
  return object(
    member('stage', string(random.pick(['callSetup', 'midcall', 'unknown']))),
    member(
      'reason',
      random.chance(0.5) ? '"The call was \\u201cdropped\\u201d: ICE connectivity checks failed"' : 'null',
    ),
  );
}

function modality(label: string): string {
  return label === 'main-video' ? '"video"' : '"videoBasedScreenSharing"';
}
