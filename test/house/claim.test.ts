/** The claim of a sealed archive is the same words everywhere. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { claim, notClaimed } from '../../src/proof/claim.ts';

test('docs/proof.md claims what verify says', () => {
  const page = readFileSync(new URL('../../docs/proof.md', import.meta.url), 'utf8');
  const words = page.replaceAll(/\n>? ?/g, ' ');
  expect(words).toContain(claim);
  expect(words).toContain(notClaimed);
});
