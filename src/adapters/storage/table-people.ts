/** People as rows of the table `People`; what the rows are is in model/person.ts. */

import { odata, RestError, type TableClient } from '@azure/data-tables';
import { workAtOnce } from '../../concurrency/work-at-once.ts';
import { utcDay } from '../../model/day-window.ts';
import { maxTransactionRows, type RowBatch } from '../../model/index-rows.ts';
import {
  formatPersonRows,
  type Person,
  type PersonRow,
  parsePersonColumns,
  peoplePartition,
} from '../../model/person.ts';
import { matchesName, wordsOf } from '../../model/person-name.ts';
import type { PeopleIndex, PeopleReader } from '../../ports/people-index.ts';
import { replaceRows } from './replace-rows.ts';
import { limitSteps, limitTime } from './time-limit.ts';

/** People at the same time, where each is looked up before it is written. */
const peopleAtOnce = 16;
/** All rows are of one partition, which takes one transaction after the other anyway. */
const transactionsAtOnce = 2;

export function makeTablePeople(table: TableClient, now: () => Date): PeopleIndex {
  return {
    async put(tenantId, people) {
      const partitionKey = peoplePartition(tenantId);
      const today = utcDay(now());
      const isOlder = ({ lastSeen }: Person) => lastSeen < today;
      // Nobody has been seen later than today: these rows need no look.
      const latest = people.filter((person) => !isOlder(person));
      await workAtOnce(formatBatches(partitionKey, latest, today), transactionsAtOnce, (batch) =>
        replaceRows(table, batch),
      );
      await workAtOnce(people.filter(isOlder), peopleAtOnce, (person) => raise(table, partitionKey, person));
    },
  };
}

export function makeTablePeopleReader(table: TableClient, tenantId: () => Promise<string>): PeopleReader {
  return {
    async *list(typed, { signal }) {
      const [first] = wordsOf(typed);
      if (first === undefined) return;
      const partitionKey = peoplePartition(await tenantId());
      const filter = odata`PartitionKey eq ${partitionKey} and RowKey ge ${first} and RowKey lt ${afterAll(first)}`;
      // A name of which two words begin so has two rows.
      const seen = new Set<string>();
      const options = { queryOptions: { filter }, ...(signal && { abortSignal: signal }) };
      for await (const entity of limitSteps(table.listEntities(options))) {
        const person = parsePersonColumns(entity);
        if (!person || !matchesName(person.name, typed)) continue;
        const pair = `${person.key}\n${person.name}`;
        if (seen.has(pair)) continue;
        seen.add(pair);
        yield person;
      }
    },
  };
}

/** One name may be the end of another of the same person: of two rows with one key the last one counts. */
function* formatBatches(
  partitionKey: string,
  people: readonly Person[],
  today: string,
): Generator<RowBatch, void, void> {
  let rows = new Map<string, PersonRow>();
  const take = (): RowBatch => {
    const batch = { partitionKey, columns: {}, rows: [...rows.values()] };
    rows = new Map();
    return batch;
  };
  for (const person of people) {
    for (const row of formatPersonRows({ ...person, lastSeen: today })) {
      rows.set(row.rowKey, row);
      if (rows.size === maxTransactionRows) yield take();
    }
  }
  if (rows.size > 0) yield take();
}

/** The rows of a person are written together: where the first one is as new, the others are. */
async function raise(table: TableClient, partitionKey: string, person: Person): Promise<void> {
  for (const [i, row] of formatPersonRows(person).entries()) {
    if ((await raiseRow(table, partitionKey, row)) === 'as-new' && i === 0) return;
  }
}

async function raiseRow(
  table: TableClient,
  partitionKey: string,
  { rowKey, columns }: PersonRow,
): Promise<'written' | 'as-new'> {
  for (;;) {
    const there = await find(table, partitionKey, rowKey);
    if (there && String(there.last_seen) >= String(columns['last_seen'])) return 'as-new';
    const entity = { ...columns, partitionKey, rowKey };
    try {
      if (there) await table.updateEntity(entity, 'Replace', { ...limitTime(), etag: there.etag });
      else await table.createEntity(entity, limitTime());
      return 'written';
    } catch (error) {
      // Somebody else was faster: what they wrote is looked at.
      if (!(error instanceof RestError && (error.statusCode === 409 || error.statusCode === 412)))
        throw error;
    }
  }
}

async function find(table: TableClient, partitionKey: string, rowKey: string) {
  try {
    return await table.getEntity<{ last_seen?: string }>(partitionKey, rowKey, {
      ...limitTime(),
      queryOptions: { select: ['last_seen'] },
    });
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 404) return undefined;
    throw error;
  }
}

/** The first text after all that begin with this one. */
function afterAll(start: string): string {
  const letters = [...start];
  const last = letters.pop()?.codePointAt(0) ?? 0;
  // Halves of characters lie in between.
  return letters.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
}
