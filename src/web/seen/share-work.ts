/** Work that several readers ask for at the same moment is done once, and its result is theirs for a short while. */

export interface SharedWork<Result> {
  /** The result of `work`, or of the same that runs or has just run. A failure is shared only by those who wait for it. */
  run(key: string, work: () => Promise<Result>): Promise<Result>;
}

interface Kept<Result> {
  promise: Promise<Result>;
  /** `undefined` while it runs. */
  endedAtMs: number | undefined;
}

/** At most `maxKept` results that are done, for `keepMs`. */
export function makeSharedWork<Result>(
  { keepMs, maxKept }: { keepMs: number; maxKept: number },
  nowMs: () => number,
): SharedWork<Result> {
  const kept = new Map<string, Kept<Result>>();

  function tidy(): void {
    const done = [...kept].filter(([, { endedAtMs }]) => endedAtMs !== undefined);
    for (const [i, [key, { endedAtMs = 0 }]] of done.entries())
      if (nowMs() - endedAtMs > keepMs || i < done.length - maxKept) kept.delete(key);
  }

  return {
    run(key, work) {
      tidy();
      const known = kept.get(key);
      if (known) return known.promise;
      const entry: Kept<Result> = { promise: work(), endedAtMs: undefined };
      kept.set(key, entry);
      entry.promise.then(
        () => {
          entry.endedAtMs = nowMs();
          tidy();
        },
        () => kept.delete(key),
      );
      return entry.promise;
    },
  };
}
