/** Collects what a check finds: counts here, each deviation for whoever listens. */
import {
  type Deviation,
  type DeviationKind,
  deviationKinds,
  type StepName,
  type Weight,
} from './deviation.ts';

export type Tell = (kind: DeviationKind, path: string, detail?: string) => void;

export interface Findings {
  tell: Tell;
  countOf(kind: DeviationKind): number;
  /** How many deviations a step has that count. */
  deviationsOf(step: StepName): number;
  /** The first of altered, unreadable, gap that was found; `told` when nothing of these was. */
  worst(): Weight;
}

export function makeFindings(listen: (deviation: Deviation) => void): Findings {
  const counts = new Map<DeviationKind, number>();
  const all = () => [...counts].map(([kind, count]) => ({ count, ...deviationKinds[kind] }));
  return {
    tell(kind, path, detail) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      listen({ kind, path, detail, ...deviationKinds[kind] });
    },
    countOf: (kind) => counts.get(kind) ?? 0,
    deviationsOf: (step) =>
      all()
        .filter((one) => one.step === step && one.weight !== 'told')
        .reduce((sum, { count }) => sum + count, 0),
    worst: () =>
      (['integrity', 'permission', 'gap'] as const).find((weight) =>
        all().some((one) => one.weight === weight),
      ) ?? 'told',
  };
}
