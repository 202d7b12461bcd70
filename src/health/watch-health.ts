/** Makes the checks by the timer and leaves their verdict for /api/health, which may be answered elsewhere. */
import type { NoteEvent } from '../ports/event-log.ts';
import { type CheckTools, makeArchiveChecks } from './archive-checks.ts';
import { runChecks, statusOf } from './check.ts';
import { readSince, writeVerdict } from './verdict.ts';

export interface WatchTools extends CheckTools {
  note: NoteEvent;
  now(): Date;
}

/** Throws when the verdict cannot be written: then the older one ends by itself. */
export function makeWatchHealth(tools: WatchTools): () => Promise<void> {
  const { state, note, timetable } = tools;
  return async () => {
    const now = tools.now();
    const since = await readSince(state, now);
    const checks = await runChecks(makeArchiveChecks(tools, { since, now, firstLookDueBy: now }), now);
    for (const check of checks) {
      if (check.state === 'ok') continue;
      const name = check.state === 'fail' ? 'health.check-failed' : 'health.check-warned';
      note(name, { ...check.facts, check: check.name, advice: check.advice });
    }
    const failed = checks.filter((check) => check.state === 'fail').length;
    const countOf = (check: string, fact: string) => checks.find(({ name }) => name === check)?.facts[fact];
    note('health.checked', {
      status: statusOf(checks),
      checks: checks.length,
      failed,
      pending: countOf('pending-records', 'pending'),
      refused: countOf('pending-records', 'refused'),
      poison_messages: countOf('poison-queue', 'messages'),
    });
    await writeVerdict(checks, { checkedAt: now, dueBy: timetable.watchDueBy(now), since }, state);
  };
}
