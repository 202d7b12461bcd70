/** Access to parsed JSON from Graph, where anything may be missing or of another type, which reads as absent. */

import { minuteMs } from './durations.ts';
import { knownTimeMs } from './graph-time.ts';

/** A member, or a member of that. */
export function valueIn(value: unknown, name: string, inner?: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = (value as Record<string, unknown>)[name];
  return inner === undefined ? found : valueIn(found, inner);
}

export function textIn(value: unknown, name: string, inner?: string): string | undefined {
  const found = valueIn(value, name, inner);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** A time, unless Graph does not know it, or it is none. */
export function timeIn(value: unknown, name: string): string | undefined {
  const text = textIn(value, name);
  return knownTimeMs(text) === undefined ? undefined : text;
}

/** A number that is one: `1e999` is not. */
export function numberIn(value: unknown, name: string, inner?: string): number | undefined {
  const found = valueIn(value, name, inner);
  return Number.isFinite(found) ? (found as number) : undefined;
}

export function listIn(value: unknown, name: string, inner?: string): unknown[] {
  const found = valueIn(value, name, inner);
  return Array.isArray(found) ? found : [];
}

/** A text, unless it is the `unknown` of Graph's enums. */
export function wordIn(value: unknown, name: string, inner?: string): string | undefined {
  const word = textIn(value, name, inner);
  return word === 'unknown' || word === 'unknownFutureValue' ? undefined : word;
}

const durationForm = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration (`PT0.016S`). A negative one is no length of time, and reads as absent. */
export function parseDuration(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const usual = parsePartOfSecond(text);
  if (usual !== undefined) return usual;
  const match = durationForm.exec(text);
  if (!match) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  // The decimal point is moved in the text: 1000 times the number would be off by its last binary digit.
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * minuteMs + Number(`${seconds}e3`);
}

const partOfSecond = 'PT0.';

/** `PT0.016S`, as nearly all measures are, for a fraction of the cost of the general form. */
function parsePartOfSecond(text: string): number | undefined {
  const places = text.length - partOfSecond.length - 1;
  // So many digits are exact as a number, and so is the power of ten.
  if (places < 1 || places > 15 || !text.startsWith(partOfSecond) || !text.endsWith('S')) return undefined;
  let digits = 0;
  for (let i = partOfSecond.length; i < text.length - 1; i += 1) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    digits = digits * 10 + digit;
  }
  return places > 3 ? digits / 10 ** (places - 3) : digits * 10 ** (3 - places);
}

export function durationIn(value: unknown, name: string): number | undefined {
  return parseDuration(valueIn(value, name));
}

/** `2 h 5 min`, `3 min 20 s`, `16 ms`: at most two units. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min${seconds % 60 ? ` ${seconds % 60} s` : ''}`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ''}`;
}
