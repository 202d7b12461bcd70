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

export interface CallMaker {
  meeting(
    people: readonly [Participant, ...Participant[]],
    at: number,
    lengthMs: number,
    details?: CallDetails,
  ): CompanyCall;
  talk(
    people: readonly [Participant, Participant],
    at: number,
    lengthMs: number,
    details?: CallDetails,
  ): CompanyCall;
  telephone(
    employee: Employee,
    other: Telephone,
    direction: 'in' | 'out',
    at: number,
    lengthMs: number,
  ): CompanyCall;
}

/** `networkOf`: from where somebody calls at that time. */
export function makeCallMaker(
  tenantId: string,
  random: Random,
  networkOf: (who: Participant, atMs: number) => Network,
): CallMaker {
  const attend = (who: Participant, fromMs: number, toMs: number): Attendance => ({
    who,
    network: networkOf(who, fromMs),
    fromMs,
    toMs,
    camera: false,
    shares: false,
    isSilent: false,
    feedback: undefined,
  });
  /** Nobody calls on the second. */
  const aroundThen = (at: number, lengthMs: number): [startMs: number, endMs: number] => {
    const startMs = at + random.int(0, 8 * secondMs);
    return [startMs, startMs + lengthMs + random.int(0, 400)];
  };
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
    meeting([organizer, ...others], at, lengthMs, details = {}) {
      const [startMs, endMs] = aroundThen(at, lengthMs);
      const isLarge = others.length > 10;
      const hasCameras = random.chance(0.5);
      const shares = random.chance(0.6);
      const first = { ...attend(organizer, startMs, endMs), camera: hasCameras, shares };
      const rest = others.map((who) => {
        const isLate = random.chance(0.1) && lengthMs > 15 * minuteMs;
        const joinMs = isLate ? random.int(4, 12) * minuteMs : random.int(5, 150) * secondMs;
        const sits = attend(who, startMs + joinMs, endMs - random.int(0, 40) * secondMs);
        const isPhone = who.kind === 'phone';
        return {
          ...sits,
          camera: hasCameras && !isPhone && !isLarge && random.chance(0.7),
          isSilent: !isPhone && random.chance(isLarge ? 0.8 : 0.1),
        };
      });
      return finish([first, ...rest], 'groupCall', details);
    },
    talk([caller, callee], at, lengthMs, details = {}) {
      const [startMs, endMs] = aroundThen(at, lengthMs);
      const camera = random.chance(0.3) && caller.kind !== 'phone' && callee.kind !== 'phone';
      const first = { ...attend(caller, startMs, endMs), camera, feedback: details.feedback };
      return finish([first, { ...attend(callee, startMs, endMs), camera }], 'peerToPeer', details);
    },
    telephone(employee, other, direction, at, lengthMs) {
      const [startMs, endMs] = aroundThen(at, lengthMs);
      const pair = [employee, other] as const;
      const [caller, callee] = direction === 'out' ? pair : ([other, employee] as const);
      const call = finish([attend(caller, startMs, endMs), attend(callee, startMs, endMs)], 'peerToPeer', {});
      return { ...call, telephone: { direction, employee, other } };
    },
  };
}
