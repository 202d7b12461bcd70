/** The header in which App Service names who is signed in, as it writes it for Entra. */
import { principalHeader } from '../../src/web/access/principal.ts';

const objectId = 'http://schemas.microsoft.com/identity/claims/objectidentifier';

export interface SignedIn {
  id?: string;
  name?: string;
  roles: readonly string[];
}

export function encodePrincipal({ id = 'reader-1', name = 'rita@contoso.example', roles }: SignedIn): string {
  const claims = [
    { typ: objectId, val: id },
    { typ: 'preferred_username', val: name },
    ...roles.map((val) => ({ typ: 'roles', val })),
  ];
  return encodeJson({ auth_typ: 'aad', claims, name_typ: 'name', role_typ: 'roles' });
}

export function encodeJson(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

export function signedInHeaders(...roles: string[]): Record<string, string> {
  return { [principalHeader]: encodePrincipal({ roles }) };
}
