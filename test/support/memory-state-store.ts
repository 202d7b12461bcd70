/** In-memory twin of the state that functions share. */
import type { StateRow, StateStore } from '../../src/ports/state-store.ts';

export type MemoryStateStore = StateStore & { states: Map<string, StateRow> };

export function makeMemoryStateStore(): MemoryStateStore {
  const states = new Map<string, StateRow>();
  return {
    states,
    async read(name) {
      const facts = states.get(name);
      return facts && { ...facts };
    },
    async *list(prefix) {
      for (const name of [...states.keys()].sort())
        if (name.startsWith(prefix)) yield { name, row: { ...states.get(name) } };
    },
    async write(name, facts) {
      states.set(name, { ...facts });
    },
  };
}
