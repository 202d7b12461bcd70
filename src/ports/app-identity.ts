/** What the app's own identity is for Microsoft Graph, as its token says. */

export interface TokenClaims {
  /** Lower case. */
  tenantId: string;
  /** The Graph that the token is for. */
  audience: string;
  /** Who gave the token, a URL; one of v1 is the same in every cloud. */
  issuer: string;
  /** Application permissions. */
  roles: readonly string[];
  /** Of the identity, in the tenant's directory. */
  objectId: string | undefined;
  issuedAt: Date | undefined;
}

/**
 * The token that the app works with, or, in place of it, a fresh one, where the identity has another. The token itself is
 * not shown. Throws GraphError when there is none.
 */
export type ReadClaims = (options?: { fresh: boolean }) => Promise<TokenClaims>;
