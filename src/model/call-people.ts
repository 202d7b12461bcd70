/** Everybody in a call, gathered identity by identity: under which names, and from when to when. */
import { formatIdentity, type Identity, identityKey } from './identity.ts';

export interface CallPerson {
  /** By name, or by kind, id and tenant; people of one name are told apart by their ids. */
  who: string;
  /** What the person can be searched by. */
  key: string;
  userPrincipalName: string | undefined;
  /** First and last moment of this person's sessions; absent without sessions, and where Graph does not know it. */
  joined: string | undefined;
  left: string | undefined;
}

export interface CallPeople {
  add(identity: Identity, session?: { from: string | undefined; to: string | undefined }): void;
  /** In order of appearance. To be called at the end: only then are all namesakes known. */
  list(): CallPerson[];
}

export function makeCallPeople(): CallPeople {
  const people = new Map<string, CallPerson>();
  return {
    add(identity, session) {
      const key = identityKey(identity);
      const known = people.get(key);
      if (known) {
        if (identity.name) known.who = formatIdentity(identity);
        known.userPrincipalName ??= identity.userPrincipalName;
        known.joined = earlier(known.joined, session?.from);
        known.left = later(known.left, session?.to);
      } else
        people.set(key, {
          key,
          who: formatIdentity(identity),
          userPrincipalName: identity.userPrincipalName,
          joined: session?.from,
          left: session?.to,
        });
    },
    list: () => tellApart([...people.values()]),
  };
}

/** Strangers may all be called "External user": people with the same name get their key added. */
function tellApart(people: readonly CallPerson[]): CallPerson[] {
  const namesakes = Map.groupBy(people, ({ who }) => who);
  return people.map((person) =>
    (namesakes.get(person.who)?.length ?? 0) > 1
      ? { ...person, who: `${person.who} (${person.key.slice(person.key.indexOf(':') + 1)})` }
      : person,
  );
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  return one && other ? (Date.parse(other) < Date.parse(one) ? other : one) : (one ?? other);
}

function later(one: string | undefined, other: string | undefined): string | undefined {
  return one && other ? (Date.parse(other) > Date.parse(one) ? other : one) : (one ?? other);
}
