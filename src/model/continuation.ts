/** Whether a text can be a continuation: the sort key of a call's rows, its inverted time and its id. */
export function isContinuation(text: string): boolean {
  return /^\d{15}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}
