/** In-memory twin of running alone. A test adds a name to `held` to be the one who runs, and may take it away in the meantime. */
import type { RunAlone } from '../../src/ports/run-alone.ts';

export type MemoryRunAlone = RunAlone & {
  held: Set<string>;
  /** The run that holds this name loses it. */
  lose(name: string): void;
};

export function makeMemoryRunAlone(): MemoryRunAlone {
  const held = new Set<string>();
  const running = new Map<string, AbortController>();
  const runAlone: RunAlone = async (name, work) => {
    if (held.has(name)) return false;
    held.add(name);
    const holding = new AbortController();
    running.set(name, holding);
    try {
      await work(holding.signal);
      return true;
    } finally {
      held.delete(name);
      running.delete(name);
    }
  };
  const lose = (name: string) => running.get(name)?.abort(new Error(`"${name}" is another’s`));
  return Object.assign(runAlone, { held, lose });
}
