/** Why a start failed, in one line for the person who started it; main.ts prints it without a stack. */
export class HostStartError extends Error {
  override name = 'HostStartError';
}
