/** Ids of calls and tenants: a GUID in one spelling, or none. */
import { describe, expect, test } from '@jest/globals';
import { parseGuid } from '../../../src/model/guid.ts';

const guid = 'e523d2ed-2966-4b6b-925b-754a88034cc5';

describe('parseGuid', () => {
  test.each([guid, guid.toUpperCase(), '00000000-0000-0000-0000-000000000000'])(
    'takes %s in lower case',
    (text) => {
      expect(parseGuid(text)).toBe(text.toLowerCase());
    },
  );

  test.each<[unknown]>([
    [''],
    [` ${guid}`],
    [`${guid}\n`],
    [`{${guid}}`],
    [guid.replaceAll('-', '')],
    [guid.slice(1)],
    [`${guid}0`],
    [guid.replace('e', 'ｅ')],
    [undefined],
    [null],
    [17],
    [[guid]],
    [{ toString: () => guid }],
  ])('finds none in %j', (text) => {
    expect(parseGuid(text)).toBeUndefined();
  });
});
