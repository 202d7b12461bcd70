/** An end in time for work that may never answer. The work itself is not ended. */
export async function withinTime<Value>(
  work: Promise<Value>,
  longestMs: number,
  problem = 'no answer',
): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${problem} in ${longestMs} ms`)), longestMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
