/** The app's managed identity. Its module is heavy: it loads when the first token is asked for. */
import type { TokenCredential } from '@azure/identity';

/** `clientId` names a user-assigned identity; without it the system-assigned one is used. */
export function makeManagedIdentity(clientId: string | undefined): TokenCredential {
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
  };
}
