/** What the app's own identity is for Microsoft Graph, as its token says. */

export interface TokenClaims {
  /** Lower case. */
  tenantId: string;
  /** The Graph that the token is for. */
  audience: string;
  /** Application permissions. */
  roles: readonly string[];
  /** Of the identity, in the tenant's directory. */
  objectId: string | undefined;
  issuedAt: Date | undefined;
}

/** The token that the app works with; the token itself is not shown. Throws GraphError when there is none. */
export type ReadClaims = () => Promise<TokenClaims>;
