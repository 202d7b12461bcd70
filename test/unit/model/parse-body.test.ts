/** What is wrong with the body of an operator's request, in words that say what to send. */
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { parseBody } from '../../../src/model/parse-body.ts';

const form = z.strictObject({ full: z.boolean({ error: 'must be true or false' }).optional() });

test.each(['', ' \n', '{}'])('%j is an empty object', (text) => {
  expect(parseBody(text, form)).toEqual({ value: {} });
});

test.each([
  ['{', 'the body is not valid JSON'],
  ['[]', 'the body must be a JSON object'],
  ['null', 'the body must be a JSON object'],
  ['"full"', 'the body must be a JSON object'],
  ['{"full":1}', 'full: must be true or false'],
  ['{"Full":true,"x y":1}', 'the body must not have "Full", "x y"'],
])('of %s it says: %s', (text, problem) => {
  expect(parseBody(text, form)).toEqual({ problem });
});
