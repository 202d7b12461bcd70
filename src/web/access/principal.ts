/**
 * Who reads: the principal that App Service authentication puts into a header of each request. What a client sends
 * under that name the platform removes, and platform-gate.ts makes sure that the platform is there.
 * https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities
 */
import { z } from 'zod';

export interface Principal {
  /** The reader's object id in Entra. */
  id: string;
  /** The user principal name, else the display name. */
  name: string;
  /** As the token names them, of whatever app. */
  roles: readonly string[];
  /** The apps for which the token was given out; none where the platform does not say. */
  audiences: readonly string[];
}

export const principalHeader = 'x-ms-client-principal';

/** Far more than the roles and claims of one person take. */
const maxHeaderLength = 32 * 1024;
const maxNameLength = 256;

const form = z.object({
  auth_typ: z.literal('aad'),
  claims: z.array(z.object({ typ: z.string(), val: z.string() })),
  role_typ: z.string().nullish(),
});

const idTypes = ['http://schemas.microsoft.com/identity/claims/objectidentifier', 'oid'];
const nameTypes = [
  'preferred_username',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn',
  'upn',
  'name',
];

/** `undefined` when there is none, or nothing that the platform would write: several, too long, of another form. */
export function parsePrincipal(header: string | null): Principal | undefined {
  if (header === null || header.length > maxHeaderLength) return undefined;
  const parsed = form.safeParse(decodeJson(header));
  if (!parsed.success) return undefined;
  const { claims, role_typ: roleType } = parsed.data;
  const values = (types: readonly string[]) =>
    types
      .flatMap((type) => claims.filter(({ typ }) => typ === type).map(({ val }) => val.trim()))
      .filter(Boolean);
  const [id] = values(idTypes);
  if (id === undefined) return undefined;
  const name = (values(nameTypes)[0] ?? id).slice(0, maxNameLength).toWellFormed();
  return {
    id: id.slice(0, maxNameLength),
    name,
    roles: values([...new Set(['roles', roleType ?? 'roles'])]),
    audiences: values(['aud']),
  };
}

/** Whether the token was given out for this app, as far as both are known. */
export function isMeantFor(clientId: string | undefined, { audiences }: Principal): boolean {
  if (clientId === undefined || audiences.length === 0) return true;
  return audiences.some((audience) => [clientId, `api://${clientId}`].includes(audience.toLowerCase()));
}

/** Somebody without a role, as a client might claim to be: what the platform must not let through. */
export function forgePrincipal(name: string): string {
  const claims = [{ typ: idTypes[0], val: `forged-${name}` }];
  return Buffer.from(JSON.stringify({ auth_typ: 'aad', claims })).toString('base64');
}

function decodeJson(header: string): unknown {
  // Two headers of that name arrive as one with a comma, which is not base64.
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(header)) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(header, 'base64')));
  } catch {
    return undefined;
  }
}
