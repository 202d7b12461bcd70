/**
 * Makes the people of a record be found by name, before its rows are written. Whoever this instance has seen under a name
 * on that day costs nothing. It helps readers and is made anew by `reindex`, so a failure does not hold up the record.
 */
import { hash } from 'node:crypto';
import { formatError } from '../errors.ts';
import type { IndexEntry } from '../model/call-row.ts';
import { minuteMs } from '../model/durations.ts';
import type { NamedPerson } from '../model/named-person.ts';
import { makePerson } from '../model/person.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { PeopleIndex } from '../ports/people-index.ts';

export interface KeepPeopleTools {
  people: PeopleIndex;
  now(): Date;
  note: NoteEvent;
}

/** Twice as many are remembered at most, about 10 MB. */
const maxRemembered = 50_000;
/** Of a large meeting, so that its people are not in memory twice. */
const peopleAtOnce = 1000;
/** A failure is noted no more often than this. */
const silenceMs = 10 * minuteMs;

export function makeKeepPeople({ people, now, note }: KeepPeopleTools) {
  const seen = makeSightings();
  let failedAt = Number.NEGATIVE_INFINITY;

  return async ({ tenantId, callDay, named }: IndexEntry): Promise<void> => {
    try {
      for (let at = 0; at < named.length; at += peopleAtOnce) {
        const unseen = named.slice(at, at + peopleAtOnce).filter((person) => !seen.includes(person, callDay));
        if (unseen.length === 0) continue;
        await people.put(
          tenantId,
          unseen.map((person) => makePerson(person, tenantId, callDay)),
        );
        for (const person of unseen) seen.add(person, callDay);
      }
    } catch (error) {
      const at = now().getTime();
      if (at - failedAt < silenceMs) return;
      failedAt = at;
      note('archiving.people-failed', { error: formatError(error) });
    }
  };
}

/** The newest day on which each pair of key and name was seen; the oldest pairs are forgotten. */
function makeSightings() {
  let recent = new Map<number, string>();
  let older = new Map<number, string>();
  return {
    includes(person: NamedPerson, day: string): boolean {
      const pair = digest(person);
      return (recent.get(pair) ?? older.get(pair) ?? '') >= day;
    },
    add(person: NamedPerson, day: string): void {
      recent.set(digest(person), day);
      if (recent.size < maxRemembered) return;
      older = recent;
      recent = new Map();
    },
  };
}

/** 48 bits: of 100,000 pairs, two are the same in one case of 50,000. */
function digest({ key, name }: NamedPerson): number {
  return Number.parseInt(hash('sha256', `${key}\n${name}`, 'hex').slice(0, 12), 16);
}
