/** A refusal has one form on every route (design §3). */
import { expect, test } from '@jest/globals';
import { formatRefusal } from '../../../src/model/http-reply.ts';

test('a refusal is JSON that holds a code and a message, whatever characters they have', () => {
  const { status, headers, body } = formatRefusal(400, 'NotAnEnvelope', 'The body is no "envelope"\n');
  expect(status).toBe(400);
  expect(headers?.['content-type']).toMatch(/^application\/json/);
  expect(JSON.parse(body ?? '')).toEqual({
    error: { code: 'NotAnEnvelope', message: 'The body is no "envelope"\n' },
  });
});
