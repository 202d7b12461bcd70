/** `--from` and `--to` as UTC days, both included: the days in which the archive has its records. */
import type { Command } from 'commander';
import { utcDay } from '../../model/day-window.ts';
import { parseWindow } from './parse-window.ts';

export interface DayOptions {
  from?: string;
  to?: string;
}

export function addDayOptions(command: Command): Command {
  return command
    .option('--from <time>', 'from this UTC day on')
    .option('--to <time>', 'up to and including this UTC day');
}

export function parseDays(options: DayOptions, now: Date): { first?: string; last?: string } {
  const { from, to } = parseWindow(options, now);
  return {
    ...(from && { first: utcDay(from) }),
    ...(to && { last: utcDay(new Date(to.getTime() - 1)) }),
  };
}
