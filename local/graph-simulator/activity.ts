/**
 * Lets a test wait for what the simulator does without sleeping: work in hand is counted, every change
 * re-examines the conditions that are awaited.
 */
export interface UntilOptions {
  readonly timeoutMs?: number;
  /** What is awaited, in words, for the error when it does not come true. */
  readonly what?: string;
}

export interface Activity {
  /** Notes the begin of a piece of work; the function returned notes its end (once). */
  begin(): () => void;
  changed(): void;
  busy(): number;
  until(condition: () => boolean, options?: UntilOptions): Promise<void>;
}

export function makeActivity(): Activity {
  const waiting = new Set<() => void>();
  let inHand = 0;

  const changed = () => {
    for (const examine of [...waiting]) examine();
  };

  return {
    begin() {
      inHand += 1;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        inHand -= 1;
        changed();
      };
    },
    changed,
    busy: () => inHand,
    until(condition, { timeoutMs = 240_000, what = 'a condition on the Graph simulator' } = {}) {
      return new Promise((resolve, reject) => {
        const end = (act: () => void) => {
          waiting.delete(examine);
          clearTimeout(timer);
          act();
        };
        const examine = () => {
          try {
            if (condition()) end(resolve);
          } catch (error) {
            end(() => reject(error));
          }
        };
        const timer = setTimeout(
          () => end(() => reject(new Error(`Waited ${timeoutMs} ms in vain for ${what}`))),
          timeoutMs,
        );
        waiting.add(examine);
        examine();
      });
    },
  };
}
