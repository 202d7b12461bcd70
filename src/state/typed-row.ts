/** A row of `ArchiveState` with its type: the room that writes it and health, which judges it, share this file's word. */
import type { StateRow, StateStore } from '../ports/state-store.ts';

export interface TypedRow<State> {
  name: string;
  /** Total: a column that is absent or malformed has the value that the row's file gives it. */
  parse(row: StateRow): State;
  format(state: State): StateRow;
}

/** `undefined` when the row was never written. Throws what storage throws. */
export async function readState<State>(
  row: TypedRow<State>,
  store: Pick<StateStore, 'read'>,
): Promise<State | undefined> {
  const columns = await store.read(row.name);
  return columns && row.parse(columns);
}

/** Replaces the row. Throws what storage throws. */
export async function writeState<State>(
  row: TypedRow<State>,
  state: State,
  store: Pick<StateStore, 'write'>,
): Promise<void> {
  await store.write(row.name, row.format(state));
}
