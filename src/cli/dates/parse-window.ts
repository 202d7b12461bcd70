/** The options `--from`, `--to` and `--time-zone` together: a window of time, or an error that says what to write. */
import { CliError } from '../errors/cli-error.ts';
import { parseTimeExpression, timeForm } from './time-expression.ts';
import { parseTimeZone } from './time-zone.ts';

export interface WindowOptions {
  from?: string;
  to?: string;
  timeZone?: string;
}

/** Calls that started in `[from, to)`; an open end is absent. */
export interface TimeWindow {
  from?: Date;
  to?: Date;
  zone: string;
}

/** `--to` with a date includes that day; with a time it ends there. */
export function parseWindow({ from, to, timeZone = 'UTC' }: WindowOptions, now: Date): TimeWindow {
  const zone = parseTimeZoneOption(timeZone);
  const read = (option: string, text: string) => {
    const span = parseTimeExpression(text, { now, zone });
    if (span) return span;
    throw new CliError('usage', `Reading ${option}: "${text}" is not a time`, `It must be ${timeForm}.`);
  };
  const start = from === undefined ? undefined : read('--from', from).start;
  const end = to === undefined ? undefined : read('--to', to).end;
  if (start && end && start >= end) {
    throw new CliError(
      'usage',
      `Reading the window: it begins ${start.toISOString()} and ends ${end.toISOString()}`,
      '--from must be before --to.',
    );
  }
  return { zone, ...(start && { from: start }), ...(end && { to: end }) };
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
