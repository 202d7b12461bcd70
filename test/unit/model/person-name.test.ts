/** Names as they are looked up: what is typed and what Graph gives meet in one form that a table takes as a key. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldName, matchesName, nameStarts } from '../../../src/model/person-name.ts';

describe('the form of a name', () => {
  test.each([
    ['Anna Schmidt', 'anna schmidt'],
    ['  ANNA   Schmidt ', 'anna schmidt'],
    ['Jürgen Groß', 'jurgen gross'],
    ['GROẞ', 'gross'],
    ['Zoë Ñandú-Šimić', 'zoe nandu-simic'],
    ['İpek Işık', 'ipek isık'],
    ['ﬁona Ｗide', 'fiona wide'],
    ['Nguyễn Thị Ánh', 'nguyen thi anh'],
    ['a/b\\c#d?e|f', 'a b c d e f'],
    ['tab\tand\u0000zero\u009f', 'tab and zero'],
    ['\u202eadmin\u202c\u200b', 'admin'],
    ['محمد عَلي', 'محمد علي'],
    ['דָּוִד לֵוִי', 'דוד לוי'],
    ['王小明', '王小明'],
    ['😀', '😀'],
    ['half \ud800', 'half \ufffd'],
    ['/?#', ''],
    ['', ''],
  ])('%j is %j', (name, folded) => expect(foldName(name)).toBe(folded));

  test('is its own form, and a key that a table accepts, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
        for (const start of nameStarts(name)) {
          expect(start.length).toBeLessThanOrEqual(120);
          expect(start).not.toMatch(/[/\\#?|\p{Cc}]/u);
          expect(start.isWellFormed()).toBe(true);
          expect(foldName(start)).toBe(start);
        }
      }),
    );
  });
});

describe('a name is found from each of its words on', () => {
  test.each([
    ['Anna Schmidt', ['anna schmidt', 'schmidt']],
    ['Schmidt, Anna (External)', ['schmidt, anna (external)', 'anna (external)', 'external)']],
    [
      'One Two Three Four Five',
      ['one two three four five', 'two three four five', 'three four five', 'four five'],
    ],
    ['Jean-Luc O’Neill', ['jean-luc o’neill', 'o’neill']],
    ['Anna - Schmidt', ['anna - schmidt', 'schmidt']],
    ['Anna Anna', ['anna anna', 'anna']],
    ['😀', ['😀']],
    ['/', []],
  ])('%j: %j', (name, starts) => expect(nameStarts(name)).toEqual(starts));

  test('a long one is cut, not within a character', () => {
    expect(nameStarts('x'.repeat(500))).toEqual(['x'.repeat(120)]);
    expect(nameStarts(`${'x'.repeat(119)}😀`)).toEqual(['x'.repeat(119)]);
  });
});

test.each([
  ['Anna Schmidt', 'schmidt', true],
  ['Anna Schmidt', 'Schmidt Anna', true],
  ['Anna Schmidt', 'ann sch', true],
  ['Schmidt, Anna', 'anna schmidt', true],
  ['Anna Schmidt', 'Schmidt, Anna', true],
  ['Schmidt, Anna', 'schmidt; anna', true],
  ['(Anna) Schmidt', 'anna', true],
  ['Anna Schmidt', 'anna schulz', false],
  ['Anna Schmidt', 'midt', false],
])('%j matches %j: %j', (name, typed, matches) => expect(matchesName(name, typed)).toBe(matches));
