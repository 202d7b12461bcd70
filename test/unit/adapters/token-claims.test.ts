/** What is read of a token, and that nothing of it gets out where it cannot be read. */
import { describe, expect, test } from '@jest/globals';
import { makeReadClaims } from '../../../src/adapters/graph/token-claims.ts';

const token = (claims: unknown) =>
  ['{}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
const read = (text: string) => makeReadClaims(async () => text)();

describe('a token', () => {
  test('tells tenant, audience, roles and identity', async () => {
    const claims = {
      tid: 'ABC',
      aud: 'https://graph.microsoft.com',
      iss: 'https://sts.windows.net/abc/',
      roles: ['One', 'Two'],
      oid: 'me',
      iat: 1_800_000_000,
    };
    expect(await read(token(claims))).toEqual({
      tenantId: 'abc',
      audience: 'https://graph.microsoft.com',
      issuer: 'https://sts.windows.net/abc/',
      roles: ['One', 'Two'],
      objectId: 'me',
      issuedAt: new Date(1_800_000_000_000),
    });
  });

  test('without roles has none', async () => {
    expect(await read(token({ tid: 'abc', aud: 'x' }))).toMatchObject({ roles: [], issuedAt: undefined });
  });

  test.each(['', 'opaque', 'a.b.c', token({}), token(null), token({ tid: 1, aud: 'x' })])(
    'that is none (%j) is said to be so, without its text',
    async (text) => {
      const refused = read(text);
      await expect(refused).rejects.toMatchObject({ name: 'GraphError', graphCode: 'NoToken' });
      await refused.catch((error: Error) =>
        expect(error.message).toBe('Reading the token for Graph: it is of a form that is not known'),
      );
    },
  );
});
