/** Values of a record that tell nothing of a person, whatever stands in them: what has another form is left out. */
import { isKnownTime, parseGraphTime } from '../../model/graph-time.ts';
import { parseDuration, textIn, valueIn } from '../../model/graph-value.ts';
import { parseGuid } from '../../model/guid.ts';
import { normalNumber } from '../../model/identity.ts';
import { isFailure } from '../../quality/failure-info.ts';

const wordForm = /^[A-Za-z][A-Za-z0-9]{0,39}$/;
const labelForm = /^[a-z]+(?:-[a-z]+){0,3}$/i;
const maxLabel = 40;
/** Graph's reasons are a line. */
const maxReason = 200;

/** A word of one of Graph's enums: `audio`, `midcall`. */
export function safeWord(value: unknown): string | undefined {
  return typeof value === 'string' && wordForm.test(value) ? value : undefined;
}

/** `main-audio`. */
export function safeLabel(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= maxLabel && labelForm.test(value) ? value : undefined;
}

export function safeTime(value: unknown): string | undefined {
  const time = parseGraphTime(value);
  return isKnownTime(time) ? time : undefined;
}

export function safeId(value: unknown): string | undefined {
  return typeof value === 'string' ? parseGuid(value) : undefined;
}

/** A number, a flag, a length of time or a word. */
export function safeMeasure(value: unknown): number | boolean | string | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && parseDuration(value) !== undefined ? value : safeWord(value);
}

/** Addresses of any kind, ids, and whatever has four digits in a row. */
const telling = /\S*(?:@|:\/\/|\d{4}|\d+\.\d+\.\d+|[\da-f]+[:-][\da-f]+[:-][\da-f]|\w\\\w|\w\.\w+\.\w)\S*/gi;

/** Graph's words on what failed, without anything in them that could name a person, a number or a machine. */
export function safeFailure(info: unknown): { stage: string; reason: string | null } | null {
  if (!isFailure(info)) return null;
  const reason = textIn(info, 'reason')?.slice(0, maxReason).toWellFormed().replace(telling, '…');
  return { stage: safeWord(valueIn(info, 'stage')) ?? 'unknown', reason: reason ?? null };
}

/**
 * A number without its last three digits: `+493012345***`. One that is no longer than that is hidden whole, and so is what
 * Graph may give beside a number.
 */
export function maskNumber(text: string): string {
  const number = normalNumber(text);
  return number.length > 4 ? `${number.slice(0, -3)}***` : '***';
}
