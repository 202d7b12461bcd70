/**
 * Which rows of the PSTN and direct-routing reports belong to a call record. Microsoft gives them no common id (an id of
 * a row "can't be used to retrieve a callRecord"), so that user, numbers and time have to do: a rule with limits, and so
 * it says how sure it is.
 */
import type { CallLogRow } from './call-log-row.ts';
import { minuteMs } from './durations.ts';
import { normalNumber } from './identity.ts';

export interface CallToMatch {
  /** Lower case. */
  callId: string;
  startedAt: Date;
  endedAt: Date | undefined;
  /** Who took part, by the keys of the index: `id:…`, `phone:+…`. */
  keys: readonly string[];
}

/** `call`: with its times as the record has them. `keys`: of those who took part. */
export function makeCallToMatch(
  { callId, startedAt, endedAt }: { callId: string; startedAt: string; endedAt: string | undefined },
  keys: readonly string[],
): CallToMatch {
  return {
    callId,
    startedAt: new Date(startedAt),
    endedAt: endedAt === undefined ? undefined : new Date(endedAt),
    keys,
  };
}

/**
 * `certain`: the row names the call's id. `likely`: the same user at the same time, and the same number, or the same
 * start and no other number. `possible`: the same user at the same time, or, where the row names no user of the call, the same number.
 */
export type Certainty = 'certain' | 'likely' | 'possible';

export interface RowMatch {
  row: CallLogRow;
  certainty: Certainty;
  /** What is the same. */
  because: ('id' | 'user' | 'number' | 'start' | 'time')[];
}

const order: Certainty[] = ['certain', 'likely', 'possible'];

/** The clocks of a call record and of a gateway differ, and a record may begin when its first user is rung. */
const marginMs = 2 * minuteMs;
/** Two starts that lie this close are the same. */
const sameStartMs = minuteMs;
/** A number of which Graph shows fewer digits proves nothing. */
const minDigits = 5;

/** The best first; of equals the earlier. */
export function matchCallLog(call: CallToMatch, rows: readonly CallLogRow[]): RowMatch[] {
  return rows.flatMap((row) => matchRow(call, row) ?? []).sort(bestFirst);
}

/** Puts the surer match first; of equals the earlier. */
export function bestFirst(a: RowMatch, b: RowMatch): number {
  const surer = order.indexOf(a.certainty) - order.indexOf(b.certainty);
  return surer || a.row.startedAt.getTime() - b.row.startedAt.getTime();
}

function matchRow(call: CallToMatch, row: CallLogRow): RowMatch | undefined {
  if (row.callIds.includes(call.callId)) return { row, certainty: 'certain', because: ['id'] };
  const endedAt = call.endedAt ?? call.startedAt;
  const isSameTime =
    row.startedAt.getTime() <= endedAt.getTime() + marginMs &&
    row.endedAt.getTime() >= call.startedAt.getTime() - marginMs;
  if (!isSameTime) return undefined;

  const isSameUser = row.userId !== undefined && call.keys.includes(`id:${row.userId}`);
  const numbers = call.keys
    .filter((key) => key.startsWith('phone:'))
    .map((key) => key.slice('phone:'.length));
  const isSameNumber = numbers.some((number) => hasNumber(row, number));
  const isSameStart = Math.abs(row.startedAt.getTime() - call.startedAt.getTime()) <= sameStartMs;
  if (isSameUser && isSameNumber) return { row, certainty: 'likely', because: ['user', 'number', 'time'] };
  if (isSameUser && isSameStart && !contradicts(row, numbers))
    return { row, certainty: 'likely', because: ['user', 'start'] };
  if (isSameUser) return { row, certainty: 'possible', because: ['user', 'time'] };
  return isSameNumber ? { row, certainty: 'possible', because: ['number', 'time'] } : undefined;
}

/** Whether the call and the row both have numbers, and none of one can be one of the other. */
function contradicts(row: CallLogRow, numbers: readonly string[]): boolean {
  const fits = numbers.some((one) => row.numbers.some((other) => isCompatible(one, other)));
  return numbers.length > 0 && row.numbers.length > 0 && !fits;
}

/** Whether the row may have this number: a digit that Graph hides, here or there, may be any. */
export function hasNumber({ numbers }: CallLogRow, number: string): boolean {
  const wanted = normalNumber(number);
  return numbers.some((one) => isSameNumber(one, wanted));
}

function isSameNumber(one: string, other: string): boolean {
  const isProof = [...one].filter((digit, i) => digit === other[i] && /\d/.test(digit)).length >= minDigits;
  return isProof && isCompatible(one, other);
}

function isCompatible(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  return [...one].every((digit, i) => digit === other[i] || digit === '*' || other[i] === '*');
}
