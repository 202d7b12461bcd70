/** NCRONTAB with six fields, as timer triggers take it: second, minute, hour, day, month, day of the week; in UTC. */
import { dayMs } from '../model/durations.ts';

interface Field {
  least: number;
  most: number;
  names?: string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const fields: Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: months },
  { least: 0, most: 6, names: weekdays },
];
/** 29 February on a given day of the week comes after 40 years at the latest. */
const mostDays = 40 * 366;

/** Whether the text is a schedule that the Functions host accepts. */
export function isSchedule(text: string): boolean {
  return readFields(text) !== undefined;
}

/** The first time of the schedule after another time; `undefined` when there is none, as for 30 February. */
export function nextOccurrence(schedule: string, after: Date): Date | undefined {
  const [seconds = [], minutes = [], hours = [], ...dates] = readFields(schedule) ?? [];
  const least = Math.floor(after.getTime() / 1000) * 1000 + 1000;
  const firstDay = Math.floor(least / dayMs) * dayMs;
  for (let day = firstDay; day < firstDay + mostDays * dayMs; day += dayMs) {
    if (!isOnDate(new Date(day), dates)) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        for (const second of seconds) {
          const time = day + ((hour * 60 + minute) * 60 + second) * 1000;
          if (time >= least) return new Date(time);
        }
      }
    }
  }
  return undefined;
}

/** Day and day of the week must both fit, unlike in classic cron. */
function isOnDate(date: Date, [days, monthsOfYear, daysOfWeek]: number[][]): boolean {
  return Boolean(
    days?.includes(date.getUTCDate()) &&
      monthsOfYear?.includes(date.getUTCMonth() + 1) &&
      daysOfWeek?.includes(date.getUTCDay()),
  );
}

/** The values of each field, in order. */
function readFields(text: string): number[][] | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== fields.length) return undefined;
  const values = fields.map((field, i) => readField(parts[i] ?? '', field));
  return values.every((some) => some !== undefined) ? values : undefined;
}

/** `*`, `5`, `1-5`, each with `/2`, and lists of them with commas. */
function readField(text: string, field: Field): number[] | undefined {
  const items = text.split(',').map((item) => readItem(item, field));
  if (!items.every((some) => some !== undefined)) return undefined;
  return [...new Set(items.flat())].sort((a, b) => a - b);
}

function readItem(item: string, field: Field): number[] | undefined {
  const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  const every = Number(step ?? 1);
  const ends = range === '*' ? [field.least, field.most] : readEnds(range, step !== undefined, field);
  const [first, last] = ends;
  if (first === undefined || last === undefined || first > last || every < 1) return undefined;
  const values: number[] = [];
  for (let value = first; value <= last; value += every) values.push(value);
  return values;
}

/** `5/15` begins at 5 and goes on to the field's end. */
function readEnds(range: string, hasStep: boolean, field: Field): (number | undefined)[] {
  const [first, last, ...more] = range.split('-').map((end) => readValue(end, field));
  if (more.length > 0) return [];
  return range.includes('-') ? [first, last] : [first, hasStep ? field.most : first];
}

function readValue(text: string, { least, most, names = [] }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  const value = named >= 0 ? named + least : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}
