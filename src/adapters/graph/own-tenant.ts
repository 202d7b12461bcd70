/**
 * Lets Graph be asked only with a token of the tenant that is archived: a managed identity reads its own tenant, whatever
 * GRAPH_TENANT_ID says, and what it reads would be archived under another tenant's name.
 */
import { GraphError, wrongTenantCode } from '../../errors.ts';
import type { ReadAccessToken } from './access-token.ts';
import { findTokenTenant } from './token-claims.ts';

/** `tenantId` in lower case. A token that does not say its tenant passes. */
export function makeOwnTenantToken(readAccessToken: ReadAccessToken, tenantId: string): ReadAccessToken {
  let accepted: string | undefined;
  return async (instead) => {
    const token = await readAccessToken(instead);
    if (token === accepted) return token;
    const ofToken = findTokenTenant(token);
    if (ofToken !== undefined && ofToken !== tenantId) {
      throw new GraphError(
        `Asking Graph: the token is of tenant ${ofToken}, and GRAPH_TENANT_ID is ${tenantId}; nothing was asked`,
        { meaning: 'denied', graphCode: wrongTenantCode },
      );
    }
    accepted = token;
    return token;
  };
}
