/** In-memory twin of the event log. */
import type { EventName } from '../../src/events.ts';
import type { EventFacts, NoteEvent } from '../../src/ports/event-log.ts';

export interface MemoryEventLog {
  note: NoteEvent;
  notes: { name: EventName; facts: EventFacts }[];
}

export function makeMemoryEventLog(): MemoryEventLog {
  const notes: MemoryEventLog['notes'] = [];
  return { notes, note: (name, facts = {}) => notes.push({ name, facts }) };
}
