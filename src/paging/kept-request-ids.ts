/** The request ids by which Microsoft finds what Graph did, of the first answers of a reading and of the last. */

const keptOfEachEnd = 3;

/** Adds the id of an answer, where it has one. */
export function keepRequestId(kept: string[], requestId: string | undefined): void {
  if (requestId) kept.push(requestId);
  if (kept.length > 2 * keptOfEachEnd) kept.splice(keptOfEachEnd, 1);
}
