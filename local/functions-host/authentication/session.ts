/** Who is signed in at the stand-in, and in which headers the app hears of it. */
import { randomBytes } from 'node:crypto';

export interface Session {
  id: string;
  name: string;
  roles: readonly string[];
}

export interface Sessions {
  /** Begins a session. Returns the value of its cookie. */
  begin(session: Session): string;
  /** By a request's header `cookie`. */
  find(cookieHeader: string | undefined): Session | undefined;
  end(cookieHeader: string | undefined): void;
}

export const sessionCookie = 'AppServiceAuthSession';

/** They live as long as the process. */
export function makeSessions(): Sessions {
  const sessions = new Map<string, Session>();
  return {
    begin(session) {
      const value = randomBytes(24).toString('base64url');
      sessions.set(value, session);
      return value;
    },
    find: (header) => sessions.get(readCookie(header)),
    end: (header) => void sessions.delete(readCookie(header)),
  };
}

function readCookie(header = ''): string {
  const cookies = header.split(';').map((pair) => pair.trim().split('='));
  return cookies.find(([name]) => name === sessionCookie)?.[1] ?? '';
}

/** The claims of an Entra token as the platform maps them. */
export function claimsOf({ id, name, roles }: Session): { typ: string; val: string }[] {
  return [
    { typ: 'aud', val: '00000000-0000-4000-8000-00000000a4d0' },
    { typ: 'http://schemas.microsoft.com/identity/claims/objectidentifier', val: id },
    { typ: 'preferred_username', val: name },
    { typ: 'name', val: name.split('@')[0] ?? name },
    ...roles.map((val) => ({ typ: 'roles', val })),
  ];
}

/**
 * What the platform adds to a request of somebody who is signed in.
 * https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities
 */
export function identityHeaders(session: Session): Record<string, string> {
  const principal = {
    auth_typ: 'aad',
    claims: claimsOf(session),
    name_typ: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
    role_typ: 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role',
  };
  return {
    'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64'),
    'x-ms-client-principal-id': session.id,
    'x-ms-client-principal-name': encodeURIComponent(session.name),
    'x-ms-client-principal-idp': 'aad',
  };
}

/** A client may not send these: the platform removes them. */
export function isIdentityHeader(name: string): boolean {
  return name.startsWith('x-ms-client-principal') || name.startsWith('x-ms-token-');
}
