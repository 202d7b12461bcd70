/** A clock that jumps from one sleeper to the next: minutes of waiting pass in the time that the work itself takes. */
import { setImmediate } from 'node:timers/promises';

interface Sleeper {
  at: number;
  wake(): void;
}

export function makeVirtualTime() {
  const sleepers: Sleeper[] = [];
  let ms = 0;

  /** By halving: there are few sleepers at a time. */
  function placeOf(at: number): number {
    let low = 0;
    let high = sleepers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sleepers[middle]?.at ?? 0) > at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    now: () => ms,
    sleep: (forMs: number) =>
      new Promise<void>((wake) => {
        const at = ms + forMs;
        // The next one to wake is the last; of two at the same time, the first to sleep wakes first.
        sleepers.splice(placeOf(at), 0, { at, wake });
      }),
    /** Lets time pass until nothing sleeps before `until`. */
    async pass(until: number): Promise<void> {
      for (;;) {
        await setImmediate();
        const next = sleepers.at(-1);
        if (!next || next.at > until) break;
        sleepers.pop();
        ms = next.at;
        next.wake();
      }
      ms = until;
    },
  };
}
