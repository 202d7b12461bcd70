/** What is said of a measured figure, and how the benchmark ends. */
import { type Figure, figures, type Measured } from './figures.ts';
import { spread } from './statistics.ts';

export type Verdict = 'aim reached' | 'must reached' | 'missed' | 'noisy, not judged' | 'noted';

/** A floor that varies more than this says more of the machine than of the code. */
const maxFloorSpread = 2;

export const exitCodes = { reached: 0, missed: 1, failed: 2, noisy: 3 } as const;

export function judge(measured: Measured): Verdict {
  const figure: Figure = figures[measured.figure];
  if (figure.must === undefined) return 'noted';
  if (measured.floor && spread(measured.floor) > maxFloorSpread) return 'noisy, not judged';
  if (reaches(measured.value, figure.aim ?? figure.must, figure.better)) return 'aim reached';
  return reaches(measured.value, figure.must, figure.better) ? 'must reached' : 'missed';
}

/** A missed figure counts more than a noisy one. */
export function exitCodeOf(verdicts: readonly Verdict[]): number {
  if (verdicts.includes('missed')) return exitCodes.missed;
  return verdicts.includes('noisy, not judged') ? exitCodes.noisy : exitCodes.reached;
}

function reaches(value: number, bound: number, better: Figure['better']): boolean {
  return better === 'lower' ? value <= bound : value >= bound;
}
