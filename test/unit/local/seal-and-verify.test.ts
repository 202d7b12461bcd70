/** The line in which `npm start` says how its calls were sealed. */
import { expect, test } from '@jest/globals';
import { formatVerified } from '../../../local/seal-and-verify.ts';

const intact = { sequence: 1, days: 2, files: 5, listed: 4, missing: [], otherwise: [], exitCode: 0 };

test('says what was sealed and verified', () => {
  expect(formatVerified(intact)).toBe('A night later: 2 days sealed (seal 1), 5 files verified: intact.');
});

test('names what is missing, and whatever else verify complains of', () => {
  const missing = ['c1fa9bda-3b8a-4d43-9d0e-7e3c0c0d6f1a'];
  const otherwise = ['file-altered call-records/records/v1/one.json.gz'];
  expect(formatVerified({ ...intact, missing, otherwise, exitCode: 5 })).toBe(
    'A night later: 2 days sealed (seal 1), 5 files verified, exit code 5: ' +
      'missing c1fa9bda-3b8a-4d43-9d0e-7e3c0c0d6f1a; file-altered call-records/records/v1/one.json.gz',
  );
});
