/** Access to parsed JSON from Graph, where anything may be missing or of another type, which reads as absent. */

import { isKnownTime } from '../model/graph-time.ts';

export function valueIn(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

export function textIn(value: unknown, ...path: string[]): string | undefined {
  const found = valueIn(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** A time, unless Graph does not know it. */
export function timeIn(value: unknown, name: string): string | undefined {
  const text = textIn(value, name);
  return isKnownTime(text) ? text : undefined;
}

export function numberIn(value: unknown, ...path: string[]): number | undefined {
  const found = valueIn(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

export function listIn(value: unknown, ...path: string[]): unknown[] {
  const found = valueIn(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A text, unless it is the `unknown` of Graph's enums. */
export function wordIn(value: unknown, ...path: string[]): string | undefined {
  const word = textIn(value, ...path);
  return word === 'unknown' || word === 'unknownFutureValue' ? undefined : word;
}

const durationForm = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/;

/** Milliseconds of an ISO 8601 duration (`PT0.016S`). */
export function durationIn(value: unknown, name: string): number | undefined {
  const match = durationForm.exec(textIn(value, name) ?? '');
  if (!match) return undefined;
  const [hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
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
