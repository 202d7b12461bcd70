/** Time zones by their IANA names, from the time zone data of the machine. */
import { dayMs } from '../../model/durations.ts';

/** A name such as `Europe/Berlin`, `UTC`, an offset such as `+02:00`, or `local`; `undefined` if it is not a time zone. */
export function parseTimeZone(text: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', text === 'local' ? {} : { timeZone: text }).resolvedOptions()
      .timeZone;
  } catch {
    return undefined;
  }
}

/** A date and time as a calendar and a wall clock show it. */
export interface WallTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

/** The wall time of the zone at a moment. */
export function wallTime(moment: Date, zone: string): WallTime {
  const shown = new Date(moment.getTime() + offsetMs(moment, zone));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    millisecond: shown.getUTCMilliseconds(),
  };
}

/**
 * The moment of a wall time in the zone. Of a time that occurs twice, the first is taken; one that the clocks skip is
 * moved forward by the length of the jump.
 */
export function momentOf(wall: WallTime, zone: string): Date {
  const asUtc = utcOf(wall);
  const before = offsetMs(new Date(asUtc - dayMs), zone);
  const after = offsetMs(new Date(asUtc + dayMs), zone);
  const candidates = [asUtc - Math.max(before, after), asUtc - Math.min(before, after)];
  const right = candidates.find((candidate) => candidate + offsetMs(new Date(candidate), zone) === asUtc);
  return new Date(right ?? asUtc - before);
}

/** By zone and second: a page shows the same few moments again and again, and each costs as much as a stream's verdict. */
const offsets = new Map<string, number>();
const maxOffsets = 2000;

/** The zone's offset from UTC at a moment, in whole seconds. */
function offsetMs(moment: Date, zone: string): number {
  if (zone === 'UTC') return 0;
  const wholeSecond = Math.floor(moment.getTime() / 1000) * 1000;
  const key = `${zone} ${wholeSecond}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= maxOffsets) offsets.clear();
  const found = findOffset(wholeSecond, zone);
  offsets.set(key, found);
  return found;
}

function findOffset(wholeSecond: number, zone: string): number {
  const parts = formatter(zone).formatToParts(wholeSecond);
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value);
  const shown = utcOf({
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
    second: read('second'),
    millisecond: 0,
  });
  return shown - wholeSecond;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}

function utcOf({ year, month, day, hour, minute, second, millisecond }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}
