/**
 * The people of one call as somebody sees them who looks at the calls of one person: that person by name, everybody else
 * as an internal or external user, with a made-up number that is theirs within the call.
 */
import { upnKey } from '../../model/find-key.ts';
import { type Identity, identityKey } from '../../model/identity.ts';
import { hashFindKey } from '../../model/index-rows.ts';
import { maskNumber } from './safe-values.ts';

export interface HiddenPeople {
  /** The identity set that stands in place of this identity. */
  show(identity: Identity): object;
  /** Whether the person whom the reader looks for was among them so far. */
  hasWanted(): boolean;
  /** Whether this is the key by which that person is shown. */
  isWantedKey(shownKey: string): boolean;
  /** The keys by which rows of the call reports are matched: never to be shown. */
  trueKeys(): string[];
}

interface Hidden {
  number: number;
  name: string | undefined;
  isWanted: boolean;
  isInternal: boolean;
}

/** `wanted`: the hash of a find key of the person. `tenantId`: whose archive it is. */
export function makeHiddenPeople(wanted: string, tenantId: string): HiddenPeople {
  const people = new Map<string, Hidden>();

  /** What becomes known of somebody later counts from then on. */
  function meet(key: string, { name, userPrincipalName, tenantId: home, kind }: Identity): Hidden {
    const known = people.get(key);
    const person = known ?? {
      number: people.size + 1,
      name: name?.trim(),
      isWanted: isHash(key),
      isInternal: false,
    };
    if (!known) people.set(key, person);
    person.name ||= name?.trim();
    if (userPrincipalName !== undefined) person.isWanted ||= isHash(upnKey(userPrincipalName));
    person.isInternal ||= home?.toLowerCase() === tenantId && kind !== 'guest';
    return person;
  }
  const isHash = (key: string) => hashFindKey(key) === wanted;

  return {
    show(identity) {
      const key = identityKey(identity);
      const { number, name, isWanted, isInternal } = meet(key, identity);
      const id = String(number);
      // Of a set with several identities each keeps a name of its own.
      const kind = `user ${number}`;
      if (key.startsWith('phone:'))
        return { phone: { id, displayName: maskNumber(key.slice('phone:'.length)) } };
      if (!isWanted)
        return { [kind]: { id, displayName: `${isInternal ? 'internal' : 'external'} user ${number}` } };
      const { userPrincipalName } = identity;
      return {
        [kind]: {
          id,
          displayName: name || userPrincipalName || 'the person searched for',
          ...(userPrincipalName !== undefined && { userPrincipalName }),
        },
      };
    },
    hasWanted: () => [...people.values()].some(({ isWanted }) => isWanted),
    isWantedKey: (shownKey) =>
      [...people.values()].some(
        ({ isWanted, number }) => isWanted && shownKey.slice(shownKey.indexOf(':') + 1) === String(number),
      ),
    trueKeys: () => [...people.keys()],
  };
}
