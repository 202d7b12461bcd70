/** Counts the items of a batch that were left out, by reason, so that a flood of them is a few log lines. */
import type { EventName } from '../events.ts';
import type { NoteEvent } from '../ports/event-log.ts';

export interface DropCount<Reason extends string> {
  drop(reason: Reason): void;
  /** Notes one event for each reason that occurred. */
  noteAs(name: EventName): void;
  /** The reasons that occurred, the first one first. */
  reasons(): Reason[];
}

export function makeDropCount<Reason extends string>(note: NoteEvent): DropCount<Reason> {
  const counts = new Map<Reason, number>();
  return {
    drop: (reason) => counts.set(reason, (counts.get(reason) ?? 0) + 1),
    noteAs: (name) => {
      for (const [reason, count] of counts) note(name, { reason, count });
    },
    reasons: () => [...counts.keys()],
  };
}
