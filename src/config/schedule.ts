/** NCRONTAB with six fields, as timer triggers take it: second, minute, hour, day, month, day of the week; in UTC. */
import { dayMs } from '../model/durations.ts';

interface Field {
  min: number;
  max: number;
  names?: string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const fields: Field[] = [
  { min: 0, max: 59 },
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: months },
  { min: 0, max: 6, names: weekdays },
];
/** 29 February on a given day of the week comes after 40 years at the latest. */
const maxDays = 40 * 366;

/** Whether the text is a schedule that the Functions host accepts. */
export function isSchedule(text: string): boolean {
  return parseFields(text) !== undefined;
}

/** The first time of the schedule after another time; `undefined` when there is none, as for 30 February. */
export function nextOccurrence(schedule: string, after: Date): Date | undefined {
  const [seconds = [], minutes = [], hours = [], ...dates] = parseFields(schedule) ?? [];
  const earliest = Math.floor(after.getTime() / 1000) * 1000 + 1000;
  const firstDay = Math.floor(earliest / dayMs) * dayMs;
  for (let day = firstDay; day < firstDay + maxDays * dayMs; day += dayMs) {
    if (!isOnDate(new Date(day), dates)) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        for (const second of seconds) {
          const time = day + ((hour * 60 + minute) * 60 + second) * 1000;
          if (time >= earliest) return new Date(time);
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
function parseFields(text: string): number[][] | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== fields.length) return undefined;
  const values = fields.map((field, i) => parseField(parts[i] ?? '', field));
  return values.every((some) => some !== undefined) ? values : undefined;
}

/** `*`, `5`, `1-5`, each with `/2`, and lists of them with commas. */
function parseField(text: string, field: Field): number[] | undefined {
  const items = text.split(',').map((item) => parseItem(item, field));
  if (!items.every((some) => some !== undefined)) return undefined;
  return [...new Set(items.flat())].sort((a, b) => a - b);
}

function parseItem(item: string, field: Field): number[] | undefined {
  const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  const every = Number(step ?? 1);
  const ends = range === '*' ? [field.min, field.max] : parseEnds(range, step !== undefined, field);
  const [first, last] = ends;
  if (first === undefined || last === undefined || first > last || every < 1) return undefined;
  const values: number[] = [];
  for (let value = first; value <= last; value += every) values.push(value);
  return values;
}

/** `5/15` begins at 5 and continues to the field's end. */
function parseEnds(range: string, hasStep: boolean, field: Field): (number | undefined)[] {
  const [first, last, ...more] = range.split('-').map((end) => parseValue(end, field));
  if (more.length > 0) return [];
  return range.includes('-') ? [first, last] : [first, hasStep ? field.max : first];
}

function parseValue(text: string, { min, max, names = [] }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  const value = named >= 0 ? named + min : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}
