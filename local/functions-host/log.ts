/** The host's log: one line an event to stdout, stacks to stderr. */
export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

/** `scope` is the function's name, or `host`. An `error` adds its stack on stderr. */
export type HostLog = (level: LogLevel, scope: string, text: string, error?: unknown) => void;

const hiddenLevels: ReadonlySet<LogLevel> = new Set(['trace', 'debug', 'none']);

export function writeLog(level: LogLevel, scope: string, text: string, error?: unknown): void {
  if (hiddenLevels.has(level)) return;
  process.stdout.write(`${formatLogLine(new Date(), level, scope, text)}\n`);
  if (error !== undefined) process.stderr.write(`[${scope}] ${formatStack(error)}\n`);
}

export function formatLogLine(at: Date, level: LogLevel, scope: string, text: string): string {
  return `${at.toISOString()} ${level} [${scope}] ${text.replace(/\r?\n/g, '\\n')}`;
}

function formatStack(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
