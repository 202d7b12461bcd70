/** `--from` and `--to` as UTC days, both included: the days in which the archive has its records. */
import { utcDay } from '../../model/day-window.ts';
import { readWindow } from './read-window.ts';

export interface DayOptions {
  from?: string;
  to?: string;
}

export function readDays(options: DayOptions, now: Date): { first?: string; last?: string } {
  const { from, to } = readWindow(options, now);
  return {
    ...(from && { first: utcDay(from) }),
    ...(to && { last: utcDay(new Date(to.getTime() - 1)) }),
  };
}
