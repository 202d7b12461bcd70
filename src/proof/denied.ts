/** Whether an error says that whoever reads may not: storage answered 401 or 403, or the file system refused. */
export function isDenied(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('statusCode' in error && (error.statusCode === 401 || error.statusCode === 403)) return true;
  return 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}
