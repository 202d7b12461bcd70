/** What was found anew against what was recorded, both in one order. */

export interface Match<Found, Recorded> {
  /** The recorded item that is in the same place; `undefined`: there is none. */
  take(found: Found): Promise<Recorded | undefined>;
  /** To be called at the end: what was recorded and not found is told. */
  end(): Promise<void>;
}

/** `order`: how a recorded item stands to a found one. `onlyRecorded` is told of each that was not found. */
export function matchInOrder<Found, Recorded>(
  recorded: AsyncIterator<Recorded>,
  order: (recorded: Recorded, found: Found) => number,
  onlyRecorded: (recorded: Recorded) => void,
): Match<Found, Recorded> {
  let next: Promise<IteratorResult<Recorded>> | undefined;
  const peek = () => {
    next ??= recorded.next();
    return next;
  };
  return {
    async take(found) {
      for (;;) {
        const { done, value } = await peek();
        const place = done ? 1 : order(value, found);
        if (done || place > 0) return undefined;
        next = undefined;
        if (place === 0) return value;
        onlyRecorded(value);
      }
    },
    async end() {
      for (let one = await peek(); !one.done; one = await recorded.next()) onlyRecorded(one.value);
    },
  };
}
