/** What changed between two versions of a call, in sentences. */
import type { CallRow } from '../../model/call-row.ts';
import { compareVersions } from '../../reading/compare-versions.ts';
import type { CallAccount } from '../../reading/show-call.ts';
import { clipTexts } from './clip-texts.ts';

export interface ComparedCall {
  callId: string;
  /** Digits. */
  from: string;
  to: string;
  changes: string[];
  furtherChanges: number;
  /** Whether the figures of every session were compared, and not only what is said of the call and its people. */
  withSessions: boolean;
}

/** Both versions are held whole, with every figure of their sessions. */
const maxSessions = 500;
const maxChanges = 300;

/** Whether both versions are small enough for the figures of every session to be compared. */
export function haveFewSessions(before: CallRow, after: CallRow): boolean {
  return before.sessions + after.sessions <= maxSessions;
}

export function describeChanges(
  before: CallAccount,
  after: CallAccount,
  { withSessions }: Pick<ComparedCall, 'withSessions'>,
): ComparedCall {
  const changes = compareVersions(before, after);
  return {
    callId: after.callId,
    from: before.version,
    to: after.version,
    changes: clipTexts(changes.slice(0, maxChanges)),
    furtherChanges: Math.max(0, changes.length - maxChanges),
    withSessions,
  };
}
