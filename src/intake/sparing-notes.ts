/**
 * Anybody may post to the webhook, and every event is telemetry that somebody pays for. What a sender without the secret
 * can cause is therefore noted one by one a few times a minute only; what follows in that minute is summed up in one event.
 */
import { type CallLater, makeCallLater } from '../concurrency/call-later.ts';
import type { EventName } from '../events.ts';
import { minuteMs } from '../model/durations.ts';
import type { EventFacts, NoteEvent } from '../ports/event-log.ts';

export interface SparingNotes {
  note: NoteEvent;
  /** Notes what is still held back, for the end of the process. */
  end(): void;
}

/** Of each event with the same reason. */
const maxSinglyAMinute = 10;
const refused: readonly EventName[] = [
  'intake.notification-dropped',
  'intake.lifecycle-ignored',
  'intake.body-refused',
];
const received: readonly EventName[] = ['intake.notifications-received', 'intake.lifecycle-received'];
/** Facts that are added up; the others tell one kind of event from another, and have few values each. */
const summedFacts: readonly string[] = ['items', 'calls', 'messages', 'count'];

interface Kind {
  name: EventName;
  singly: number;
  /** What was held back in this minute; `posts` counts the events. */
  held: EventFacts | undefined;
}

export function makeSparingNotes(note: NoteEvent, callLater: CallLater = makeCallLater()): SparingNotes {
  const kinds = new Map<string, Kind>();

  function beginKind(key: string, name: EventName): Kind {
    const kind: Kind = { name, singly: 0, held: undefined };
    kinds.set(key, kind);
    callLater(() => endMinute(key, kind), minuteMs);
    return kind;
  }

  /** While a flood goes on, a minute is one event; after a minute without one, all begins anew. */
  function endMinute(key: string, kind: Kind): void {
    if (!kind.held) {
      kinds.delete(key);
      return;
    }
    noteHeld(kind);
    callLater(() => endMinute(key, kind), minuteMs);
  }

  function noteHeld(kind: Kind): void {
    if (kind.held) note(kind.name, kind.held);
    kind.held = undefined;
  }

  return {
    note(name, facts = {}) {
      if (!canAnybodyCause(name, facts)) {
        note(name, facts);
        return;
      }
      const key = JSON.stringify([name, ...Object.entries(facts).filter(([fact]) => !isSummed(fact))]);
      const kind = kinds.get(key) ?? beginKind(key, name);
      if (kind.singly < maxSinglyAMinute) {
        kind.singly += 1;
        note(name, facts);
      } else kind.held = addUp(kind.held, facts);
    },
    end() {
      for (const kind of kinds.values()) noteHeld(kind);
    },
  };
}

function canAnybodyCause(name: EventName, { messages }: EventFacts): boolean {
  return refused.includes(name) || (received.includes(name) && messages === 0);
}

function addUp(held: EventFacts | undefined, facts: EventFacts): EventFacts {
  const sum: EventFacts = { ...facts, posts: Number(held?.['posts'] ?? 0) + 1 };
  for (const fact of summedFacts) {
    if (fact in facts) sum[fact] = Number(facts[fact]) + Number(held?.[fact] ?? 0);
  }
  return sum;
}

function isSummed(fact: string): boolean {
  return summedFacts.includes(fact);
}
