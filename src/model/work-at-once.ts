/**
 * Works at the items, so many at a time. Where one fails none is begun any more, and what it threw is thrown when the
 * others have ended: whoever is told of it finds nothing at work.
 */
export async function workAtOnce<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = passOn(items);
  let hasFailed = false;
  const takeTurns = async () => {
    try {
      for await (const item of waiting) {
        if (hasFailed) return;
        await work(item);
      }
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  };
  const lanes = Array.from({ length: atOnce }, takeTurns);
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
}

/** One generator for all, which is closed when one leaves it. */
async function* passOn<Item>(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Item> {
  yield* items;
}
