/** Reads what the app's token for Graph says of the app. The token is decoded, not verified: it is our own. */
import { z } from 'zod';
import { GraphError, noTokenCode } from '../../errors.ts';
import type { ReadClaims, TokenClaims } from '../../ports/app-identity.ts';
import type { ReadAccessToken } from './access-token.ts';

const claims = z.object({
  tid: z.string().toLowerCase(),
  aud: z.string(),
  iss: z.string().default(''),
  roles: z.array(z.string()).default([]),
  oid: z.string().optional(),
  iat: z.number().optional(),
});

/** What it throws holds nothing of the token. */
export function makeReadClaims(readAccessToken: ReadAccessToken): ReadClaims {
  return async ({ fresh } = { fresh: false }) => {
    const token = await readAccessToken();
    return parseTokenClaims(fresh ? await readAccessToken({ refused: token, urgent: true }) : token);
  };
}

function parseTokenClaims(token: string): TokenClaims {
  const read = claims.safeParse(decodeClaims(token));
  if (!read.success) {
    const details = { meaning: 'unavailable', graphCode: noTokenCode } as const;
    throw new GraphError('Reading the token for Graph: it is of a form that is not known', details);
  }
  const { tid, aud, iss, roles, oid, iat } = read.data;
  return {
    tenantId: tid,
    audience: aud,
    issuer: iss,
    roles,
    objectId: oid,
    issuedAt: iat === undefined ? undefined : new Date(iat * 1000),
  };
}

/** Lower case; `undefined` where the token does not say it, or is opaque. */
export function findTokenTenant(token: string): string | undefined {
  return claims.pick({ tid: true }).safeParse(decodeClaims(token)).data?.tid;
}

function decodeClaims(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
