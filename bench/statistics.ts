/** The few statistics that the benchmark needs. */

/** The middle value; of an even count the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [below, above] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  if (below === undefined || above === undefined)
    throw new RangeError('Taking a median: there are no values');
  return (below + above) / 2;
}

/** How many times the lowest value fits into the highest. */
export function spread(values: readonly number[]): number {
  return Math.max(...values) / Math.min(...values);
}

/** What each round's value is of the same round's other value. */
export function ratios(values: readonly number[], others: readonly number[]): number[] {
  if (values.length !== others.length) throw new RangeError('Taking ratios: the rounds differ in number');
  return values.map((value, round) => value / (others[round] ?? Number.NaN));
}
