/** What a reader may see, made from the app roles that the sign-in names. */

export interface Rights {
  /** `one`: only the calls of one person, whom the URL names (`who`); everybody else is hidden. */
  calls: 'none' | 'one' | 'all';
  /** The exact bytes of a record, and its versions. */
  raw: boolean;
  /** The days of the archive: what is complete, what is sealed. */
  days: boolean;
  /** Who looked at what. */
  accessLog: boolean;
}

/** The app roles, as the app registration has them. Fixed: administrators assign them. */
export const readerRoles = {
  'Calls.Read.Limited': {
    meaning:
      'The calls of one person who is searched for: that person by name, everybody else only as internal or external user, no device, address or network.',
    rights: { calls: 'one', raw: false, days: false, accessLog: false },
  },
  'Calls.Read': {
    meaning: 'Every call with everything that is known of it, but the raw records.',
    rights: { calls: 'all', raw: false, days: true, accessLog: false },
  },
  'Calls.Read.Raw': {
    meaning: 'Every call, and the raw records with their versions.',
    rights: { calls: 'all', raw: true, days: true, accessLog: false },
  },
  'Archive.Audit': {
    meaning: 'The days of the archive, their seals, and who looked at what; no call.',
    rights: { calls: 'none', raw: false, days: true, accessLog: true },
  },
} as const satisfies Record<string, { meaning: string; rights: Rights }>;

export type ReaderRole = keyof typeof readerRoles;

/** Those of these names that are roles of this app, each once, in the order of the table. */
export function findReaderRoles(names: readonly string[]): ReaderRole[] {
  return (Object.keys(readerRoles) as ReaderRole[]).filter((role) => names.includes(role));
}

const widths: readonly Rights['calls'][] = ['none', 'one', 'all'];

/** A reader with several roles has the widest of each right. Without a role there is none. */
export function rightsOf(roles: readonly ReaderRole[]): Rights {
  const all: Rights[] = roles.map((role) => readerRoles[role].rights);
  return {
    calls: widths.findLast((width) => all.some(({ calls }) => calls === width)) ?? 'none',
    raw: all.some(({ raw }) => raw),
    days: all.some(({ days }) => days),
    accessLog: all.some(({ accessLog }) => accessLog),
  };
}
