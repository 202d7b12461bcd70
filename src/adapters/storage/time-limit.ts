/** An end to every question to storage: the SDK waits for ever for an answer that never comes. */

/** Enough for a block of 1 MiB with the SDK's own retries on a slow day. */
const longestMs = 60_000;

/** The option that ends one operation of a storage client, retries included. */
export function limitTime(): { abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(longestMs) };
}
