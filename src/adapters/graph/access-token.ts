/** The token for Graph, from the app's managed identity, asked for again before it ends. */
import type { TokenCredential } from '@azure/identity';
import { GraphError } from '../../errors.ts';

/** Gives a valid token. Throws GraphError: without a token Graph cannot be asked. */
export type ReadAccessToken = () => Promise<string>;

/** A token is not used in the last minutes of its life, so that it does not end on the way. */
const marginMs = 5 * 60_000;

/** `credential` is made when the first token is needed: its module is heavy, and the webhook needs none. */
export function makeAccessToken(
  makeCredential: () => Promise<TokenCredential>,
  scope: string,
  now: () => number = Date.now,
): ReadAccessToken {
  let credential: Promise<TokenCredential> | undefined;
  let current: Promise<{ token: string; expiresOnTimestamp: number }> | undefined;
  let usableUntil = 0;

  async function ask(): Promise<{ token: string; expiresOnTimestamp: number }> {
    credential ??= makeCredential();
    const answer = await (await credential).getToken(scope);
    if (!answer) throw new Error('the identity gave no token');
    usableUntil = answer.expiresOnTimestamp - marginMs;
    return answer;
  }

  return async () => {
    if (!current || now() >= usableUntil) {
      usableUntil = Number.POSITIVE_INFINITY;
      current = ask();
    }
    try {
      return (await current).token;
    } catch (cause) {
      current = undefined;
      throw new GraphError('Asking the managed identity for a Graph token: it gave none', {
        meaning: 'unavailable',
        cause,
      });
    }
  };
}
