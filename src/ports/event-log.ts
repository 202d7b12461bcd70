/** Where events go: log lines, and telemetry where it is switched on. */
import type { EventName } from '../events.ts';

/** Ids, counts, codes and durations. No secret and no personal datum. */
export type EventFacts = Record<string, string | number | boolean | undefined>;

/** Notes that something happened. Never throws, never waits. */
export type NoteEvent = (name: EventName, facts?: EventFacts) => void;
