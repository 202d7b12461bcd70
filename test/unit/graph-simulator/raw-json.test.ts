import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  memberName,
  rawItems,
  rawMembers,
  withoutMember,
} from '../../../local/graph-simulator/records/raw-json.ts';
import { segmentTexts, withSegmentPage } from '../../../local/graph-simulator/records/segment-paging.ts';

describe('taking JSON apart', () => {
  test('finds every member of any object, in order, with its own bytes', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom(undefined, 2, '\t'),
        (object, space) => {
          const text = JSON.stringify(object, undefined, space);
          const members = rawMembers(text);
          expect(members.map((member) => member.name)).toEqual(Object.keys(JSON.parse(text)));
          for (const { name, start, valueStart, end } of members) {
            expect(JSON.parse(text.slice(valueStart, end))).toEqual(JSON.parse(text)[name]);
            expect(memberName(text.slice(start, end))).toBe(name);
          }
        },
      ),
    );
  });

  test('finds every item of any array', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1), (array, space) => {
        const text = JSON.stringify(array, undefined, space);
        expect(rawItems(text).map((item) => JSON.parse(text.slice(item.start, item.end)))).toEqual(
          JSON.parse(text),
        );
      }),
    );
  });

  test('keeps duplicate keys, numbers and escapes as they are', () => {
    const text = '{"a":1.0,"a":9007199254740993,"\\u0062":"x\\\\\\"}"}';
    expect(rawMembers(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      '"a":1.0',
      '"a":9007199254740993',
      '"\\u0062":"x\\\\\\"}"',
    ]);
    expect(withoutMember(text, 'b')).toBe('{"a":1.0,"a":9007199254740993}');
  });

  test.each(['', '[', '{"a":"b', '{"a":[1,2'])('refuses what is not an object: %s', (text) => {
    expect(() => rawMembers(text)).toThrow();
  });
});

describe('paging the segments of a session', () => {
  test('puts the link beside the first segments and leaves the rest of the session alone', () => {
    const session = '{"id":"s","segments":[{"n":1.0},{"n":2},{"n":3}],"z":null}';
    expect(withSegmentPage(session, 2, 'https://next')).toBe(
      '{"id":"s","segments":[{"n":1.0},{"n":2}],"segments@odata.nextLink":"https://next","z":null}',
    );
    expect(segmentTexts(session)).toEqual(['{"n":1.0}', '{"n":2}', '{"n":3}']);
  });

  test('serves a session with few segments as it is', () => {
    const session = '{"segments":[{"n":1}]}';
    expect(withSegmentPage(session, 1, 'https://next')).toBe(session);
    expect(withSegmentPage('{"id":"no segments"}', 1, 'https://next')).toBe('{"id":"no segments"}');
  });
});
