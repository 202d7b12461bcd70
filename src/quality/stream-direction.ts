/** Who sends a stream and who receives it, of the two ends of its segment. */
import { textIn } from '../model/graph-value.ts';
import type { Side } from '../model/session-end.ts';

export type Ends<End> = Record<Side, End>;

/** Takes the stream as parsed from the record. One that does not say its direction counts as the caller's. */
export function directionOf<End>(
  stream: unknown,
  { caller, callee }: Ends<End>,
): { sender: End; receiver: End } {
  const isReturn = textIn(stream, 'streamDirection')?.toLowerCase() === 'calleetocaller';
  return isReturn ? { sender: callee, receiver: caller } : { sender: caller, receiver: callee };
}
