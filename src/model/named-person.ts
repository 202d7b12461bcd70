/** Somebody who took part in a call and has a name there. */
import type { Identity } from './identity.ts';

export interface NamedPerson {
  /** The key by which their calls are found: `id:…` or `phone:+…`. */
  key: string;
  name: string;
  upn: string | undefined;
  /** Graph's own word. */
  kind: string;
  tenantId: string | undefined;
}

export function makeNamedPerson(key: string, name: string, identity: Identity): NamedPerson {
  const { kind, tenantId, userPrincipalName: upn } = identity;
  return { key, name, upn, kind, tenantId };
}
