/** In-memory twin of what is remembered of sealed days. */
import type { ChainHead, SealedDayRow } from '../../src/model/sealed-day-row.ts';
import type { SealedDays } from '../../src/ports/sealed-days.ts';

export type MemorySealedDays = SealedDays & { days: Map<string, SealedDayRow>; head: ChainHead | undefined };

export function makeMemorySealedDays(): MemorySealedDays {
  const memory: MemorySealedDays = {
    days: new Map(),
    head: undefined,
    read: async () => structuredClone({ head: memory.head, days: memory.days }),
    find: async (day) => structuredClone(memory.days.get(day)),
    async put(rows, head) {
      for (const row of rows) memory.days.set(row.day, structuredClone(row));
      memory.head = { ...head };
    },
  };
  return memory;
}
