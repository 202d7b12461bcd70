/** The app's events as they come, line by line of its log, and waiting for some of them. */
import { type LoggedEvent, parseLogLine } from './parse-log-line.ts';

export interface LoggedEvents {
  readLogLine(line: string): void;
  readonly events: readonly LoggedEvent[];
  /** Resolves when this many events satisfy the condition; throws when they do not come in time. */
  untilEvent(condition: (event: LoggedEvent) => boolean, count?: number, withinMs?: number): Promise<void>;
}

/** A lease of a killed app ends after a minute; listing 30 days takes as long. */
const eventMs = 240_000;

export function makeLoggedEvents(): LoggedEvents {
  const events: LoggedEvent[] = [];
  const watchers = new Set<() => void>();
  return {
    events,
    readLogLine(line) {
      const event = parseLogLine(line);
      if (!event) return;
      events.push(event);
      for (const watcher of watchers) watcher();
    },
    untilEvent: (condition, count = 1, withinMs = eventMs) =>
      new Promise<void>((resolve, reject) => {
        const end = (act: () => void) => {
          watchers.delete(look);
          clearTimeout(timer);
          act();
        };
        const look = () => {
          if (events.filter(condition).length >= count) end(resolve);
        };
        const timer = setTimeout(() => end(() => reject(new Error(`No event in ${withinMs} ms`))), withinMs);
        watchers.add(look);
        look();
      }),
  };
}
