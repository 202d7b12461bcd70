/** What the queue service's refusals mean to the listener. */
/** The message, or its queue, is no longer ours: deleted, or received by another consumer. */
export function isGone(error: unknown): boolean {
  const code = readCode(error);
  return code === 'MessageNotFound' || code === 'PopReceiptMismatch' || code === 'QueueNotFound';
}

export function isQueueMissing(error: unknown): boolean {
  return readCode(error) === 'QueueNotFound';
}

function readCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
