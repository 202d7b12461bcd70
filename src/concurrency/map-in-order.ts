/**
 * Works at the items, at most `atOnce` at a time, and gives the results in the order of the items. Nothing is begun that
 * nobody waits for, and an error is thrown in its turn.
 */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Result | Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for await (const item of items) {
    const one = (async () => work(item))();
    // Awaited below; until then its failure is nobody's.
    one.catch(() => undefined);
    running.push(one);
    for (const first of running.splice(0, Math.max(0, running.length - atOnce + 1))) yield await first;
  }
  for (const one of running) yield await one;
}
