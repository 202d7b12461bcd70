/** The token for Graph, from the app's managed identity; asked for again before it ends. */
import type { TokenCredential } from '@azure/identity';
import { GraphError, noTokenCode } from '../../errors.ts';

/** Gives a valid token. Throws GraphError: without a token Graph cannot be asked. */
export type ReadAccessToken = () => Promise<string>;

/** A token is not used in the last minutes of its life, so that it does not end on the way. */
const marginMs = 5 * 60_000;

/** An identity that does not answer in this time gives no token. */
const timeoutMs = 30_000;

interface HeldToken {
  text: string;
  /** Milliseconds since 1970. */
  usableUntil: number;
}

export function makeAccessToken(credential: TokenCredential, scope: string, now = Date.now): ReadAccessToken {
  let held: HeldToken | undefined;
  let asking: Promise<HeldToken> | undefined;

  async function ask(): Promise<HeldToken> {
    try {
      const answer = await withinTime(credential.getToken(scope));
      if (!answer) throw new Error('the identity gave no token');
      held = { text: answer.token, usableUntil: answer.expiresOnTimestamp - marginMs };
      return held;
    } catch (cause) {
      throw new GraphError('Asking the managed identity for a Graph token: it gave none', {
        meaning: 'unavailable',
        graphCode: noTokenCode,
        cause,
      });
    }
  }

  return async () => {
    if (held && now() < held.usableUntil) return held.text;
    // Many records may ask at once; one question is enough.
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return (await asking).text;
  };
}

async function withinTime<Value>(work: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
