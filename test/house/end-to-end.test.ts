/** What holds for every end-to-end test. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const folder = new URL('../e2e', import.meta.url).pathname;

test('each end-to-end test that runs the app has what it logs and sends scanned for personal data', () => {
  const unwatched = readdirSync(folder).filter((name) =>
    /\b(startLocalSystem|runHost)\(/.test(readFileSync(`${folder}/${name}`, 'utf8')),
  );
  expect(unwatched).toEqual([]);
});
