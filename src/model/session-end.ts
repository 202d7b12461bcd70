/** One end of a session or segment: a person, a number, an application, or one of Microsoft's services. */
import { textIn, valueIn } from './graph-value.ts';
import { formatIdentity, type Identity, identityKey, parseIdentities } from './identity.ts';

/** The names of the two ends, as members of a session or segment. */
export const sides = ['caller', 'callee'] as const;
export type Side = (typeof sides)[number];

export interface SessionEnd {
  identity: Identity | undefined;
  /** Under each name that the endpoint gives; `identity` is the one that says most. */
  identities: Identity[];
  /** By what the person can be searched; `undefined` for a service. */
  key: string | undefined;
  /** Graph's word for what a service does: `skypeForBusinessAudioVideoMcu`, `gateway` … */
  role: string | undefined;
}

/** `undefined` when the value names nobody and no service. */
export function parseSessionEnd(endpoint: unknown): SessionEnd | undefined {
  const identities = [
    ...parseIdentities(valueIn(endpoint, 'associatedIdentity')),
    ...parseIdentities(valueIn(endpoint, 'identity')),
  ];
  const identity = pickIdentity(identities);
  const role = identity ? undefined : textIn(endpoint, 'userAgent', 'role');
  return identity || role
    ? { identity, identities, key: identity && identityKey(identity), role }
    : undefined;
}

/** By name, or by kind, id and tenant; a service by its role. */
export function formatSessionEnd(end: SessionEnd | undefined): string {
  if (end?.identity) return formatIdentity(end.identity);
  return end?.role ? `service ${end.role}` : 'not named by Graph';
}

/** The identity set knows the kind, the single identity may know the name. */
function pickIdentity(identities: readonly Identity[]): Identity | undefined {
  return identities.find(({ name }) => name?.trim()) ?? identities.at(-1);
}
