/**
 * Makes what is called back item by item readable: whoever produces waits until the item before is taken, so that memory
 * holds one or two. An error of `produce` is thrown to the reader; when the reader stops, giving fails.
 */
export function handOver<Item>(
  produce: (give: (item: Item) => Promise<void>) => Promise<void>,
): AsyncIterable<Item> {
  const { readable, writable } = new TransformStream<Item, Item>();
  const writer = writable.getWriter();
  void produce((item) => writer.write(item))
    .then(() => writer.close())
    // The reader has it, or is gone.
    .catch((error: unknown) => writer.abort(error).catch(() => undefined));
  return readable;
}
