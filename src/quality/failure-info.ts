/** Whether a session or a segment says that it failed. */
import { valueIn } from '../model/graph-value.ts';

/** Graph also writes a `failureInfo` whose members are all null where nothing failed. */
export function saysFailure(sessionOrSegment: unknown): boolean {
  const info = valueIn(sessionOrSegment, 'failureInfo');
  return typeof info === 'object' && info !== null && Object.values(info).some((value) => value !== null);
}
