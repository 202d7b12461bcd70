/**
 * Works at the items, at most `atOnce` at a time, and gives the results in the order of the items. Nothing is begun that
 * nobody waits for, an error is thrown in its turn, and nothing is at work any longer when this ends.
 */
export async function* mapInOrder<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Result | Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const one = (async () => work(item))();
      // Awaited below; until then its failure is nobody's.
      one.catch(() => undefined);
      begun.push(one);
      if (begun.length >= atOnce) yield await (begun.shift() as Promise<Result>);
    }
    while (begun.length > 0) yield await (begun.shift() as Promise<Result>);
  } finally {
    await Promise.allSettled(begun);
  }
}
