/** What else is said on a working day: meetings across departments, calls between two, the telephone. */
import { minuteMs, secondMs } from '../durations.ts';
import type { Random } from '../generator/random.ts';
import type { CompanyCall, Feedback } from './company-call.ts';
import type { DayPlan } from './day-plan.ts';
import type { Participant } from './people.ts';

const meetings = 8;
const talks = 30;
const telephoneCalls = 13;
/** How often a time is drawn at which everybody is free. */
const tries = 40;

const startHour = 7;
const endHour = 17;

export function planFurtherCalls(plan: DayPlan): void {
  const { company, random, make } = plan;
  const employee = () => random.pick(company.employees);

  for (let call = 0; call < meetings; call += 1) {
    const lengthMs = random.pick([25, 28, 30, 44, 52, 58]) * minuteMs + random.int(0, 59) * secondMs;
    const others = Array.from({ length: random.int(2, 6) }, employee);
    const people: [Participant, ...Participant[]] = [employee(), ...others];
    if (random.chance(0.4)) people.push(random.pick(company.visitors));
    if (random.chance(0.2)) people.push(random.pick(company.telephones));
    place(plan, people, lengthMs, 5, (startMs) => make.meeting(people, startMs, lengthMs));
  }
  for (let call = 0; call < talks; call += 1) {
    const lengthMs = talkLengthMs(random);
    const other = random.chance(0.08) ? random.pick(company.visitors) : employee();
    const pair = random.chance(0.5) ? ([employee(), other] as const) : ([other, employee()] as const);
    const details = random.chance(0.08) ? { feedback: praise(random) } : {};
    place(plan, pair, lengthMs, 1, (startMs) => make.talk(pair, startMs, lengthMs, details));
  }
  for (let call = 0; call < telephoneCalls; call += 1) {
    const lengthMs = Math.ceil(talkLengthMs(random) / 2);
    const [user, other] = [employee(), random.pick(company.telephones)];
    const direction = random.pick(['in', 'out', 'out'] as const);
    place(plan, [user, other], lengthMs, 1, (startMs) =>
      make.telephone(user, other, direction, startMs, lengthMs),
    );
  }
}

function praise(random: Random): Feedback {
  return { rating: random.pick(['good', 'excellent', 'excellent']), text: undefined, tokens: {} };
}

/** Most calls are short and a few long: from half a minute to three quarters of an hour. */
function talkLengthMs(random: Random): number {
  const spread = (random.next() + random.next() + random.next() - 1.5) * 1.8;
  const minutes = Math.min(45, Math.max(0.5, 6 * Math.exp(spread)));
  return Math.round(minutes * 60) * secondMs;
}

/** At the first time drawn at which all are free; not at all when there is none, or when somebody was drawn twice. */
function place(
  { random, at, areFree, add }: DayPlan,
  people: readonly Participant[],
  lengthMs: number,
  stepMinutes: number,
  makeAt: (startMs: number) => CompanyCall,
): void {
  if (new Set(people.map(({ id }) => id)).size < people.length) return;
  const steps = ((endHour - startHour) * 60) / stepMinutes;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const startMs = at(startHour, random.int(0, steps - 1) * stepMinutes) + random.int(0, 40) * secondMs;
    if (startMs + lengthMs > at(endHour) || !areFree(people, startMs, startMs + lengthMs)) continue;
    add(makeAt(startMs));
    return;
  }
}
