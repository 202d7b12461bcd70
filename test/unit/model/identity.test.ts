import { describe, expect, test } from '@jest/globals';
import { formatIdentity, identityKey, parseIdentities } from '../../../src/model/identity.ts';

describe('the identities of', () => {
  test('a set are its members that have an id', () => {
    const set = { '@odata.type': '#x', user: null, phone: { id: '+49301234567' }, guest: { id: 'g1' } };
    expect(parseIdentities(set).map(identityKey)).toEqual(['phone:+49301234567', 'id:g1']);
  });

  test('a single identity are itself; a number is a phone even unsaid', () => {
    expect(parseIdentities({ id: 'A1', displayName: 'Abbie' })).toMatchObject([
      { kind: 'user', name: 'Abbie' },
    ]);
    for (const id of ['+49301234567', '+49301234567;ext=789'])
      expect(parseIdentities({ id }).map(identityKey)).toEqual(['phone:+49301234567']);
  });

  test.each([
    [{ id: '+49301234567' }, 'phone:+49301234567'],
    [{ id: '+4930123*****' }, 'phone:+4930123*****'],
    // Who hides the number has none.
    [{ id: 'anonymous' }, 'id:anonymous'],
    [{ id: '+Unavailable' }, 'id:+unavailable'],
  ])('a phone %j is known by %s', (phone, key) => {
    expect(parseIdentities({ phone }).map(identityKey)).toEqual([key]);
  });

  test.each([[null], ['text'], [[]], [{}], [{ user: { id: '' } }], [{ user: { id: 'x'.repeat(10_000) } }]])(
    '%j are none',
    (value) => {
      expect(parseIdentities(value)).toEqual([]);
    },
  );
});

describe('a person is shown', () => {
  const nobody = { name: undefined, tenantId: undefined, userPrincipalName: undefined };
  test.each([
    ['by name', { ...nobody, kind: 'user', id: 'a', name: ' Abbie ' }, 'Abbie'],
    ['by user principal name', { ...nobody, kind: 'user', id: 'a', userPrincipalName: 'a@b.c' }, 'a@b.c'],
    ['as the caller without a number', { ...nobody, kind: 'phone', id: 'anonymous' }, 'phone anonymous'],
    ['by number', { ...nobody, kind: 'phone', id: '4:+49301234567' }, '+49301234567'],
    [
      'by kind, id and tenant',
      { ...nobody, kind: 'guest', id: 'g1', tenantId: 't1' },
      'guest g1 of tenant t1',
    ],
    ['as hidden', { ...nobody, kind: 'encrypted', id: 'e1' }, 'hidden person e1'],
  ])('%s', (_, identity, text) => {
    expect(formatIdentity(identity)).toBe(text);
  });
});
