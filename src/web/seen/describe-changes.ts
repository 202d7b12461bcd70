/** What changed between two versions of a call, in sentences. */
import type { CallRow } from '../../model/call-row.ts';
import type { CallArchive } from '../../ports/call-archive.ts';
import { compareVersions } from '../../reading/compare-versions.ts';
import { showCall } from '../../reading/show-call.ts';
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

/** Throws IntegrityError or ShapeError when a record is damaged or missing. */
export async function describeChanges(
  archive: Pick<CallArchive, 'open'>,
  { before, after }: { before: CallRow; after: CallRow },
): Promise<ComparedCall> {
  const withSessions = before.sessions + after.sessions <= maxSessions;
  const choice = { sessions: withSessions };
  const old = await showCall(archive, before, choice);
  const changes = compareVersions(old, await showCall(archive, after, choice));
  return {
    callId: after.callId,
    from: before.version,
    to: after.version,
    changes: clipTexts(changes.slice(0, maxChanges)),
    furtherChanges: Math.max(0, changes.length - maxChanges),
    withSessions,
  };
}
