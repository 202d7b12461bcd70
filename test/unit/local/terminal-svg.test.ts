/** Terminals as pictures: every text is there, harmless, and in its column. */
import { expect, test } from '@jest/globals';
import { formatTerminal } from '../../../local/pictures/terminal-svg.ts';

const svg = formatTerminal('A <call>', [
  '$ call-archive show',
  '',
  '  Tom  Anna <anna@contoso.com> & co',
  'x'.repeat(100),
]);

test('a picture has its title and every text, with nothing of it taken for markup', () => {
  expect(svg).toContain('<title>A &lt;call&gt;</title>');
  const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  expect(texts).toEqual([
    '$ call-archive show',
    'Tom',
    'Anna &lt;anna@contoso.com&gt; &amp; co',
    'x'.repeat(100),
  ]);
});

test('a picture is as wide as its longest line, and each stretch begins in its column', () => {
  expect(svg).toContain(`width="${100 * 8.4 + 32}" height="${4 * 19 + 32}"`);
  const columns = [...svg.matchAll(/<text x="([\d.]+)"/g)].map(([, x]) => Math.round((Number(x) - 16) / 8.4));
  expect(columns).toEqual([0, 2, 7, 0]);
});
