/** The text that a page of calls hands on to the next one. */
import { parseGuid } from './guid.ts';

/** Whether a text can be a continuation: the sort key of a call's rows, its inverted time and its id. */
export function isContinuation(text: string): boolean {
  const [, callId] = /^\d{15}-(.*)$/s.exec(text) ?? [];
  return callId !== undefined && parseGuid(callId) === callId;
}
