/** Tells whether a notification carries the secret that this app gave to Graph. */
import { createHash, timingSafeEqual } from 'node:crypto';

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

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
