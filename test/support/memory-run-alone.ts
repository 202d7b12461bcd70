/** In-memory twin of running alone. A test adds a name to `held` to be the one who runs. */
import type { RunAlone } from '../../src/ports/run-alone.ts';

export type MemoryRunAlone = RunAlone & { held: Set<string> };

export function makeMemoryRunAlone(): MemoryRunAlone {
  const held = new Set<string>();
  const runAlone: RunAlone = async (name, work) => {
    if (held.has(name)) return false;
    held.add(name);
    try {
      await work();
      return true;
    } finally {
      held.delete(name);
    }
  };
  return Object.assign(runAlone, { held });
}
