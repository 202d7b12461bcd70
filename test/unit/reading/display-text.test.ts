/** Text for a terminal: nothing in it is a command, and its width is what the terminal shows. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clip, displayWidth, pad, printable, wrap } from '../../../src/reading/display-text.ts';

const anyText = fc.string({ unit: 'grapheme' }).map(printable);

test('control characters, line ends and direction marks are shown, everything else stays', () => {
  expect(printable('a\u001b[31m\r\nb\u202ec\u009b')).toBe('a\\u001b[31m\\u000d\\u000ab\\u202ec\\u009b');
  expect(printable('Zoë – 会議 👍 +49 30')).toBe('Zoë – 会議 👍 +49 30');
});

test.each([
  ['a zero-width space', 'a\u200bb', 'a\\u200bb'],
  ['a zero-width joiner', 'a\u200db', 'a\\u200db'],
  ['a word joiner', 'a\u2060b', 'a\\u2060b'],
  ['a byte order mark', '\ufeffab', '\\ufeffab'],
  ['a soft hyphen', 'a\u00adb', 'a\\u00adb'],
  ['an isolate', 'a\u2067b', 'a\\u2067b'],
  ['a filler', 'a\u3164b', 'a\\u3164b'],
  ['a tag', 'a\u{e0041}b', 'a\\udb40\\udc41b'],
])('%s is shown', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('the form of an emoji is not a secret', () => {
  expect(printable('❤\ufe0f')).toBe('❤\ufe0f');
});

test.each([
  ['of an emoji', '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}'],
  ['of an emoji with a colour of skin', '\u{1f9d1}\u{1f3fd}\u200d\u{1f4bb}'],
  ['of an emoji with a form', '\u2764\ufe0f\u200d\u{1f525}'],
  ['of a Persian name', '\u0639\u0644\u06cc\u200c\u0631\u0636\u0627'],
  ['of an Indic letter', '\u0915\u094d\u200d\u0937'],
])('a joiner %s stays', (_, text) => {
  expect(printable(text)).toBe(text);
});

test.each([
  ['at the end', '\u{1f469}\u200d', '\u{1f469}\\u200d'],
  ['twice', '\u0639\u200c\u200c\u0631', '\u0639\\u200c\\u200c\u0631'],
  ['between letters of others', 'a\u200cb', 'a\\u200cb'],
])('a joiner that joins nothing is shown: %s', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

describe('a width', () => {
  test.each([
    ['abc', 3],
    ['Zoe\u0308', 3],
    ['会議室', 6],
    ['👍', 2],
    ['', 0],
  ])('of %j is %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('is never exceeded by a clipped text, and always reached by a padded one', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, width) => {
        expect(displayWidth(clip(text, width))).toBeLessThanOrEqual(width);
        expect(displayWidth(pad(text, width))).toBe(Math.max(width, displayWidth(text)));
        expect(pad(text, width, 'right').endsWith(text)).toBe(true);
      }),
    );
  });
});

test('wrapped lines hold every word in order, and only a word that is longer alone makes a line longer', () => {
  const word = fc.stringMatching(/^[a-z]{1,15}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 5, max: 30 }), (words, width) => {
      const lines = wrap(words.join(' '), width);
      expect(lines.join(' ').split(' ')).toEqual(words);
      for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
    }),
  );
});
