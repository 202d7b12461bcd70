/** Who the app is for Microsoft Graph: whether it has a token, of which tenant and cloud, and with which roles. */
import { type CloudName, clouds } from '../config/clouds.ts';
import { GraphError } from '../errors.ts';
import { graphAppId } from '../model/graph-roles.ts';
import type { TokenClaims } from '../ports/app-identity.ts';
import { type Finding, fine } from './check.ts';
import type { Mending } from './mending.ts';

/** The token's claims, or why there is no token. */
export type TokenAnswer = { claims: TokenClaims } | { problem: string };

/** Entra's code where it says one: its other words may name people's things. */
export async function askForToken(readClaims: () => Promise<TokenClaims>): Promise<TokenAnswer> {
  try {
    return { claims: await readClaims() };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { problem: findEntraCode(error) ?? 'no answer' };
  }
}

export function judgeToken(token: TokenAnswer, mending: Mending): Finding {
  if ('claims' in token) return fine({ issuedAt: token.claims.issuedAt?.toISOString() });
  return {
    state: 'fail',
    facts: { problem: token.problem },
    advice:
      'The managed identity gave no token for Graph: it must be assigned to the app, and AZURE_CLIENT_ID must be its ' +
      `client id where it is user-assigned. To see the app’s identities: ${mending.showIdentity()}`,
  };
}

export function judgeTenant(token: TokenAnswer, tenantId: string, mending: Mending): Finding {
  if (!('claims' in token)) return withoutToken;
  const facts = { configured: tenantId, ofToken: token.claims.tenantId };
  if (token.claims.tenantId === tenantId) return fine(facts);
  return {
    state: 'fail',
    facts,
    advice:
      'GRAPH_TENANT_ID is not the tenant of the app’s identity, and a managed identity reads its own tenant only. To ' +
      `archive that one: ${mending.setSetting('GRAPH_TENANT_ID', token.claims.tenantId)}`,
  };
}

export function judgeRoles(token: TokenAnswer, mending: Mending): Finding {
  if (!('claims' in token)) return withoutToken;
  const { roles, objectId, issuedAt } = token.claims;
  const facts = { roles: roles.join(', '), issuedAt: issuedAt?.toISOString() };
  if (roles.includes('CallRecords.Read.All')) return fine(facts);
  return {
    state: 'fail',
    facts,
    advice:
      'The token lacks the application permission CallRecords.Read.All. If it was granted after the token was issued, ' +
      `it comes with the next token, within a day. To grant it: ${mending.grantRole('CallRecords.Read.All', objectId)}`,
  };
}

export interface CloudFacts {
  cloud: CloudName;
  /** Where Graph is asked. */
  graphOrigin: string;
  /** Where the app can be reached. */
  publicOrigin: string;
  token: TokenAnswer;
}

/** Tokens are not interchangeable between clouds, and an identity gives those of its own cloud only. */
export function judgeCloud(seen: CloudFacts, mending: Mending): Finding {
  const { cloud, graphOrigin, token } = seen;
  const audience = 'claims' in token ? token.claims.audience.replace(/\/$/, '') : undefined;
  const facts = { cloud, graphOrigin, audience, problem: 'problem' in token ? token.problem : undefined };
  const flaw = findCloudFlaw(seen, audience);
  if (!flaw) return fine(facts);
  const others = Object.keys(clouds).filter((name) => name !== cloud);
  return {
    state: 'fail',
    facts,
    advice: `${flaw}. If the tenant is in ${others.join(' or ')}: ${others
      .map((name) => mending.setSetting('GRAPH_CLOUD', name))
      .join(' or ')}`,
  };
}

function findCloudFlaw(seen: CloudFacts, audience: string | undefined): string | undefined {
  const { cloud, graphOrigin, publicOrigin, token } = seen;
  if ('problem' in token && unknownResource.test(token.problem))
    return `The identity’s directory does not know the Graph of ${cloud}`;
  if (audience !== undefined && audience !== clouds[cloud] && audience !== graphAppId)
    return `The token is for another Graph than that of ${cloud}`;
  const isOther = Object.values(clouds).some((one) => one === graphOrigin && one !== clouds[cloud]);
  if (isOther) return `GRAPH_BASE_URL is the Graph of another cloud than ${cloud}`;
  const isUsGov = /\.azurewebsites\.us$/.test(publicOrigin);
  if (isUsGov && cloud === 'global') return 'The app runs in Azure US Government';
  if (/\.azurewebsites\.net$/.test(publicOrigin) && cloud !== 'global')
    return 'The app runs in the global Azure';
  return undefined;
}

/** "The resource principal was not found in the tenant." */
const unknownResource = /AADSTS500011|invalid_resource/;

const withoutToken: Finding = {
  state: 'fail',
  facts: {},
  advice: 'There is no token to look into: see the check "token".',
};

function findEntraCode(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = /AADSTS\d+|invalid_resource/.exec(at.message)?.[0];
    if (code) return code;
  }
  return undefined;
}
