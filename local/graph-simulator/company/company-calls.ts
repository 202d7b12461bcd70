/** All that the company has telephoned until now: yesterday's calls, today's so far, then those of the days before. */
import { dayMs, minuteMs } from '../durations.ts';
import type { CompanyCall } from './company-call.ts';
import type { Company } from './people.ts';
import { makeWorkingDay } from './working-day.ts';

/** A call that ended this long ago may be in Graph. */
const recordedAfterMs = minuteMs;

export interface CompanyCalls {
  /** Yesterday's and today's, the earliest first. Everything that was planted is among them. */
  readonly recent: readonly CompanyCall[];
  /** Those of the days before, day by day; there is no end to them. */
  readonly earlier: Generator<CompanyCall, never>;
}

/** Every day is a working day; once a week everybody meets, and yesterday Hamburg's line was congested. */
export function listCompanyCalls(company: Company, seed: string | number, now: Date): CompanyCalls {
  const dayBefore = (days: number) => {
    const day = new Date(now.getTime() - days * dayMs).toISOString().slice(0, 10);
    return makeWorkingDay(company, seed, day, { allHands: days % 7 === 1, congested: days === 1 });
  };
  const isOver = ({ endedAtMs }: CompanyCall) => endedAtMs < now.getTime() - recordedAfterMs;
  return { recent: [...dayBefore(1), ...dayBefore(0).filter(isOver)], earlier: listEarlier(dayBefore) };
}

function* listEarlier(dayBefore: (days: number) => CompanyCall[]): Generator<CompanyCall, never> {
  for (let days = 2; ; days += 1) yield* dayBefore(days);
}
