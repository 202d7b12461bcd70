/** Events as log lines, and as telemetry where that is switched on. */
import { type EventName, events } from '../../events.ts';
import type { WriteLine } from '../../ports/app-host.ts';
import type { EventFacts, NoteEvent } from '../../ports/event-log.ts';

/** Sends an event to telemetry. Never throws, never waits. */
export type TrackEvent = (name: EventName, facts: EventFacts) => void;

export function makeEventLog(writeLine: WriteLine, track: TrackEvent | undefined): NoteEvent {
  return (name, facts = {}) => {
    const [level] = events[name];
    writeLine(level, `${name} ${JSON.stringify(facts)}`);
    track?.(name, facts);
  };
}
