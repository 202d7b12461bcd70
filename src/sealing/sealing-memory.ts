/** What the app remembers of sealing: one row of `ArchiveState`, which reconciling and health read too. */
import { type DayRange, uniteDays } from '../model/day-ranges.ts';
import type { SealedDayRow } from '../model/sealed-day-row.ts';
import type { StateStore } from '../ports/state-store.ts';
import { lateDayPrefix, lateDayRow } from '../state/late-day-state.ts';
import { type SealingState, sealingRow } from '../state/sealing-state.ts';
import { readState, writeState } from '../state/typed-row.ts';
import type { Chain } from './follow-chain.ts';
import { sumOf } from './note-sealed.ts';
import { findOverdue, findWantedLists, type WhatIsKnown } from './plan-days.ts';

export interface SealingMemory {
  read(): Promise<SealingState>;
  write(state: SealingState): Promise<void>;
  /** When something was last written to days that may have been final. */
  readWritten(): Promise<Map<string, Date>>;
}

export function makeSealingMemory(store: StateStore): SealingMemory {
  return {
    read: async () => (await readState(sealingRow, store)) ?? sealingRow.parse({}),
    write: (state) => writeState(sealingRow, state, store),
    async readWritten() {
      const written = new Map<string, Date>();
      for await (const { name, row } of store.list(lateDayPrefix)) {
        const day = name.slice(lateDayPrefix.length);
        const { writtenAt } = lateDayRow(day).parse(row);
        if (writtenAt && /^\d{4}-\d\d-\d\d$/.test(day)) written.set(day, writtenAt);
      }
      return written;
    },
  };
}

/** The row after a part of a run: what it knows of all days. */
export function afterPart(before: SealingState, chain: Chain, known: WhatIsKnown, now: Date): SealingState {
  const { head } = chain;
  const rows = [...known.sealed.values()];
  const broken = before.chainBroken ?? chain.broken;
  return {
    ...before,
    sequence: head?.sequence,
    sha256: head?.sha256,
    sealedAt: head && new Date(head.sealedAt),
    sealsFrom: known.sealsFrom,
    wantsLists: findWantedLists(known, now),
    overdue: findOverdue(known, now),
    missing: sumOf(rows, ({ graph }) => graph?.missing ?? 0),
    missingDays: rangesOf(rows.filter(({ graph }) => graph && graph.missing > 0)),
    unexplained: sumOf(rows, ({ unexplained }) => unexplained),
    unexplainedDays: rangesOf(rows.filter(({ unexplained }) => unexplained > 0)),
    chainProblem: chain.problem ?? broken,
    chainBroken: broken,
    failure: undefined,
  };
}

function rangesOf(rows: readonly SealedDayRow[]): DayRange[] {
  return uniteDays(rows.map(({ day }) => ({ from: day, to: day })));
}
