/** In-memory twin of the access log. */
import type { AccessEntry } from '../../src/model/access-entry.ts';
import type { AccessLog } from '../../src/ports/access-log.ts';

export interface MemoryAccessLog extends AccessLog {
  entries: AccessEntry[];
}

export function makeMemoryAccessLog(): MemoryAccessLog {
  const entries: AccessEntry[] = [];
  return {
    entries,
    async note(entry) {
      entries.push(entry);
    },
    async *list(day) {
      const ofDay = entries.filter(({ at }) => at.toISOString().startsWith(day));
      yield* ofDay.sort((a, b) => b.at.getTime() - a.at.getTime());
    },
  };
}
