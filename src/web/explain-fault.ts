/** What a reader is told of a fault, and what is noted of it: no words of the fault, they may hold a name. */
import type { EventName } from '../events.ts';
import type { EventFacts } from '../ports/event-log.ts';
import { type HttpProblem, makeProblem } from './problem.ts';

export interface ExplainedFault {
  problem: HttpProblem;
  event: EventName;
  facts: EventFacts;
}

const busyStatuses: readonly unknown[] = [408, 429, 500, 502, 503, 504];

export function explainFault(error: unknown): ExplainedFault {
  const { name, code, statusCode, stack } = readFault(error);
  const isAway =
    name === 'RestError' ? statusCode === undefined || busyStatuses.includes(statusCode) : aborted.has(name);
  const facts = { name, code, status: statusCode };
  if (isAway) return { problem: storageAway, event: 'web.storage-away', facts };
  const id = crypto.randomUUID();
  const problem = makeProblem(
    'unexpected',
    500,
    'Something went wrong',
    `This page could not be made. Its number in the log is ${id}.`,
  );
  return { problem, event: 'web.answer-failed', facts: { ...facts, id, where: firstPlace(stack) } };
}

/** The look took longer than a reader waits. */
const aborted: ReadonlySet<string> = new Set(['AbortError', 'TimeoutError']);

const storageAway = makeProblem(
  'storage-away',
  503,
  'The archive does not answer',
  'The storage of the archive is busy or cannot be reached.',
  { advice: 'Try again in a minute.', retryAfterSeconds: 30 },
);

/** The RestError of the storage libraries is recognized by its shape, without the libraries. */
function readFault(error: unknown) {
  if (!(error instanceof Error))
    return { name: typeof error, code: undefined, statusCode: undefined, stack: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const statusCode =
    'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
  return { name: error.name, code, statusCode, stack: error.stack ?? '' };
}

function firstPlace(stack: string): string | undefined {
  return /^ {4}at (.{1,200})$/m.exec(stack)?.[1];
}
