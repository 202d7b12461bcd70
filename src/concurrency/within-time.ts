/** Stops waiting for work that may never answer. The work itself continues. */
export async function withinTime<Value>(
  work: Promise<Value>,
  timeoutMs: number,
  problem = 'no answer',
): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${problem} in ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
