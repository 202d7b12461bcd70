/** Whether GRAPH_CLOUD is the cloud of the tenant, as far as identity, token, Graph and the app's own address tell. */
import { type CloudName, clouds } from '../../config/clouds.ts';
import { graphAppId } from '../../model/graph-roles.ts';
import { type Finding, fine } from '../check.ts';
import type { Commands } from '../commands.ts';
import type { TokenAnswer } from './identity.ts';

export interface CloudEvidence {
  cloud: CloudName;
  /** Which Graph the app calls. */
  graphOrigin: string;
  /** Where the app can be reached. */
  publicOrigin: string;
  token: TokenAnswer;
  /** Graph answered that the token is not for it. */
  isTokenForeign: boolean;
}

/** Tokens are not interchangeable between clouds, and an identity gives those of its own cloud only. */
export function judgeCloud(seen: CloudEvidence, commands: Commands): Finding {
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
      .map((name) => commands.setSetting('GRAPH_CLOUD', name))
      .join(' or ')}`,
  };
}

function findCloudFlaw(seen: CloudEvidence, audience: string | undefined): string | undefined {
  const { cloud, graphOrigin, publicOrigin, token, isTokenForeign } = seen;
  if ('problem' in token && unknownResource.test(token.problem))
    return `The identity’s directory does not know the Graph of ${cloud}`;
  if (audience !== undefined && audience !== clouds[cloud] && audience !== graphAppId)
    return `The token is for another Graph than that of ${cloud}`;
  const issuer = 'claims' in token ? token.claims.issuer : '';
  const isIssuerUsGov = /^https:\/\/login\.microsoftonline\.us\//.test(issuer);
  const isIssuerGlobal = /^https:\/\/login\.microsoftonline\.com\//.test(issuer);
  if ((isIssuerUsGov && cloud === 'global') || (isIssuerGlobal && cloud !== 'global'))
    return `The token was given in another cloud than ${cloud}`;
  if (isTokenForeign) return 'Graph says that the token is for another one';
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
