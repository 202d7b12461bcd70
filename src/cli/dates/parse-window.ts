/** The options `--from`, `--to` and `--time-zone` together: a window of time, or an error that says what to write. */

import { readTimeWindow, type TimeWindow } from '../../reading/dates/time-window.ts';
import { parseTimeZone } from '../../reading/dates/time-zone.ts';
import { CliError } from '../errors/cli-error.ts';

export interface WindowOptions {
  from?: string;
  to?: string;
  timeZone?: string;
}

/** `--to` with a date includes that day; with a time it ends there. */
export function parseWindow({ timeZone = 'UTC', ...texts }: WindowOptions, now: Date): TimeWindow {
  const read = readTimeWindow(texts, { now, zone: parseTimeZoneOption(timeZone) });
  switch (read.outcome) {
    case 'window':
      return read.window;
    case 'not-a-time':
      throw new CliError('usage', `Reading --${read.which}: "${read.text}" is not a time`, read.advice);
    case 'empty':
      throw new CliError(
        'usage',
        `Reading the window: it begins ${read.from.toISOString()} and ends ${read.to.toISOString()}`,
        '--from must be before --to.',
      );
  }
}

/** The zone by its IANA name. */
export function parseTimeZoneOption(text: string): string {
  const zone = parseTimeZone(text);
  if (zone) return zone;
  throw new CliError(
    'usage',
    `Reading --time-zone: "${text}" is not a time zone`,
    'Give a name such as Europe/Berlin, an offset such as +02:00, UTC, or local.',
  );
}
