/** The style sheet of the readers' pages, as far as other tests rely on it. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const style = readFileSync(new URL('../../../src/web/static/reader.css', import.meta.url), 'utf8');

test('in the dark only colours are others', () => {
  const [, ...darkParts] = style.split('@media (prefers-color-scheme: dark)');
  expect(darkParts.map((part) => part.slice(0, part.indexOf('\n}\n')))).toEqual([
    expect.stringMatching(/^ \{\n {2}:root \{\n( {4}--[\w-]+: #[0-9a-f]{3,6};\n)+ {2}\}$/),
  ]);
  expect(style).not.toContain('light-dark(');
});
