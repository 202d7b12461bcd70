/** Who the app is for Microsoft Graph: whether it has a token, of which tenant, and with which roles. */
import { GraphError } from '../../errors.ts';
import type { ReadClaims, TokenClaims } from '../../ports/app-identity.ts';
import { type Finding, fine } from '../check.ts';
import type { Commands } from '../commands.ts';

const neededRole = 'CallRecords.Read.All';

/** The token's claims, or why there is no token. */
export type TokenAnswer = { claims: TokenClaims } | { problem: string };

/** A token without the role may be older than the grant: then another one is requested from the identity. */
export async function askForToken(readClaims: ReadClaims): Promise<TokenAnswer> {
  try {
    const claims = await readClaims();
    return { claims: claims.roles.includes(neededRole) ? claims : await readClaims({ fresh: true }) };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { problem: findEntraCode(error) ?? 'no answer' };
  }
}

export function judgeToken(token: TokenAnswer, commands: Commands): Finding {
  if ('claims' in token) return fine({ issuedAt: token.claims.issuedAt?.toISOString() });
  return {
    state: 'fail',
    facts: { problem: token.problem },
    advice:
      'The managed identity gave no token for Graph: it must be assigned to the app, and AZURE_CLIENT_ID must be its ' +
      `client id where it is user-assigned. To see the app’s identities: ${commands.showIdentity()}`,
  };
}

export function judgeTenant(token: TokenAnswer, tenantId: string, commands: Commands): Finding {
  if (!('claims' in token)) return withoutToken;
  const facts = { configured: tenantId, ofToken: token.claims.tenantId };
  if (token.claims.tenantId === tenantId) return fine(facts);
  return {
    state: 'fail',
    facts,
    advice:
      'GRAPH_TENANT_ID is not the tenant of the app’s identity, and a managed identity reads its own tenant only. To ' +
      `archive that one: ${commands.setSetting('GRAPH_TENANT_ID', token.claims.tenantId)}`,
  };
}

export function judgeRoles(token: TokenAnswer, commands: Commands): Finding {
  if (!('claims' in token)) return withoutToken;
  const { roles, objectId, issuedAt } = token.claims;
  const facts = { roles: roles.join(', '), issuedAt: issuedAt?.toISOString() };
  if (roles.includes(neededRole)) return fine(facts);
  return {
    state: 'fail',
    facts,
    advice:
      'The token lacks the application permission CallRecords.Read.All. If it was granted after the token was issued, ' +
      `it comes with the next token, within a day. To grant it: ${commands.grantRole(neededRole, objectId)}`,
  };
}

const withoutToken: Finding = {
  state: 'fail',
  facts: {},
  advice: 'Without a token there is nothing to check: see the check "token".',
};

/** Entra's code where it says one: its other words may name people's things. */
function findEntraCode(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = /AADSTS\d+|invalid_resource/.exec(at.message)?.[0];
    if (code) return code;
  }
  return undefined;
}
