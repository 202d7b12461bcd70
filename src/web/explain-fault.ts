/** What a reader is told of a fault, and what is noted of it: none of its own words, which may hold a name. */
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
  const problem = makeProblem('unexpected', `This page could not be made. Its number in the log is ${id}.`);
  return { problem, event: 'web.answer-failed', facts: { ...facts, id, where: firstPlace(stack) } };
}

/** The look took longer than a reader waits. */
const aborted: ReadonlySet<string> = new Set(['AbortError', 'TimeoutError']);

const storageAway = makeProblem('storage-away', 'The storage of the archive is busy or cannot be reached.', {
  advice: 'Try again in a minute.',
  retryAfterSeconds: 30,
});

/** By its shape: the storage libraries are not known here, and not everything that is thrown is an Error. */
function readFault(error: unknown) {
  const { name, code, statusCode, stack } = Object(error) as Readonly<Record<string, unknown>>;
  return {
    name: textOf(name) ?? typeof error,
    code: textOf(code),
    statusCode: typeof statusCode === 'number' ? statusCode : undefined,
    stack: textOf(stack) ?? '',
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A function and a line of the program, and nothing that could be part of a message. */
function firstPlace(stack: string): string | undefined {
  return /^ {4}at ([\w$.<> ]{0,80}\(?[\w:/.-]{1,200}:\d+:\d+\)?)$/m.exec(stack)?.[1];
}
