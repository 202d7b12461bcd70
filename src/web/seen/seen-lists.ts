/** Lists of calls and of people as one reader may see them. Who sees the calls of one person sees no other organizer. */
import { type CallQuery, continuationOf, matchesQuery } from '../../model/call-query.ts';
import type { CallRow } from '../../model/call-row.ts';
import { qualityOfRow } from '../../model/row-quality.ts';
import type { CallArchive } from '../../ports/call-archive.ts';
import type { PeopleReader } from '../../ports/people-index.ts';
import { callMembers } from '../../reading/call-texts.ts';
import { findNamesakes, type Namesakes } from '../../reading/find-namesakes.ts';
import type { Rights } from '../access/rights.ts';
import { findListSubject, isFoundAs, type ListedBy, type ListSubject } from './list-subject.ts';

export interface SeenLists {
  /** The newest calls that the query asks for, at most `limit`; none that the reader may not see. */
  listCalls(query: ListQuery, options: { limit: number; signal: AbortSignal }): Promise<SeenCallList>;
  /** Who is meant by a name; nobody for those who see no calls. */
  findPeople(name: string, signal: AbortSignal): Promise<Namesakes>;
  /** Whether there is a call of this id; never for those who see the calls of one person. */
  hasCall(callId: string, signal: AbortSignal): Promise<boolean>;
  /** Whether somebody has calls; `hash`: of a key of theirs. */
  hasCallsOf(hash: string, signal: AbortSignal): Promise<boolean>;
}

export interface ListQuery extends Omit<CallQuery, 'by' | 'limit'> {
  /** Absent: the calls of everybody, for those who see all calls. */
  by?: { kind: ListedBy; hash: string };
}

/** What a list says of a call: the members that the command gives to programs. */
export type SeenCall = Pick<CallRow, (typeof callMembers)[number]>;

export interface SeenCallList {
  calls: SeenCall[];
  /** Where to continue; `undefined` at the end. */
  after: string | undefined;
  /** How many calls were looked at for it, with those that the query leaves out. */
  looked: number;
  /** Calls that are left out because their rows do not say how good they were. */
  unknown: number;
  /** Rows that cannot be read. */
  unreadable: number;
  subject: ListSubject;
}

/** One look reads no more: where so many calls are left out, the list says where to continue. */
const maxLooked = 5000;
/** More namesakes are not read: nobody would choose among them. */
const maxNamesakes = 1000;

export interface ListPorts {
  archive: Pick<CallArchive, 'search' | 'listVersions' | 'open'>;
  people: PeopleReader;
  /**
   * Does one work after the other, whoever asks: to list the calls of everybody, whole days are read into memory, and a
   * large tenant has 100,000 calls a day.
   */
  readDaysInTurn<Value>(work: () => Promise<Value>): Promise<Value>;
}

export function makeSeenLists({ archive, people, readDaysInTurn }: ListPorts, rights: Rights): SeenLists {
  const isLimited = rights.calls === 'one';

  function show(row: CallRow, { name }: ListSubject): SeenCall {
    const shown = Object.fromEntries(callMembers.map((member) => [member, row[member]])) as SeenCall;
    return isLimited && row.organizer !== name ? { ...shown, organizer: undefined } : shown;
  }

  return {
    async listCalls(query, { limit, signal }) {
      const { by } = query;
      const maySee = rights.calls === 'all' || (isLimited && by?.kind === 'who');
      const collect = () => collectRows(archive, query, limit, signal);
      const { rows, smallest, ...found } = maySee
        ? await (by ? collect() : readDaysInTurn(collect))
        : { ...nothing, rows: [], smallest: undefined };
      const subject =
        by && smallest ? await findListSubject(by.kind, smallest, archive, { hidesDigits: isLimited }) : {};
      return { ...found, subject, calls: rows.map((row) => show(row, subject)) };
    },
    async findPeople(name, signal) {
      if (rights.calls === 'none') return { people: [], isCut: false };
      return findNamesakes(people, name, { problem: () => undefined, signal }, maxNamesakes);
    },
    async hasCall(callId, signal) {
      if (rights.calls !== 'all') return false;
      return (await archive.listVersions(callId, { problem: () => undefined, signal })).length > 0;
    },
    async hasCallsOf(hash, signal) {
      if (rights.calls === 'none') return false;
      const listener = { problem: () => undefined, signal };
      for await (const row of archive.search({ by: { hash }, limit: 1 }, listener))
        return isFoundAs('who', row);
      return false;
    },
  };
}

const nothing = { after: undefined, looked: 0, unknown: 0, unreadable: 0 };

interface CollectedRows extends Omit<SeenCallList, 'calls' | 'subject'> {
  rows: CallRow[];
  /** The one of the calls that were looked at whose record is the quickest to read. */
  smallest: CallRow | undefined;
}

async function collectRows(
  archive: ListPorts['archive'],
  query: ListQuery,
  limit: number,
  signal: AbortSignal,
): Promise<CollectedRows> {
  const { by, ...filter } = query;
  const rows: CallRow[] = [];
  const counts = { looked: 0, unknown: 0, unreadable: 0 };
  const listener = {
    problem: () => {
      counts.unreadable += 1;
    },
    signal,
  };
  let last: CallRow | undefined;
  let smallest: CallRow | undefined;
  for await (const row of archive.search(askedOf(query, limit), listener)) {
    if (by && !isFoundAs(by.kind, row)) continue;
    const isMatch = matchesQuery(row, filter);
    const isUnknown = isMatch && filter.poor === true && qualityOfRow(row) === 'unknown';
    const isWanted = isMatch && !isUnknown;
    const isFull = counts.looked === maxLooked || (isWanted && rows.length === limit);
    if (isFull && last) return { rows, smallest, ...counts, after: continuationOf(last) };
    counts.looked += 1;
    last = row;
    if (!smallest || row.sizeBytes < smallest.sizeBytes) smallest = row;
    if (isWanted) rows.push(row);
    if (isUnknown) counts.unknown += 1;
  }
  return { rows, smallest, ...counts, after: undefined };
}

/** What is left out is looked at and counted: with a filter, storage gives as many rows at once as it can. */
function askedOf({ by, from, to, after, poor, failed, type }: ListQuery, limit: number): CallQuery {
  const isFiltered = poor || failed !== undefined || type !== undefined;
  return {
    ...(by && { by: { hash: by.hash } }),
    ...(from && { from }),
    ...(to && { to }),
    ...(after !== undefined && { after }),
    ...(!isFiltered && { limit: limit + 1 }),
  };
}
