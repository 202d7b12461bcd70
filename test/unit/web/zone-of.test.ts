/** Which zone a reader's times are in: that of the address, then that of the cookie, then none. */
import { expect, test } from '@jest/globals';
import { zoneOf } from '../../../src/web/zone-of.ts';

test.each([
  ['', null, undefined],
  ['', 'other=1; zone=Europe%2FBerlin', 'Europe/Berlin'],
  ['', `zone=${encodeURIComponent('Etc/GMT+5')}`, 'Etc/GMT+5'],
  ['?zone=Asia/Kathmandu', 'zone=Europe%2FBerlin', 'Asia/Kathmandu'],
  ['?zone=Mars/Base', 'zone=Europe%2FBerlin', 'Europe/Berlin'],
  ['?zone=%3Cscript%3E', 'zone=%3Cscript%3E', undefined],
  ['', 'timezone=Europe%2FBerlin', undefined],
])('%s with the cookie %s: %s', (query, cookies, zone) => {
  expect(
    zoneOf(new URL(`https://reader.example/calls${query}`), cookies)?.replace('Katmandu', 'Kathmandu'),
  ).toBe(zone);
});
