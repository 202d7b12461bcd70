/** Tells whether a notification carries the secret that this app gave to Graph. */
import { hash, timingSafeEqual } from 'node:crypto';

/** Whether what Graph echoed is one of the accepted secrets. */
export type CheckClientState = (clientState: string) => boolean;

/** Compares in constant time with every secret: neither length nor position of a difference shows in the time. */
export function makeClientStateCheck(secrets: readonly string[]): CheckClientState {
  const accepted = secrets.map(digest);
  return (clientState) => {
    const received = digest(clientState);
    return accepted.map((secret) => timingSafeEqual(secret, received)).includes(true);
  };
}

/**
 * Checks only once what one body repeats. Made for each body: this compares its texts with one
 * another, in a time that tells of them.
 */
export function checkEachOnce(check: CheckClientState): CheckClientState {
  const verdicts = new Map<string, boolean>();
  return (clientState) => {
    const verdict = verdicts.get(clientState) ?? check(clientState);
    verdicts.set(clientState, verdict);
    return verdict;
  };
}

/**
 * Why an item is not ours, before anything else in it is looked at; `undefined` when it carries the secret. Graph sends a
 * client state of null for a subscription that was made without one.
 */
export function findDistrust(item: unknown, check: CheckClientState): 'shape' | 'client-state' | undefined {
  if (typeof item !== 'object' || item === null || !('clientState' in item)) return 'shape';
  const { clientState } = item;
  if (clientState === null) return 'client-state';
  if (typeof clientState !== 'string') return 'shape';
  return check(clientState) ? undefined : 'client-state';
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
