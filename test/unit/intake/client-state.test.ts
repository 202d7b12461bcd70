/** The secret that Graph echoes. */
import { describe, expect, test } from '@jest/globals';
import { checkEachOnce, makeClientStateCheck } from '../../../src/intake/client-state.ts';

const current = 'current-secret-of-the-app';
const previous = 'the-one-before-it';

describe('the client state', () => {
  const check = makeClientStateCheck([current, previous]);

  test.each([current, previous])('%s is accepted', (clientState) => {
    expect(check(clientState)).toBe(true);
  });

  test.each([
    '',
    current.slice(0, -1),
    `${current}x`,
    `${current} `,
    `${current}\0`,
    current.toUpperCase(),
    `x${current.slice(1)}`,
    `${current},${previous}`,
    'x'.repeat(100_000),
  ])('%# is refused, whatever its length', (clientState) => {
    expect(check(clientState)).toBe(false);
  });

  test('of before is refused where there is none of before', () => {
    expect(makeClientStateCheck([current])(previous)).toBe(false);
  });

  test('is compared letter by letter beyond ASCII too', () => {
    const check = makeClientStateCheck(['schlüssel-für-die-anrufe']);
    expect(check('schlüssel-für-die-anrufe')).toBe(true);
    expect(check('schlussel-fur-die-anrufe')).toBe(false);
  });

  test('is checked once for all items of a body that say the same', () => {
    const checked: string[] = [];
    const check = makeClientStateCheck([current]);
    const checkOnce = checkEachOnce((text) => {
      checked.push(text);
      return check(text);
    });
    const said = [current, previous, current, previous, current];
    expect(said.map(checkOnce)).toEqual([true, false, true, false, true]);
    expect(checked).toEqual([current, previous]);
  });
});
