/**
 * Timer schedules as Azure Functions reads them (NCRONTAB: six fields from seconds to day of week, or five from
 * minutes), always in UTC. NCrontab's own dialect is spelled out into plain lists here; croner finds the times.
 * https://github.com/atifaziz/NCrontab/wiki/Crontab-Expression
 */
import { Cron } from 'croner';
import { HostStartError } from './host-start-error.ts';

export interface Schedule {
  /** The first occurrence after `after`; `undefined` when there is none, as for 30 February. */
  next(after: Date): Date | undefined;
}

interface Field {
  name: string;
  min: number;
  max: number;
  names?: readonly string[];
}

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july'].concat([
  'august',
  'september',
  'october',
  'november',
  'december',
]);
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const fields: readonly Field[] = [
  { name: 'second', min: 0, max: 59 },
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: months },
  { name: 'day of week', min: 0, max: 6, names: days },
];

export function makeSchedule(expression: string): Schedule {
  const pattern = spellOut(expression);
  // Day and day of week must both match, unlike in classic cron.
  const cron = new Cron(pattern, { mode: '6-part', timezone: 'UTC', domAndDow: true });
  return { next: (after) => cron.nextRun(after) ?? undefined };
}

/** The same schedule with six fields of plain comma lists. Throws a HostStartError that says what is wrong. */
export function spellOut(expression: string): string {
  const texts = expression.trim().split(/\s+/);
  if (texts.length === 5) texts.unshift('0');
  if (texts.length !== 6) throw scheduleError(expression, 'it must have six fields, or five without seconds');
  return fields
    .map((field, index) => {
      const values = new Set(
        (texts[index] ?? '').split(',').flatMap((item) => parseItem(item, field, expression)),
      );
      return [...values].sort((a, b) => a - b).join(',');
    })
    .join(' ');
}

function parseItem(item: string, field: Field, expression: string): number[] {
  const [, range, step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  if (!range) throw scheduleError(expression, `"${item}" is not valid as ${field.name}`);
  const [first, last] = parseRange(range, step !== undefined, field, expression);
  const every = Math.max(1, Number(step ?? 1));
  const values: number[] = [];
  for (let value = first; value <= last; value += every) values.push(value);
  return values;
}

function parseRange(range: string, hasStep: boolean, field: Field, expression: string): [number, number] {
  if (range === '*') return [field.min, field.max];
  const [from = '', to, ...more] = range.split('-');
  if (more.length > 0) throw scheduleError(expression, `"${range}" is not valid as ${field.name}`);
  const first = parseValue(from, field, expression);
  if (to === undefined) return [first, hasStep ? field.max : first];
  const last = parseValue(to, field, expression);
  return first <= last ? [first, last] : [last, first];
}

function parseValue(text: string, field: Field, expression: string): number {
  const named = field.names?.findIndex((name) => text !== '' && name.startsWith(text.toLowerCase())) ?? -1;
  const value = named >= 0 ? named + field.min : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= field.min && value <= field.max) return value;
  throw scheduleError(expression, `"${text}" is not valid as ${field.name} (${field.min} to ${field.max})`);
}

function scheduleError(expression: string, why: string): HostStartError {
  return new HostStartError(`Schedule "${expression}" is not an NCRONTAB expression: ${why}`);
}
