/**
 * Access tokens: made for the managed-identity endpoint, recognised by the Graph routes. They look like
 * JWTs and are signed by nobody. Clients judge their times by their own clock, whatever
 * clock the simulator was given for calls and subscriptions.
 */
import { randomUUID } from 'node:crypto';

export interface TokenIdentity {
  readonly tenantId: string;
  readonly appId: string;
}

export interface IssuedToken {
  readonly text: string;
  readonly audience: string;
  readonly expiresAtMs: number;
}

export type TokenVerdict = 'ok' | 'unknown' | 'expired' | 'wrong-audience' | 'role-missing';

export interface Tokens {
  issue(resource: string, appId?: string): IssuedToken;
  /** One of the roles is enough. */
  judge(text: string, roles: readonly string[]): TokenVerdict;
  roles(): readonly string[];
  setRoles(roles: readonly string[], options?: { readonly alsoIssued?: boolean }): void;
  expireAll(): void;
}

/** Audiences that are Graph, in whatever cloud: the app under test may be told any of them. */
const graphAudiences = new Set([
  'https://graph.microsoft.com',
  'https://graph.microsoft.us',
  'https://dod-graph.microsoft.us',
  '00000003-0000-0000-c000-000000000000',
]);

export function makeTokens(identity: TokenIdentity, lifetimeSeconds: number, now: () => number): Tokens {
  const issued = new Map<string, { token: IssuedToken; roles: readonly string[]; expired: boolean }>();
  let currentRoles: readonly string[] = ['CallRecords.Read.All'];

  return {
    issue(resource, appId = identity.appId) {
      const issuedAt = Math.floor(now() / 1000);
      const expires = issuedAt + lifetimeSeconds;
      const claims = {
        aud: resource,
        iss: `https://sts.windows.net/${identity.tenantId}/`,
        iat: issuedAt,
        nbf: issuedAt,
        exp: expires,
        appid: appId,
        idtyp: 'app',
        oid: identity.appId,
        roles: currentRoles,
        sub: identity.appId,
        tid: identity.tenantId,
        uti: randomUUID(),
        ver: '1.0',
      };
      const text = [{ typ: 'JWT', alg: 'RS256', kid: 'graph-simulator' }, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .concat(Buffer.from('not signed by anybody').toString('base64url'))
        .join('.');
      const token = { text, audience: resource, expiresAtMs: expires * 1000 };
      issued.set(text, { token, roles: currentRoles, expired: false });
      return token;
    },
    judge(text, roles) {
      const known = issued.get(text);
      if (known === undefined) return 'unknown';
      if (known.expired || now() >= known.token.expiresAtMs) return 'expired';
      if (!graphAudiences.has(known.token.audience.replace(/\/$/, ''))) return 'wrong-audience';
      return roles.some((role) => known.roles.includes(role)) ? 'ok' : 'role-missing';
    },
    roles: () => currentRoles,
    setRoles(roles, { alsoIssued = true } = {}) {
      currentRoles = [...roles];
      if (alsoIssued) for (const known of issued.values()) known.roles = currentRoles;
    },
    expireAll() {
      for (const known of issued.values()) known.expired = true;
    },
  };
}
