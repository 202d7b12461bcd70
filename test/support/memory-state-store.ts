/** In-memory twin of the state that functions share. */
import type { StateFacts, StateStore } from '../../src/ports/state-store.ts';

export type MemoryStateStore = StateStore & { states: Map<string, StateFacts> };

export function makeMemoryStateStore(): MemoryStateStore {
  const states = new Map<string, StateFacts>();
  return {
    states,
    async read(name) {
      const facts = states.get(name);
      return facts && { ...facts };
    },
    async write(name, facts) {
      states.set(name, { ...facts });
    },
  };
}
