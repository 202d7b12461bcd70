/** Whether the days of the archive are sealed in time, and what the seals say of them. */
import { formatDayRanges } from '../../model/day-ranges.ts';
import { dayMs, hourMs } from '../../model/durations.ts';
import type { SealingState } from '../../state/sealing-state.ts';
import { type Finding, fine } from '../check.ts';

/** A daily run, and two hours for it. */
const maxPauseMs = 26 * hourMs;
/** `verify` takes a seal without its stamp for broken after this time. */
const maxUnstampedMs = 2 * dayMs;

export interface SealClock {
  now: Date;
  /** When the app was seen first: before its first run is due, nothing is late. */
  since: Date;
}

export function judgeSealing(state: SealingState | undefined, { now, since }: SealClock): Finding {
  const overdue = state?.overdue ?? [];
  const facts = {
    sequence: state?.sequence,
    sealedAt: state?.sealedAt?.toISOString(),
    sealsFrom: state?.sealsFrom,
    overdueDays: formatDayRanges(overdue) || undefined,
    missing: state?.missing,
    missingDays: formatDayRanges(state?.missingDays ?? []) || undefined,
    problem: state?.failure?.message,
    failedAt: state?.failure?.at?.toISOString(),
  };
  if (now.getTime() - (state?.sealedAt ?? since).getTime() > maxPauseMs) {
    return {
      state: 'fail',
      facts,
      advice:
        'Nothing was sealed for 26 hours, not even an empty seal: what changes in the archive now goes unseen. See whether ' +
        'the timer "seal-schedule" and the function "work" run, and the events sealing.…. To seal now: POST /api/seal, or ' +
        'call-archive seal',
    };
  }
  const [first] = overdue;
  if (first) {
    return {
      state: 'fail',
      facts,
      advice:
        'Days that the archive claims were not sealed in time; verify ends with exit code 6 for them. Each run tries them ' +
        `again; to seal the first of them now: call-archive seal --from ${first.from} --to ${first.to}`,
    };
  }
  if (state?.failure) {
    const advice =
      'The last run of sealing failed; the next one goes on from the newest seal. See the event sealing.failed.';
    return { state: 'warn', facts, advice };
  }
  return fine(facts);
}

export function judgeSealChain(state: SealingState | undefined): Finding {
  const facts = { sequence: state?.sequence, sha256: state?.sha256, problem: state?.chainProblem };
  if (!state?.chainProblem) return fine(facts);
  return {
    state: 'fail',
    facts,
    advice:
      'The seals do not lead back to the first one, as the facts say: one was removed, altered or put in between. Sealing goes ' +
      'on behind it, and verify ends with exit code 5. The sequence and SHA-256 of each seal are in the events sealing.sealed, outside of the storage ' +
      'account. To see all of it: call-archive verify --quick. What was deleted or overwritten can be restored from the ' +
      'earlier versions in call-proof for as long as soft delete keeps them.',
  };
}

export function judgeSealedChanges(state: SealingState | undefined): Finding {
  const unexplained = state?.unexplained ?? 0;
  const [first] = state?.unexplainedDays ?? [];
  const facts = { unexplained, days: formatDayRanges(state?.unexplainedDays ?? []) || undefined };
  if (unexplained === 0 || !first) return fine(facts);
  return {
    state: 'fail',
    facts,
    advice:
      'Files of sealed days were altered, removed or added, and nobody has said why. To see which: call-archive verify ' +
      `--from ${first.from} --to ${first.to} . Those that were not meant to change can be restored from their earlier ` +
      `versions; then seal the days again: call-archive seal --from ${first.from} --to ${first.to} . Was it an erasure, or ` +
      'a deletion at the end of retention? Right after one, seal its day with the reason: --because erasure, or retention.',
  };
}

export function judgeSealStamps(state: SealingState | undefined, now: Date): Finding {
  const { unstamped = [], unstampedSince } = state ?? {};
  const facts = { unstamped: unstamped.length, since: unstampedSince?.toISOString() };
  if (unstamped.length === 0 || !unstampedSince) return fine(facts);
  const isTooLong = now.getTime() - unstampedSince.getTime() > maxUnstampedMs;
  return {
    state: isTooLong ? 'fail' : 'warn',
    facts,
    advice:
      'Seals have no time stamp, and each run asks for it again; after 48 hours verify takes them for broken. What the ' +
      'authority of SEAL_TIMESTAMP_URL answers is in the events sealing.…, and call-archive doctor asks it now.',
  };
}
