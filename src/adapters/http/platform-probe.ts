/** Asks the app's own public address, as somebody outside would. */
import { request } from 'undici';
import { secondMs } from '../../model/durations.ts';
import type { ProbePlatform } from '../../ports/platform-probe.ts';

const maxMs = 5 * secondMs;

export function makePlatformProbe(publicOrigin: string, timeoutMs = maxMs): ProbePlatform {
  return async (path, headers) => {
    const answer = await request(publicOrigin + path, { headers, signal: AbortSignal.timeout(timeoutMs) });
    await answer.body.dump();
    const header = (name: string) => {
      const value = answer.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    return { status: answer.statusCode, location: header('location'), header };
  };
}
