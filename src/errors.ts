/**
 * The faults that somebody catches. Expected results are values; what is thrown is one of these, or unforeseen.
 * Messages name ids, codes and counts only: they end in logs, where no secret and no personal datum belongs.
 */

export const graphMeanings = ['not-found', 'throttled', 'unavailable', 'denied', 'refused'] as const;

/** What an answer of Graph means for the one who asked (design §6). */
export type GraphMeaning = (typeof graphMeanings)[number];

/** Stands in place of Graph's code where Graph could not be asked without a token … */
export const noTokenCode = 'NoToken';
/** … because the token is of another tenant than the one that is archived. */
export const wrongTenantCode = 'WrongTenant';
/** … and where Graph's pages do not come to an end. */
export const endlessPagesCode = 'EndlessPages';

/** One or more settings are missing or wrong; nothing was started. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  /** Every problem at once, each with the setting's name and what to do. */
  readonly problems: readonly string[];

  /**
   * `commands` correct them. The message is one line: Azure logs each line of stderr as a trace of its own, and whoever
   * finds this one must have all problems.
   */
  constructor(problems: readonly string[], commands: readonly string[] = []) {
    const listed = problems.map((problem, i) => `(${i + 1}) ${problem}`);
    const correction = commands.length > 0 ? `. To correct it in Azure: ${commands.join(' ; ')}` : '';
    super(`The configuration has ${problems.length} problem(s): ${listed.join('; ')}${correction}`);
    this.problems = problems;
  }
}

/** Something that came in does not have the form it must have. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** Something in the archive is not what it must be: damaged, or other than its hash says. */
export class IntegrityError extends Error {
  override readonly name = 'IntegrityError';
}

/** Where a file or a folder is expected there is a symbolic link, and nothing in it says where it may lead. */
export class LinkError extends IntegrityError {}

export interface GraphErrorDetails {
  meaning: GraphMeaning;
  /** HTTP status; absent when no answer came. */
  status?: number | undefined;
  /** Graph's own error code, such as `ExtensionError`. */
  graphCode?: string | undefined;
  /** Graph's own words. They may hold personal data: for evidence and decisions, never for a log line. */
  graphMessage?: string | undefined;
  /** Graph's `request-id`, for Microsoft's support. */
  requestId?: string | undefined;
  /** How long Graph asked to wait, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** What Graph sent, when it is worth keeping as evidence. */
  body?: Uint8Array | undefined;
  cause?: unknown;
}

/** Graph did not give what was asked for. `meaning` decides what happens next; it is set once, where this is thrown. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly meaning: GraphMeaning;
  readonly status: number | undefined;
  readonly graphCode: string | undefined;
  readonly graphMessage: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly body: Uint8Array | undefined;

  constructor(message: string, details: GraphErrorDetails) {
    super(message, { cause: details.cause });
    this.meaning = details.meaning;
    this.status = details.status;
    this.graphCode = details.graphCode;
    this.graphMessage = details.graphMessage;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
    this.body = details.body;
  }
}

/** Whether reading a record threw this for the record's sake: it is damaged, missing, no JSON, or no call record. */
export function isRecordFault(error: unknown): boolean {
  if (error instanceof IntegrityError || error instanceof ShapeError) return true;
  // By its name: that of another realm is no instance of ours.
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'SyntaxError';
}

/** The text of anything thrown, for a log line. */
export function formatError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error.cause);
  return `${error.name}: ${error.message}${code ? ` (${code})` : ''}`;
}

/** The code of the underlying error, such as ECONNREFUSED; its words may hold more than a log line should. */
function codeOf(cause: unknown): string | undefined {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^\w{2,64}$/.test(code) ? code : undefined;
}
