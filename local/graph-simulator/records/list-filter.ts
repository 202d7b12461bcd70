/**
 * The `$filter` that List call records understands: comparisons of startDateTime, and one participant.
 * https://learn.microsoft.com/graph/api/callrecords-cloudcommunications-list-callrecords
 */
import { itemSource, type SimulatedRecord } from './simulated-record.ts';

export type RecordTest = (record: SimulatedRecord) => boolean;

export interface ListFilter {
  readonly test: RecordTest;
  /** Lower bound of startDateTime, when there is one. */
  readonly fromMs: number | undefined;
}

const comparisons: Record<string, (a: number, b: number) => boolean> = {
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
};

/** Undefined when the filter is not one that Graph supports. */
export function parseListFilter(text: string): ListFilter | undefined {
  const tests: RecordTest[] = [];
  let fromMs: number | undefined;
  const clauses = text.trim() === '' ? [] : text.trim().split(/\s+and\s+/i);
  for (const clause of clauses) {
    const bound = parseBound(clause);
    const test = bound?.test ?? parseParticipant(clause);
    if (test === undefined) return undefined;
    tests.push(test);
    if (bound?.isLower) fromMs = Math.max(fromMs ?? bound.atMs, bound.atMs);
  }
  return { test: (record) => tests.every((test) => test(record)), fromMs };
}

function parseBound(clause: string): { test: RecordTest; atMs: number; isLower: boolean } | undefined {
  const [, operator = '', value = ''] = /^startDateTime\s+(lt|le|gt|ge)\s+(\S+)$/.exec(clause) ?? [];
  const compare = comparisons[operator];
  // An unquoted Edm.DateTimeOffset with its zone; a `+` that was not encoded has become a space by now.
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,12})?)?(Z|[+-]\d\d:\d\d)$/.test(value)) return undefined;
  const atMs = Date.parse(value);
  if (compare === undefined || Number.isNaN(atMs)) return undefined;
  return {
    test: (record) => compare(Date.parse(record.startDateTime), atMs),
    atMs,
    isLower: operator.startsWith('g'),
  };
}

function parseParticipant(clause: string): RecordTest | undefined {
  const [, variable, used, literal] =
    /^participants_v2\/any\(\s*(\w+)\s*:\s*(\w+)\/id\s+eq\s+'((?:[^']|'')*)'\s*\)$/.exec(clause) ?? [];
  if (literal === undefined || variable !== used) return undefined;
  // A quote inside an OData string is written twice.
  const id = literal.replaceAll("''", "'");
  return (record) => hasParticipant(record, id);
}

export function hasParticipant(record: SimulatedRecord, id: string): boolean {
  const participants = itemSource(record.participants);
  for (let index = 0; index < participants.count; index += 1) {
    const participant: unknown = JSON.parse(participants.at(index));
    if (typeof participant === 'object' && participant !== null && 'id' in participant) {
      if (String(participant.id).toLowerCase() === id.toLowerCase()) return true;
    }
  }
  return false;
}
