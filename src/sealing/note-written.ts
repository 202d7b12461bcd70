/** Whatever writes to a UTC day says so here: a day that was final is sealed once more. */

import type { StateStore } from '../ports/state-store.ts';
import { stateAt } from '../proof/seal-schedule.ts';
import { lateDayRow } from '../state/late-day-state.ts';
import { writeState } from '../state/typed-row.ts';

/**
 * To be called when the file is there, whether it was written now or before: a process may end between the two. Days that
 * cannot be final yet cost nothing.
 */
export type NoteWritten = (day: string) => Promise<void>;

export function makeNoteWritten({ state, now }: { state: StateStore; now(): Date }): NoteWritten {
  return async (day) => {
    const writtenAt = now();
    if (stateAt(day, writtenAt.toISOString()) === 'open') return;
    await writeState(lateDayRow(day), { writtenAt }, state);
  };
}
