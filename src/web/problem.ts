/** What is answered instead of a page: problem details (RFC 9457) in JSON, the same words in HTML. */

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

/** `kind`: what follows `urn:teams-call-archive:problem:`, such as `not-archived`. */
export function makeProblem(
  kind: string,
  status: number,
  title: string,
  detail: string,
  more: Pick<HttpProblem, 'advice' | 'retryAfterSeconds'> = {},
): HttpProblem {
  return { type: `urn:teams-call-archive:problem:${kind}`, title, status, detail, ...more };
}

export const unknownPage = makeProblem(
  'unknown-page',
  404,
  'No such page',
  'There is nothing at this address.',
);
