/** Puts a call together: who joined when, with which camera, from which network. Random, but the same for a seed. */
import { minuteMs, secondMs } from '../durations.ts';
import type { Random } from '../generator/random.ts';
import type { Attendance, Cause, CompanyCall, Failure, Feedback } from './company-call.ts';
import type { Network } from './network.ts';
import type { Employee, Participant, Telephone } from './people.ts';

export interface CallDetails {
  readonly cause?: Cause;
  readonly failure?: Failure;
  /** Of the one who called. */
  readonly feedback?: Feedback;
}

/** Each call begins within seconds of `atMs`. */
export interface CallMaker {
  /** The first organizes it. */
  meeting(
    people: readonly [Participant, ...Participant[]],
    atMs: number,
    lengthMs: number,
    details?: CallDetails,
  ): CompanyCall;
  /** The first calls. */
  talk(
    people: readonly [Participant, Participant],
    atMs: number,
    lengthMs: number,
    details?: CallDetails,
  ): CompanyCall;
  telephone(
    employee: Employee,
    other: Telephone,
    direction: 'in' | 'out',
    atMs: number,
    lengthMs: number,
  ): CompanyCall;
}

type Attend = (who: Participant, fromMs: number, toMs: number) => Attendance;

/** `networkOf`: from where somebody calls at that time. */
export function makeCallMaker(
  tenantId: string,
  random: Random,
  networkOf: (who: Participant, atMs: number) => Network,
): CallMaker {
  const attend: Attend = (who, fromMs, toMs) => ({
    who,
    network: networkOf(who, fromMs),
    fromMs,
    toMs,
    camera: false,
    shares: false,
    isSilent: false,
    feedback: undefined,
  });
  const finish = (
    attendances: CompanyCall['attendances'],
    kind: CompanyCall['kind'],
    { cause, failure }: CallDetails,
  ): CompanyCall => ({
    id: random.guid(),
    tenantId,
    kind,
    startedAtMs: Math.min(...attendances.map(({ fromMs }) => fromMs)),
    endedAtMs: Math.max(...attendances.map(({ toMs }) => toMs)),
    attendances,
    failure,
    cause,
    telephone: undefined,
  });

  return {
    meeting(people, atMs, lengthMs, details = {}) {
      const span = drawSpan(random, atMs, lengthMs);
      return finish(drawAttendances(random, attend, people, span), 'groupCall', details);
    },
    talk([caller, callee], atMs, lengthMs, details = {}) {
      const [startMs, endMs] = drawSpan(random, atMs, lengthMs);
      const camera = random.chance(0.3);
      const first = { ...attend(caller, startMs, endMs), camera, feedback: details.feedback };
      return finish([first, { ...attend(callee, startMs, endMs), camera }], 'peerToPeer', details);
    },
    telephone(employee, other, direction, atMs, lengthMs) {
      const [startMs, endMs] = drawSpan(random, atMs, lengthMs);
      const pair = [employee, other] as const;
      const [caller, callee] = direction === 'out' ? pair : ([other, employee] as const);
      const call = finish([attend(caller, startMs, endMs), attend(callee, startMs, endMs)], 'peerToPeer', {});
      return { ...call, telephone: { direction, employee, other } };
    },
  };
}

/** Nobody calls on the second. */
function drawSpan(random: Random, atMs: number, lengthMs: number): readonly [startMs: number, endMs: number] {
  const startMs = atMs + random.int(0, 8 * secondMs);
  return [startMs, startMs + lengthMs + random.int(0, 400)];
}

/** The organizer is there all the time and may share a screen; some come late, and some say nothing. */
function drawAttendances(
  random: Random,
  attend: Attend,
  [organizer, ...others]: readonly [Participant, ...Participant[]],
  [startMs, endMs]: readonly [startMs: number, endMs: number],
): [Attendance, ...Attendance[]] {
  const isLarge = others.length > 10;
  const hasCameras = random.chance(0.5);
  const shares = random.chance(0.6);
  const rest = others.map((who) => {
    const isLate = random.chance(0.1) && endMs - startMs > 15 * minuteMs;
    const joinMs = isLate ? random.int(4, 12) * minuteMs : random.int(5, 150) * secondMs;
    const isPhone = who.kind === 'phone';
    return {
      ...attend(who, startMs + joinMs, endMs - random.int(0, 40) * secondMs),
      camera: hasCameras && !isPhone && !isLarge && random.chance(0.7),
      isSilent: !isPhone && random.chance(isLarge ? 0.8 : 0.1),
    };
  });
  return [{ ...attend(organizer, startMs, endMs), camera: hasCameras, shares }, ...rest];
}
