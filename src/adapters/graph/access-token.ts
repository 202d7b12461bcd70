/** The token for Graph, from the app's managed identity; asked for again before it ends, or when Graph refuses it. */
import { withinTime } from '../../concurrency/within-time.ts';
import { GraphError, noTokenCode } from '../../errors.ts';
import { minuteMs } from '../../model/durations.ts';
import type { FreshCredential } from '../identity/managed-identity.ts';

export interface RefusedToken {
  /** One that Graph did not take, or that lacks what it needs. */
  refused: string;
  /** It is worth a question in any case: Graph took it before, or a person wants to know. */
  urgent: boolean;
}

/**
 * Gives a valid token. Throws GraphError: without a token Graph cannot be asked. In place of a refused one it gives
 * another one where there is one; the same again means that there is none, or that the identity was asked only just now.
 */
export type ReadAccessToken = (instead?: RefusedToken) => Promise<string>;

/** A token is not used in the last minutes of its life, so that it does not end on the way. */
const marginMs = 5 * minuteMs;
/** Graph may refuse every request; the identity is not asked more often than this for that reason. */
const refreshPauseMs = minuteMs;

/** An identity that does not answer in this time gives no token. */
const timeoutMs = 30_000;

interface HeldToken {
  text: string;
  /** Milliseconds since 1970. */
  usableUntil: number;
}

export function makeAccessToken(credential: FreshCredential, scope: string, now = Date.now): ReadAccessToken {
  let held: HeldToken | undefined;
  let asking: Promise<HeldToken> | undefined;
  let refreshedAt = Number.NEGATIVE_INFINITY;

  async function ask(isRefused: boolean): Promise<HeldToken> {
    try {
      const asked = isRefused ? credential.getFreshToken(scope) : credential.getToken(scope);
      const answer = await withinTime<Awaited<typeof asked>>(asked, timeoutMs);
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

  function mayAskInstead({ refused, urgent }: RefusedToken): boolean {
    if (refused !== held?.text) return false;
    return urgent || asking !== undefined || now() - refreshedAt >= refreshPauseMs;
  }

  return async (instead) => {
    const isRefused = instead !== undefined && mayAskInstead(instead);
    if (held && !isRefused && now() < held.usableUntil) return held.text;
    if (isRefused && !asking) refreshedAt = now();
    // Many records may ask at once; one question is enough.
    asking ??= ask(isRefused).finally(() => {
      asking = undefined;
    });
    return (await asking).text;
  };
}
