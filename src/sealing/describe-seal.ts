/** What a seal says, as the rows by which days are looked up. */
import type { ChainHead, SealedComparison, SealedDayRow } from '../model/sealed-day-row.ts';
import { hashSeal, type Seal, type SealedDay } from '../proof/seal.ts';

/** What the seal does not say of a day in numbers. */
export interface DayNumbers {
  calls: number;
  /** Of its changes. */
  unexplained: number;
}

export function describeHead({ sequence, sealedAt, sealsFrom }: Seal, bytes: Uint8Array): ChainHead {
  return { sequence, sha256: hashSeal(bytes), sealedAt, sealsFrom };
}

/** `before`: the row that the day has had so far. */
export function describeSealedDay(
  { sequence, sealedAt }: Pick<Seal, 'sequence' | 'sealedAt'>,
  { date, state, listedAt, manifest, graph }: SealedDay,
  { calls, unexplained }: DayNumbers,
  before: SealedDayRow | undefined,
): SealedDayRow {
  return {
    day: date,
    sequence,
    sealedAt,
    state,
    listedAt,
    manifest,
    calls,
    graph: 'reason' in graph ? undefined : describeComparison(graph),
    reason: 'reason' in graph ? graph.reason : undefined,
    unexplained: (before?.unexplained ?? 0) + unexplained,
  };
}

function describeComparison(graph: Exclude<SealedDay['graph'], { reason: string }>): SealedComparison {
  const { comparedAt, list, unreadable, missing, missingRest, elsewhere, elsewhereRest } = graph;
  return {
    comparedAt,
    listed: list.entries,
    unreadable,
    missing: missing.length + (missingRest?.entries ?? 0),
    elsewhere: elsewhere.length + (elsewhereRest?.entries ?? 0),
  };
}

/** How many changes have no reason: one run gives all removals the same, so the ones in the seal tell of the rest. */
export function countUnexplained({ changes, changesRest }: SealedDay): number {
  const inSeal = changes.filter(({ because }) => because === 'unexplained').length;
  return inSeal + (inSeal > 0 ? (changesRest?.entries ?? 0) : 0);
}
