/** In-memory twin of the people by name: a person for each tenant, key and name. */
import { formatPersonRows, isFoundBy, type Person } from '../../src/model/person.ts';
import type { PeopleIndex, PeopleReader } from '../../src/ports/people-index.ts';

export interface MemoryPeople extends PeopleIndex {
  reader(tenantId: string): PeopleReader;
  /** Row key and person. */
  rows: Map<string, Person>;
  puts: Person[][];
}

export function makeMemoryPeople(now: () => Date = () => new Date()): MemoryPeople {
  const rows = new Map<string, Person>();
  const puts: Person[][] = [];
  return {
    rows,
    puts,
    async put(tenantId, people) {
      puts.push([...people]);
      const today = now().toISOString().slice(0, 10);
      for (const person of people) {
        const [lastSeen = today] = [person.lastSeen, today].sort();
        for (const { rowKey } of formatPersonRows(person)) {
          const key = `${tenantId} ${rowKey}`;
          if ((rows.get(key)?.lastSeen ?? '') < lastSeen) rows.set(key, { ...person, lastSeen });
        }
      }
    },
    reader: (tenantId) => ({
      async *list(typed) {
        const found = new Map<string, Person>();
        for (const [key, person] of rows) {
          if (key.startsWith(`${tenantId} `) && isFoundBy(person, typed))
            found.set(`${person.key}\n${person.name}`, person);
        }
        yield* found.values();
      },
    }),
  };
}
