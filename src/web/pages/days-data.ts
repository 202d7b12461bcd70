/** What `/days` answers: its JSON as it is. */
import type { DayVerdict } from '../seen/day-verdict.ts';

export interface DaysData {
  year: string;
  /** Those of which something is known, and this one. */
  years: string[];
  /** The first day that seals speak for, `YYYY-MM-DD`; `null` before the first seal. */
  sealsFrom: string | null;
  /** Up to today (UTC), in order. */
  days: CalendarDay[];
}

export interface CalendarDay {
  date: string;
  verdict: DayVerdict;
  /** `null` for a day without a seal, and likewise the rest. */
  calls: number | null;
  /** Also `null` where the day was not compared with Graph. */
  missing: number | null;
  url: string;
}
