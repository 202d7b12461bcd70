/** Who reads is told by the platform's header alone, and only in the form in which the platform writes it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isMeantFor, parsePrincipal } from '../../../src/web/access/principal.ts';
import { encodeJson, encodePrincipal } from '../../support/principal-header.ts';

const claim = (typ: string, val: string) => ({ typ, val });
const objectId = claim('http://schemas.microsoft.com/identity/claims/objectidentifier', 'oid-1');

describe('a principal', () => {
  test('has the object id, the user principal name and every role of the token', () => {
    const header = encodePrincipal({ id: 'oid-1', name: 'rita@contoso.example', roles: ['A', 'B'] });
    expect(parsePrincipal(header)).toEqual({
      id: 'oid-1',
      name: 'rita@contoso.example',
      roles: ['A', 'B'],
      audiences: [],
    });
  });

  test.each([
    ['preferred_username', [claim('preferred_username', 'rita@x'), claim('name', 'Rita')], 'rita@x'],
    ['the display name', [claim('name', 'Rita')], 'Rita'],
    ['the id, where nothing else is there', [], 'oid-1'],
  ])('is named by %s', (_what, claims, name) => {
    const header = encodeJson({ auth_typ: 'aad', claims: [objectId, ...claims], role_typ: null });
    expect(parsePrincipal(header)).toMatchObject({ name });
  });

  test('has the roles of the claim that the platform names as such', () => {
    const claims = [objectId, claim('urn:role', 'A'), claim('roles', 'B'), claim('other', 'C')];
    const header = encodeJson({ auth_typ: 'aad', claims, role_typ: 'urn:role' });
    expect(parsePrincipal(header)?.roles).toEqual(['B', 'A']);
  });
});

test('a principal of another app is known by its audience, where there is one', () => {
  const clientId = '11111111-1111-4111-8111-111111111111';
  const of = (...audiences: string[]) => ({ id: 'oid-1', name: 'rita', roles: [], audiences });
  expect(isMeantFor(clientId, of(clientId.toUpperCase()))).toBe(true);
  expect(isMeantFor(clientId, of(`api://${clientId}`))).toBe(true);
  expect(isMeantFor(clientId, of())).toBe(true);
  expect(isMeantFor(undefined, of('another'))).toBe(true);
  expect(isMeantFor(clientId, of('another'))).toBe(false);
});

describe('nobody is signed in by', () => {
  const right = encodePrincipal({ roles: ['Calls.Read'] });

  test.each<[string, string | null]>([
    ['no header', null],
    ['an empty one', ''],
    ['two of them', `${right}, ${right}`],
    ['something that is not base64', '{"auth_typ":"aad"}'],
    ['base64 of something that is not JSON', Buffer.from('hello').toString('base64')],
    ['base64 of broken UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('base64')],
    ['JSON without claims', encodeJson({ auth_typ: 'aad' })],
    ['JSON null', encodeJson(null)],
    ['claims that are no texts', encodeJson({ auth_typ: 'aad', claims: [{ typ: 'oid', val: 1 }] })],
    [
      'somebody without an object id',
      encodeJson({ auth_typ: 'aad', claims: [claim('roles', 'Calls.Read')] }),
    ],
    ['an empty object id', encodePrincipal({ id: ' ', roles: ['Calls.Read'] })],
    ['another identity provider', encodeJson({ auth_typ: 'github', claims: [objectId] })],
    ['a huge header', encodePrincipal({ roles: Array.from({ length: 3000 }, (_, i) => `Role.${i}`) })],
  ])('%s', (_what, header) => {
    expect(parsePrincipal(header)).toBeUndefined();
  });

  test('whatever else a client writes', () => {
    fc.assert(fc.property(fc.string(), (text) => parsePrincipal(text) === undefined));
    fc.assert(
      fc.property(fc.json(), (json) => parsePrincipal(Buffer.from(json).toString('base64')) === undefined),
    );
  });
});
