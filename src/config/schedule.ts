/** NCRONTAB with six fields, as timer triggers take it: second, minute, hour, day, month, day of the week. */

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

/** Whether the text is a schedule that the Functions host accepts. */
export function isSchedule(text: string): boolean {
  const parts = text.trim().split(/\s+/);
  return parts.length === fields.length && fields.every((field, i) => isField(parts[i] ?? '', field));
}

/** `*`, `5`, `1-5`, each with `/2`, and lists of them with commas. */
function isField(text: string, field: Field): boolean {
  return text.split(',').every((item) => {
    const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
    if (step !== undefined && Number(step) < 1) return false;
    if (range === '*') return true;
    const ends = range.split('-').map((end) => readValue(end, field));
    const [first, last] = ends.length === 1 ? [ends[0], ends[0]] : ends;
    return ends.length <= 2 && first !== undefined && last !== undefined && first <= last;
  });
}

function readValue(text: string, { least, most, names = [] }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  const value = named >= 0 ? named + least : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}
