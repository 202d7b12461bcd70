/** Interleaved rounds: what is compared takes turns, so that a busy moment of the machine affects all sides alike. */
import { median } from './statistics.ts';

/** Does its work once and says what it cost. */
export type Measure = () => Promise<number>;

/**
 * Runs every measure once in each round, each round beginning with another one. The first round warms up and does not
 * count. Gives the costs of the rounds that count, in their order.
 */
export async function runRounds<Name extends string>(
  measures: Readonly<Record<Name, Measure>>,
  counted: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(measures) as Name[];
  const costs = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round <= counted; round += 1) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const cost = await measures[name]();
      if (round > 0) costs[name].push(cost);
    }
  }
  return costs;
}

/**
 * For acts that take milliseconds: they take turns call by call, there and back, since an act feels what ran just before
 * it. Gives the median time of each round that counts, in milliseconds; the first round warms up.
 */
export async function timeRounds<Name extends string>(
  acts: Readonly<Record<Name, () => Promise<unknown>>>,
  counted: number,
  callsPerRound: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(acts) as Name[];
  const medians = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round <= counted; round += 1) {
    const took = new Map<Name, number[]>(names.map((name) => [name, []]));
    for (let call = 0; call < callsPerRound; call += 1) {
      for (const name of call % 2 === 0 ? names : names.toReversed()) {
        const startedAt = performance.now();
        await acts[name]();
        took.get(name)?.push(performance.now() - startedAt);
      }
    }
    if (round > 0) for (const [name, times] of took) medians[name].push(median(times));
  }
  return medians;
}
