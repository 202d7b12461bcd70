/**
 * Rebuilds the rows of the index, and the people by name, from the files alone, day by day. It can be stopped and started again at any day: what is
 * written twice is the same.
 */
import { workAtOnce } from '../concurrency/work-at-once.ts';
import type { IndexEntry } from '../model/call-row.ts';
import { makePerson, type Person } from '../model/person.ts';
import type { ArchivedFile, CallArchive, ReadingListener } from '../ports/call-archive.ts';
import type { CallIndex } from '../ports/call-index.ts';
import type { PeopleIndex } from '../ports/people-index.ts';
import { isProblem, readEntry } from './read-entry.ts';

export interface ReindexTools {
  archive: CallArchive;
  index: Pick<CallIndex, 'put'>;
  people: PeopleIndex;
}

export interface ReindexRange {
  /** UTC days, both included. */
  first?: string;
  last?: string;
  /** Called after each day that is done: another run may begin after it. */
  onDay?(day: string): void;
}

export interface ReindexCounts {
  days: number;
  /** Records whose rows were written. */
  indexed: number;
  /** Files that are damaged or gone: each was reported. */
  failed: number;
}

/** Calls at a time; the versions of one call are handled one after the other. */
const callsAtOnce = 8;
/** More people of a day are written before it is done. */
const maxPeople = 20_000;

export async function reindex(
  tools: ReindexTools,
  range: ReindexRange,
  report: ReadingListener,
): Promise<ReindexCounts> {
  const { archive, index } = tools;
  const counts: ReindexCounts = { days: 0, indexed: 0, failed: 0 };

  /** The people of the day, by key and name. */
  let seen = new Map<string, Person>();

  async function note({ tenantId, callDay, named }: IndexEntry): Promise<void> {
    for (const person of named)
      seen.set(`${person.key}\n${person.name}`, makePerson(person, tenantId, callDay));
    if (seen.size > maxPeople) await putPeople(tenantId);
  }

  async function putPeople(tenantId: string): Promise<void> {
    const people = [...seen.values()];
    seen = new Map();
    await tools.people.put(tenantId, people);
  }

  async function indexCall(files: ArchivedFile[]): Promise<void> {
    for (const file of files) {
      report.signal?.throwIfAborted();
      const entry = await readEntry(archive, file);
      if (isProblem(entry)) {
        counts.failed += 1;
        report.problem(entry);
      } else {
        await index.put(entry);
        await note(entry);
        counts.indexed += 1;
      }
      report.progress?.({ done: counts.indexed + counts.failed, what: 'records' });
    }
  }

  for await (const files of groupBy(archive.listFiles(range, report), ({ record }) => record.callDay)) {
    const calls = Map.groupBy(files, ({ record }) => record.callId);
    await workAtOnce(calls.values(), callsAtOnce, indexCall);
    await putPeople(files[0]?.record.tenantId ?? '');
    counts.days += 1;
    range.onDay?.(files[0]?.record.callDay ?? '');
  }
  return counts;
}

/** Groups neighbours with the same key. */
async function* groupBy<Item>(
  items: AsyncIterable<Item>,
  keyOf: (item: Item) => string,
): AsyncGenerator<Item[]> {
  let group: Item[] = [];
  for await (const item of items) {
    const [first] = group;
    if (first !== undefined && keyOf(first) !== keyOf(item)) {
      yield group;
      group = [];
    }
    group.push(item);
  }
  if (group.length > 0) yield group;
}
