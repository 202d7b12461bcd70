/** The path of the managed-identity endpoint; requests to it are none of Graph's. */
export const identityPath = '/identity/token';
