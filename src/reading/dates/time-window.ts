/** Two texts of a person become a window of time; what is wrong with them is a value, which each face says in its words. */
import { adviseOnTime, parseTimeExpression } from './time-expression.ts';

/** Calls that started in `[from, to)`; an open end is absent. */
export interface TimeWindow {
  from?: Date;
  to?: Date;
  /** IANA name. */
  zone: string;
}

export type WindowReading =
  | { outcome: 'window'; window: TimeWindow }
  /** `advice` says what to write instead. */
  | { outcome: 'not-a-time'; which: 'from' | 'to'; text: string; advice: string }
  | { outcome: 'empty'; from: Date; to: Date };

/** A `to` that is a date includes that day; one that is a time ends there. */
export function readTimeWindow(
  texts: { from?: string; to?: string },
  { now, zone }: { now: Date; zone: string },
): WindowReading {
  const window: TimeWindow = { zone };
  for (const which of ['from', 'to'] as const) {
    const text = texts[which];
    if (text === undefined) continue;
    const span = parseTimeExpression(text, { now, zone });
    if (!span) return { outcome: 'not-a-time', which, text, advice: adviseOnTime(text) };
    window[which] = which === 'from' ? span.start : span.end;
  }
  const { from, to } = window;
  return from && to && from >= to ? { outcome: 'empty', from, to } : { outcome: 'window', window };
}
