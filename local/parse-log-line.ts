/** Reads the app's events out of the host's log: `{time} {level} [{function}] {event} {facts as JSON}`. */
export interface LoggedEvent {
  name: string;
  facts: Record<string, unknown>;
}

/** `undefined` for a line that is not an event of the app. */
export function parseLogLine(line: string): LoggedEvent | undefined {
  const [, name, json] = /\] ([a-z]+\.[a-z-]+) (\{.*\})$/.exec(line) ?? [];
  return name && json ? { name, facts: JSON.parse(json) } : undefined;
}
