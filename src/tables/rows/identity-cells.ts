/** The five cells that say who somebody is, in the order of their columns. */
import type { Identity } from '../../model/identity.ts';
import type { Cell } from '../../model/table-schema.ts';

export function setIdentity(cells: Cell[], first: number, identity: Identity | undefined): void {
  if (!identity) return;
  cells[first] = identity.kind;
  cells[first + 1] = identity.id;
  cells[first + 2] = identity.name ?? null;
  cells[first + 3] = identity.userPrincipalName ?? null;
  cells[first + 4] = identity.tenantId ?? null;
}
