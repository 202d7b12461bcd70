/** A fault in a few words. The words of a storage service may hold headers of the request: only its codes are shown. */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown fault';
  const { statusCode: status, code } = error as { statusCode?: unknown; code?: unknown };
  const codes = [status, code].filter((one) => typeof one === 'number' || typeof one === 'string');
  return codes.length > 0 ? codes.join(' ') : error.message;
}
