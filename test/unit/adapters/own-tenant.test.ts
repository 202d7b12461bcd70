/** Graph is asked only with a token of the tenant that is archived. */
import { expect, test } from '@jest/globals';
import { makeOwnTenantToken } from '../../../src/adapters/graph/own-tenant.ts';

const own = '11111111-1111-4111-8111-11111111111a';
const token = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.e30`;
const readFor = (...texts: string[]) => makeOwnTenantToken(async () => texts.shift() ?? '', own);

test('a token of another tenant is refused like a missing permission, and both tenants are named', async () => {
  const other = '99999999-9999-4999-8999-999999999999';
  await expect(readFor(token({ tid: other }))()).rejects.toMatchObject({
    meaning: 'denied',
    graphCode: 'WrongTenant',
    message: `Asking Graph: the token is of tenant ${other}, and GRAPH_TENANT_ID is ${own}; nothing was asked`,
  });
});

test.each([
  'opaque',
  '',
  'a.b.c',
  token({}),
  token({ tid: 7 }),
  token(null),
  token({ tid: own.toUpperCase() }),
])('a token that does not say its tenant, or says the own one, passes: %j', async (text) => {
  expect(await readFor(text)()).toBe(text);
});

test('a token that comes later is looked at too', async () => {
  const read = readFor(token({ tid: own }), token({ tid: 'another' }));
  await read();
  await expect(read()).rejects.toMatchObject({ graphCode: 'WrongTenant' });
});
