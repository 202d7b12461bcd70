import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findMembers, type JsonNode, JsonScanError, scanJson, textAt } from '../../../src/bytes/scan-json.ts';

const utf8 = (text: string) => Buffer.from(text, 'utf8');

function flawOf(bytes: Uint8Array): string {
  try {
    scanJson(bytes, 3);
    return 'none';
  } catch (error) {
    if (error instanceof JsonScanError) return error.flaw;
    throw error;
  }
}

/** The value that a described tree stands for, built from the texts at its leaves. */
function rebuild(bytes: Uint8Array, node: JsonNode): unknown {
  if (node.items) return node.items.map((item) => rebuild(bytes, item));
  if (!node.members) return JSON.parse(textAt(bytes, node));
  const object: Record<string, unknown> = {};
  for (const { name, value } of node.members) {
    Object.defineProperty(object, name, {
      value: rebuild(bytes, value),
      enumerable: true,
      configurable: true,
    });
  }
  return object;
}

describe('scanJson', () => {
  test('describes what JSON.parse reads, whatever the value and the white space', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 6 }),
        fc.constantFrom('', '  ', '\n', '\t'),
        fc.nat(5),
        (json, indent, levels) => {
          const value: unknown = JSON.parse(json);
          const bytes = utf8(JSON.stringify(value, null, indent));
          expect(rebuild(bytes, scanJson(bytes, levels))).toEqual(value);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  test('accepts exactly the texts that JSON.parse accepts', () => {
    const letters = [
      ...'{}[]",:\\/ubn0123456789.eE+-tfalsr \n',
      'true',
      'null',
      '"a"',
      '\u0001',
      'ä',
      '{"a":',
      '[1,',
    ];
    const anyText = fc.array(fc.constantFrom(...letters), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(anyText, (text) => {
        let parses = true;
        try {
          JSON.parse(text);
        } catch {
          parses = false;
        }
        expect(flawOf(utf8(text)) === 'none').toBe(parses);
      }),
      { seed: 2, numRuns: 20_000 },
    );
  });

  test('calls every proper beginning of an object truncated', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), (value, at) => {
        const bytes = utf8(JSON.stringify(value));
        expect(flawOf(bytes.subarray(0, at % bytes.length))).toBe('truncated');
      }),
      { seed: 3, numRuns: 1000 },
    );
  });

  test.each([
    ['an HTML page', '<html><body>Service</body></html>'],
    ['a second value', '{} {}'],
    ['a leading zero', '[01]'],
    ['a bare word', '{"a":undefined}'],
    ['a control character in a string', '"a\u0001"'],
    ['a wrong escape', '"\\x41"'],
    ['a trailing comma', '[1,]'],
    ['a byte order mark', '\ufeff{}'],
    ['single quotes', "{'a':1}"],
  ])('calls %s malformed', (_, text) => {
    expect(flawOf(utf8(text))).toBe('malformed');
  });

  test('calls invalid UTF-8 malformed', () => {
    expect(flawOf(Buffer.from([0x22, 0xff, 0x22]))).toBe('malformed');
  });

  test('tells objects from arrays at every depth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 20, maxLength: 150 }),
        fc.nat(149),
        (isObject, place) => {
          const opening = isObject.map((object) => (object ? '{"a":' : '[0,')).join('');
          const closers = isObject.map((object): string => (object ? ',"b":1}' : ',[]]')).toReversed();
          const good = `${opening}{}${closers.join('')}`;
          expect(scanJson(utf8(good), 0)).toEqual({ start: 0, end: good.length });
          const at = place % closers.length;
          const wrong = closers.with(at, closers[at]?.endsWith('}') ? ',"b":1]' : ',[]}');
          expect(flawOf(utf8(`${opening}{}${wrong.join('')}`))).toBe('malformed');
        },
      ),
      { seed: 3, numRuns: 300 },
    );
  });

  test('passes over 100,000 nested brackets', () => {
    const depth = 100_000;
    expect(flawOf(utf8('['.repeat(depth) + ']'.repeat(depth)))).toBe('none');
    expect(flawOf(utf8('{"a":'.repeat(depth)))).toBe('truncated');
  });

  test('resolves escapes in names and keeps duplicate names', () => {
    const bytes = utf8('{"sess\\u0069ons":1,"a":2,"a":3}');
    expect(scanJson(bytes, 1).members?.map(({ name }) => name)).toEqual(['sessions', 'a', 'a']);
  });
});

describe('members that are looked for', () => {
  const look = (text: string, ...names: string[]) => {
    const bytes = utf8(text);
    return [...findMembers(bytes, text.indexOf('{'), names)].map(([name, node]) => [
      name,
      textAt(bytes, node),
    ]);
  };

  test('are found with their bytes, whatever stands around them', () => {
    expect(look(' { "other" : {"id":1} , "id" :\t1.0 ,"ID":2, "b":[ {} ]}', 'id', 'b')).toEqual([
      ['id', '1.0'],
      ['b', '[ {} ]'],
    ]);
    expect(look('{}', 'id')).toEqual([]);
  });

  test('are found where their names are written with escapes, and the last one counts', () => {
    expect(look('{"id":1,"\\u0069d":2}', 'id')).toEqual([['id', '2']]);
  });

  test('are those that a parser finds', () => {
    const names = ['id', 'startDateTime', ''];
    const anyObject = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), fc.jsonValue(), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(anyObject, (object) => {
        const found = new Map(
          look(JSON.stringify(object), ...names).map(([name, text = '']) => [name, text]),
        );
        for (const name of names) {
          const expected = Object.hasOwn(object, name) ? JSON.stringify(object[name]) : undefined;
          expect(found.get(name)).toBe(expected);
        }
      }),
    );
  });
});
