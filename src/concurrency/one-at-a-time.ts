/** Runs work unless other work runs here by then; then nothing is done, and the answer is `false`. */
export type OneAtATime = (work: () => Promise<void>) => Promise<boolean>;

export function makeOneAtATime(): OneAtATime {
  let isBusy = false;
  return async (work) => {
    if (isBusy) return false;
    isBusy = true;
    try {
      await work();
      return true;
    } finally {
      isBusy = false;
    }
  };
}
