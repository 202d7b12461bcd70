/** The app's managed identity. Its modules are heavy: they load with the first request for a token. */
import type { AccessToken, TokenCredential } from '@azure/identity';

/** An identity that can also be asked past the tokens that are held in this process. */
export interface FreshCredential extends TokenCredential {
  /** Throws when there is none. The platform may hold tokens too, and give the same one again. */
  getFreshToken(scope: string): Promise<AccessToken>;
}

/** `clientId` names a user-assigned identity; without it the system-assigned one is used. */
export function makeManagedIdentity(clientId: string | undefined): FreshCredential {
  let credential: Promise<TokenCredential> | undefined;

  async function load(): Promise<TokenCredential> {
    const { ManagedIdentityCredential } = await import('@azure/identity');
    return clientId === undefined
      ? new ManagedIdentityCredential()
      : new ManagedIdentityCredential({ clientId });
  }

  return {
    async getToken(scopes, options) {
      credential ??= load();
      return (await credential).getToken(scopes, options);
    },
    async getFreshToken(scope) {
      // The library below that of the credential: the credential has no way to pass by what it holds.
      const { ManagedIdentityApplication } = await import('@azure/msal-node');
      const identity = new ManagedIdentityApplication(
        clientId === undefined ? {} : { managedIdentityIdParams: { userAssignedClientId: clientId } },
      );
      const resource = scope.replace(/\/\.default$/, '');
      const { accessToken, expiresOn } = await identity.acquireToken({ resource, forceRefresh: true });
      return { token: accessToken, expiresOnTimestamp: expiresOn?.getTime() ?? 0 };
    },
  };
}
