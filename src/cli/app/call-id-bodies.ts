/** Call ids from the command line as bodies for the app's routes, which take a limited number at once. */
import { parseCallId } from '../call-id.ts';

const maxIdsAtOnce = 1000;

export function callIdBodies(doing: string, ids: readonly string[]): { callIds: string[] }[] {
  const callIds = [...new Set(ids.map((id) => parseCallId(doing, id)))];
  const parts = Math.ceil(callIds.length / maxIdsAtOnce);
  return Array.from({ length: parts }, (_, i) => ({
    callIds: callIds.slice(i * maxIdsAtOnce, (i + 1) * maxIdsAtOnce),
  }));
}
