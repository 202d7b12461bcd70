/** Whether a session or a segment says that it failed. */
import { valueIn } from '../model/graph-value.ts';

export function saysFailure(sessionOrSegment: unknown): boolean {
  return isFailure(valueIn(sessionOrSegment, 'failureInfo'));
}

/** Takes a `failureInfo`. Graph also writes one whose members are all null where nothing failed. */
export function isFailure(info: unknown): boolean {
  return typeof info === 'object' && info !== null && Object.values(info).some((value) => value !== null);
}
