/** The items of an envelope, one by one: what JSON.parse would give, and no other. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseEnvelope } from '../../../src/intake/parse-envelope.ts';

const parse = (text: string) => Array.fromAsync(parseEnvelope(Buffer.from(text)));
/** A body that is too large to be parsed whole. */
const read = (text: string) => parse(text + ' '.repeat(131_072));

test('are those that JSON.parse finds, whatever is in them and around them', async () => {
  const space = fc.constantFrom('', ' ', '\n\t', '\r\n  ');
  const items = fc.array(fc.json(), { maxLength: 8 });
  const members = fc.array(fc.tuple(fc.string(), fc.json()), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(items, members, members, space, async (list, before, after, gap) => {
      const others = (some: [string, string][]) =>
        some
          .filter(([name]) => name !== 'value')
          .map(([name, json]) => `${JSON.stringify(name)}${gap}:${json}`);
      const value = `"value"${gap}:${gap}[${gap}${list.join(`${gap},${gap}`)}${gap}]`;
      const text = `${gap}{${[...others(before), value, ...others(after)].join(`${gap},${gap}`)}}${gap}`;
      expect(await read(text)).toEqual(JSON.parse(text).value);
    }),
  );
});

test('a body that JSON.parse refuses gives no envelope', async () => {
  const cut = fc.tuple(
    fc.json(),
    fc.nat(),
    fc.constantFrom('', '[', ']', '{', '}', ',', ':', '"', '\\', '0'),
  );
  await fc.assert(
    fc.asyncProperty(cut, async ([json, at, junk]) => {
      const text = `{"value":[${json},${json}]}`;
      const broken = text.slice(0, at % text.length) + junk + text.slice((at % text.length) + 1);
      const isJson = (() => {
        try {
          JSON.parse(broken);
          return true;
        } catch {
          return false;
        }
      })();
      fc.pre(!isJson);
      await expect(read(broken)).rejects.toMatchObject({ name: 'ShapeError' });
    }),
  );
});

test('an item that is far too long is not parsed, and the others are', async () => {
  const long = JSON.stringify({ text: 'x'.repeat(40_000) });
  expect(await read(`{"value":[1,${long},2]}`)).toEqual([1, undefined, 2]);
});

test('of a small body are parsed at once', async () => {
  expect(await parse('{"value":[1,{"a":[2]}],"other":{"value":3}}')).toEqual([1, { a: [2] }]);
  await expect(parse('{"value":{}}')).rejects.toMatchObject({ name: 'ShapeError' });
  await expect(parse(`{"value":[${'1,'.repeat(5000)}1]}`)).rejects.toMatchObject({
    name: 'TooManyItemsError',
  });
});
