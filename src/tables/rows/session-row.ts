/** The row of `sessions`, but for what its streams say. */
import { valueIn } from '../../model/graph-value.ts';
import { sides } from '../../model/session-end.ts';
import type { Cell } from '../../model/table-schema.ts';
import type { JudgedSession } from '../../quality/judge-session.ts';
import { callTables } from '../schema/tables.ts';
import { indexOfColumn, makeCellLayout } from './cell-layout.ts';
import { setIdentity } from './identity-cells.ts';
import { readCell, readTime } from './read-cell.ts';
import { makeMemberReader, type Tally } from './read-members.ts';
import type { RowKey } from './stream-rows.ts';

const { columns } = callTables.sessions;

export const sessionLayout = makeCellLayout(callTables.sessions, [
  'call_id',
  'version',
  'part',
  'session_number',
  'duration_ms',
  'segments',
  'segment_failure_stages',
  'segment_failure_reasons',
  'good_streams',
  'poor_streams',
  'unclassified_streams',
]);
const readSession = makeMemberReader(columns, 'session', [...sides, 'segments']);
const ofEnds = { identity: true, associatedIdentity: true, 'feedback.tokens': true };
const readEnds = sides.map((side) => ({
  side,
  read: makeMemberReader(columns, side, Object.keys(ofEnds)),
  kindAt: indexOfColumn(columns, `${side}_kind`),
  tokensAt: indexOfColumn(columns, `${side}_feedback_tokens`),
}));

export function readSessionRow(
  key: RowKey,
  { session, ends, segments }: JudgedSession,
  sessionNumber: number,
  tally: Tally,
): Cell[] {
  const row = sessionLayout.empty();
  readSession(session, row, tally);
  for (const { side, read, kindAt, tokensAt } of readEnds) {
    const { end, endpoint } = ends[side];
    setIdentity(row, kindAt, end?.identity);
    read(endpoint, row, tally);
    row[tokensAt] = listTokens(valueIn(endpoint, 'feedback', 'tokens'));
  }
  sessionLayout.set(row, {
    ...key,
    session_number: sessionNumber,
    duration_ms: readSpan(session),
    segments: segments.length,
    ...readFailures(
      segments.map(({ segment }) => segment),
      tally,
    ),
  });
  return row;
}

/** Milliseconds from beginning to end; null where one is not known, or the end is before the beginning. */
export function readSpan(value: unknown): number | null {
  const from = readTime(valueIn(value, 'startDateTime'));
  const to = readTime(valueIn(value, 'endDateTime'));
  return typeof from === 'number' && typeof to === 'number' && to >= from ? to - from : null;
}

function readFailures(segments: readonly unknown[], tally: Tally) {
  const infos = segments
    .map((segment) => valueIn(segment, 'failureInfo') ?? null)
    .filter((info) => info !== null);
  const objects = infos.filter((info) => typeof info === 'object');
  tally.unmapped += infos.length - objects.length;
  const failures = objects.filter((info) => Object.values(info as object).some((value) => value !== null));
  const list = (name: string) =>
    failures.map((info) => (readCell.text(valueIn(info, name)) ?? null) as string | null);
  return { segment_failure_stages: list('stage'), segment_failure_reasons: list('reason') };
}

/** The complaints are members of an open object, `true` where they were ticked. */
function listTokens(tokens: unknown): Cell {
  if (typeof tokens !== 'object' || tokens === null) return null;
  return Object.entries(tokens).flatMap(([token, isTicked]) => (isTicked === true ? [token] : []));
}
