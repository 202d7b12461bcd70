/** People by name, as the table `People` has them: who is meant by "Anna Schmidt" (docs/archive-format.md). */
import { z } from 'zod';
import { type Columns, hashFindKey } from './index-rows.ts';
import type { NamedPerson } from './named-person.ts';
import { matchesName, nameStarts, wordsOf } from './person-name.ts';

/** A person as readers see them. */
export interface Person {
  key: string;
  name: string;
  upn: string | undefined;
  /** `user` is one of the archived tenant, `guest` and `external` are users of others; else Graph's own word. */
  kind: string;
  /** The newest day (`YYYY-MM-DD`, UTC) of a call with them under this name. */
  lastSeen: string;
}

/** A row without its partition. */
export interface PersonRow {
  rowKey: string;
  columns: Columns;
}

export function peoplePartition(tenantId: string): string {
  return `n-${tenantId}`;
}

export function makePerson(person: NamedPerson, tenantId: string, lastSeen: string): Person {
  const { key, name, upn } = person;
  return { key, name, upn, kind: kindOf(person, tenantId), lastSeen };
}

function kindOf({ kind, upn, tenantId }: NamedPerson, ownTenantId: string): string {
  if (kind !== 'user') return kind;
  if (upn && /#ext#/i.test(upn)) return 'guest';
  return tenantId === undefined || tenantId.toLowerCase() === ownTenantId ? 'user' : 'external';
}

/** A number in place of a name has none: it is found as a number. */
function startsOf({ key, name }: Pick<Person, 'key' | 'name'>): string[] {
  return key.startsWith('phone:') && !/\p{L}/u.test(name) ? [] : nameStarts(name);
}

/** Whether the person is found by what was typed: one word begins a name that a row has, the others any word of it. */
export function isFoundBy(person: Pick<Person, 'key' | 'name'>, typed: string): boolean {
  const [first] = wordsOf(typed);
  if (first === undefined || !startsOf(person).some((start) => start.startsWith(first))) return false;
  return matchesName(person.name, typed);
}

/** A row for each word of the name. */
export function formatPersonRows(person: Person): PersonRow[] {
  const { key, name, upn, kind, lastSeen } = person;
  const columns: Columns = { name, key, kind, last_seen: lastSeen };
  if (upn !== undefined) columns['upn'] = upn;
  const keyHash = hashFindKey(key);
  return startsOf(person).map((start) => ({ rowKey: `${start}|${keyHash}`, columns }));
}

const columnsForm = z.object({
  name: z.string(),
  key: z.string(),
  upn: z.string().optional(),
  kind: z.string(),
  last_seen: z.string(),
});

/** `undefined` when a column is missing. */
export function parsePersonColumns(columns: Readonly<Record<string, unknown>>): Person | undefined {
  const { data } = columnsForm.safeParse(columns);
  return data && { key: data.key, name: data.name, upn: data.upn, kind: data.kind, lastSeen: data.last_seen };
}

/** The tenant's own users come first, then who was seen last; names decide between those. */
export function comparePeople(one: Person, other: Person): number {
  return (
    Number(one.kind !== 'user') - Number(other.kind !== 'user') ||
    compare(other.lastSeen, one.lastSeen) ||
    compare(one.name, other.name) ||
    compare(one.key, other.key)
  );
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
