/** Names within a sentence: the first few, and how many more there are. */

const maxNames = 3;

/** `Anna`, `Anna and Bob`, `Anna, Bob and 3 more`. */
export function listNames(names: readonly string[]): string {
  const further = names.length - maxNames + 1;
  const shown = names.length > maxNames ? [...names.slice(0, maxNames - 1), `${further} more`] : names;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
