/** What is missing, what is newer, and what Graph is about to forget. */
import { describe, expect, test } from '@jest/globals';
import {
  collectNewest,
  compareCall,
  isExpiring,
  whenForgotten,
} from '../../../src/reconciling/compare-call.ts';

test.each([
  ['1', undefined, 'missing'],
  ['1', '1', 'present'],
  ['2', '1', 'newer'],
  ['10', '9', 'newer'],
  ['1', '2', 'present'],
  ['9007199254740993', '9007199254740992', 'newer'],
  ['9007199254740993', '9007199254740993', 'present'],
  ['100000000000000000000', '99999999999999999999', 'newer'],
])('version %s of Graph against %s of the archive is %s', (listed, archived, standing) => {
  expect(compareCall(listed, archived)).toBe(standing);
});

test('of several archived versions the highest counts, by number and not by text', async () => {
  const rows = async function* () {
    yield* ['9', '10', '2'].map((version) => ({ callId: 'a', version }));
    yield { callId: 'b', version: '1' };
  };
  expect(await collectNewest(rows())).toEqual(
    new Map([
      ['a', '10'],
      ['b', '1'],
    ]),
  );
});

describe('a call is about to be forgotten', () => {
  const call = {
    callId: 'a',
    version: '1',
    startedAt: new Date('2026-10-20T10:00:00Z'),
    endedAt: new Date('2026-10-20T12:00:00Z'),
  };

  test('with less than 72 hours to live after its end', () => {
    expect(whenForgotten(call)).toEqual(new Date('2026-11-19T12:00:00Z'));
    expect(isExpiring(call, new Date('2026-11-16T12:00:00.000Z'))).toBe(false);
    expect(isExpiring(call, new Date('2026-11-16T12:00:00.001Z'))).toBe(true);
  });

  test('counted from its start where Graph does not say when it ended', () => {
    const { endedAt: _, ...open } = call;
    expect(isExpiring({ ...open, endedAt: undefined }, new Date('2026-11-16T10:00:00.001Z'))).toBe(true);
  });
});
