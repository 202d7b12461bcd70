/** What is answered instead of a page: problem details (RFC 9457) in JSON, the same words in HTML. */

/** Every type of problem: a program tells them apart by it, and title and status are the same each time. */
const problemKinds = {
  'nobody-meant': { status: 400, title: 'Not a person or a meeting' },
  'not-a-day': { status: 400, title: 'Not a day' },
  'not-a-hash': { status: 400, title: 'Not a hash' },
  'not-a-version': { status: 400, title: 'Not a version' },
  'not-a-year': { status: 400, title: 'Not a year' },
  'ticket-missing': { status: 400, title: 'For which ticket?' },
  'too-many-days': { status: 400, title: 'Too many days' },
  'too-many-people': { status: 400, title: 'Too many people' },
  'wrong-filter': { status: 400, title: 'The filter is not understood' },
  'not-signed-in': { status: 401, title: 'Not signed in' },
  'no-role': { status: 403, title: 'You have no role here' },
  'other-app': { status: 403, title: 'Signed in at another app' },
  'other-origin': { status: 403, title: 'Not sent by this app' },
  'outside-of-role': { status: 403, title: 'Outside of your role' },
  'call-outside-of-role': { status: 404, title: 'Outside of your role' },
  'no-earlier-version': { status: 404, title: 'Nothing to compare with' },
  'no-such-day': { status: 404, title: 'No such day' },
  'no-version': { status: 404, title: 'No such version' },
  'not-a-call-id': { status: 404, title: 'Not a call id' },
  'not-a-person': { status: 404, title: 'No such person' },
  'not-archived': { status: 404, title: 'Not in the archive' },
  'unknown-page': { status: 404, title: 'No such page' },
  'wrong-method': { status: 405, title: 'Method not allowed' },
  erased: { status: 410, title: 'Erased' },
  expired: { status: 410, title: 'Deleted at the end of its retention' },
  'form-too-large': { status: 413, title: 'Too large' },
  'record-too-large': { status: 413, title: 'Too large for a page' },
  'not-a-form': { status: 415, title: 'Not a form' },
  'wrong-search': { status: 422, title: 'Not understood' },
  damaged: { status: 500, title: 'The record is damaged' },
  unexpected: { status: 500, title: 'Something went wrong' },
  'gate-closed': { status: 503, title: 'Closed' },
  'look-not-noted': { status: 503, title: 'The access log cannot be written' },
  'storage-away': { status: 503, title: 'The archive does not answer' },
  'too-busy': { status: 503, title: 'Too busy' },
} as const;

type ProblemKind = keyof typeof problemKinds;

export interface HttpProblem {
  /** `urn:teams-call-archive:problem:…` */
  type: string;
  title: string;
  status: number;
  /** Why, in a sentence for the reader. */
  detail: string;
  /** What to do about it. */
  advice?: string;
  /** After how many seconds to try again. */
  retryAfterSeconds?: number;
}

export function makeProblem(
  kind: ProblemKind,
  detail: string,
  more: Pick<HttpProblem, 'advice' | 'retryAfterSeconds'> = {},
): HttpProblem {
  const { title, status } = problemKinds[kind];
  return { type: problemType(kind), title, status, detail, ...more };
}

export const problemTypes: readonly string[] = (Object.keys(problemKinds) as ProblemKind[]).map(problemType);

function problemType(kind: ProblemKind): string {
  return `urn:teams-call-archive:problem:${kind}`;
}

export const unknownPage = makeProblem('unknown-page', 'There is nothing at this address.');
