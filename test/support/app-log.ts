/** The app's log while a test runs: its lines, and waiting for an event among them. */
import { type LoggedEvent, parseLogLine } from '../../local/parse-log-line.ts';
import { ceilingMs } from './eventually.ts';

export interface AppLog {
  onLine(line: string): void;
  lines: readonly string[];
  events(name?: string): LoggedEvent[];
  /** Resolves when `count` events that satisfy the condition have come; fails with the last lines of the log. */
  until(condition: (event: LoggedEvent) => boolean, count?: number): Promise<LoggedEvent[]>;
}

export function makeAppLog(): AppLog {
  const lines: string[] = [];
  const logged: LoggedEvent[] = [];
  const watchers = new Set<() => void>();
  return {
    lines,
    onLine(line) {
      lines.push(line);
      const event = parseLogLine(line);
      if (event) logged.push(event);
      for (const watcher of watchers) watcher();
    },
    events: (name) => logged.filter((event) => name === undefined || event.name === name),
    until(condition, count = 1) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = logged.filter(condition);
          if (found.length < count) return;
          watchers.delete(look);
          clearTimeout(timer);
          resolve(found);
        };
        const timer = setTimeout(() => {
          watchers.delete(look);
          const found = logged.filter(condition).length;
          reject(
            new Error(
              `${found} of ${count} events came that satisfy ${condition}\n${lines.slice(-20).join('\n')}`,
            ),
          );
        }, ceilingMs);
        watchers.add(look);
        look();
      });
    },
  };
}
