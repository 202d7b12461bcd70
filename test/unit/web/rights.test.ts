/** The rights of roles, alone and together. */
import { expect, test } from '@jest/globals';
import { findReaderRoles, type ReaderRole, readerRoles, rightsOf } from '../../../src/web/access/rights.ts';

test.each<[ReaderRole[], ReturnType<typeof rightsOf>]>([
  [[], { calls: 'none', raw: false, days: false, accessLog: false }],
  [['Calls.Read.Limited'], { calls: 'one', raw: false, days: false, accessLog: false }],
  [['Calls.Read'], { calls: 'all', raw: false, days: true, accessLog: false }],
  [['Calls.Read.Raw'], { calls: 'all', raw: true, days: true, accessLog: false }],
  [['Archive.Audit'], { calls: 'none', raw: false, days: true, accessLog: true }],
  [['Calls.Read.Limited', 'Archive.Audit'], { calls: 'one', raw: false, days: true, accessLog: true }],
  [['Calls.Read.Limited', 'Calls.Read'], { calls: 'all', raw: false, days: true, accessLog: false }],
  [Object.keys(readerRoles) as ReaderRole[], { calls: 'all', raw: true, days: true, accessLog: true }],
])('%j may see %j', (roles, rights) => {
  expect(rightsOf(roles)).toEqual(rights);
  expect(rightsOf(roles.toReversed())).toEqual(rights);
});

test('a role of another app, or one that is written otherwise, is none', () => {
  const names = [
    'calls.read',
    'Calls.Read ',
    'Calls.Read.All',
    'constructor',
    'Archive.Audit',
    'Archive.Audit',
  ];
  expect(findReaderRoles(names)).toEqual(['Archive.Audit']);
});
