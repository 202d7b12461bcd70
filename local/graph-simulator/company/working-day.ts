/**
 * A working day of the company: stand-ups, meetings, calls between two, the telephone, and the causes that were
 * planted. Nobody is in two calls at a time. The same seed and day give the same calls.
 */
import { minuteMs, secondMs } from '../durations.ts';
import { makeRandom } from '../generator/random.ts';
import type { CompanyCall } from './company-call.ts';
import type { DayPlan, Occasions } from './day-plan.ts';
import { planFurtherCalls } from './further-calls.ts';
import { makeCallMaker } from './make-call.ts';
import type { Network } from './network.ts';
import type { Company, Employee, Participant } from './people.ts';
import { plantCalls } from './planted-calls.ts';

/** When a congested line is congested; hours are UTC. */
const congestedFromHour = 12;
const congestedToHour = 15;
/** Between two calls of one person. */
const pauseMs = 45 * secondMs;

/** Sorted by end. */
export function makeWorkingDay(
  company: Company,
  seed: string | number,
  day: string,
  occasions: Occasions,
): CompanyCall[] {
  const random = makeRandom(seed, 'working day', day);
  const at = (hours: number, minutes = 0) =>
    Date.parse(`${day}T00:00:00Z`) + (hours * 60 + minutes) * minuteMs;
  const networkOf = (who: Participant, atMs: number) => {
    const isCongested = occasions.congested && atMs >= at(congestedFromHour) && atMs < at(congestedToHour);
    return findNetwork(who, day, isCongested);
  };
  const calls: CompanyCall[] = [];
  const busy = new Map<string, { fromMs: number; toMs: number }[]>();
  const plan: DayPlan = {
    company,
    random,
    make: makeCallMaker(company.tenantId, random, networkOf),
    at,
    areFree: (people, fromMs, toMs) =>
      people.every(({ id }) =>
        (busy.get(id) ?? []).every((span) => span.toMs + pauseMs < fromMs || span.fromMs > toMs + pauseMs),
      ),
    add(call) {
      calls.push(call);
      const span = { fromMs: call.startedAtMs, toMs: call.endedAtMs };
      for (const { who } of call.attendances) busy.set(who.id, [...(busy.get(who.id) ?? []), span]);
    },
  };
  plantCalls(plan, occasions);
  planFurtherCalls(plan);
  return calls.sort((a, b) => a.endedAtMs - b.endedAtMs);
}

function findNetwork(who: Participant, day: string, isCongested: boolean): Network {
  if (who.kind !== 'employee') return who.home;
  const place = workplaceOf(who, day);
  if (place !== 'desk' || !isCongested || who.office.city !== 'Hamburg') return who[place];
  return { ...who.desk, line: 'congested' };
}

function workplaceOf({ id, workplace }: Employee, day: string): 'desk' | 'home' | 'mobile' {
  switch (workplace) {
    case 'office':
      return 'desk';
    case 'home':
      return 'home';
    case 'road':
      return 'mobile';
    case 'both':
      return makeRandom('workplace', id, day).chance(0.5) ? 'home' : 'desk';
  }
}
