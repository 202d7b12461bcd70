/** What an answer of status 200 is worth, whoever opens it. */
import { describe, expect, test } from '@jest/globals';
import { GraphError } from '../../../src/errors.ts';
import { findMember, findNextLink, requireArray, scanAnswer } from '../../../src/paging/answer-members.ts';
import { openAnswer } from '../../../src/paging/open-answer.ts';

function open(text: string) {
  return openAnswer({ bytes: Buffer.from(text), requestId: 'r1' }, 'Reading pages', (bytes) => {
    const root = scanAnswer(bytes, 2);
    const { items } = requireArray(findMember(root, 'value')?.value, 'value');
    return { count: items.length, link: findNextLink(bytes, root).link };
  });
}

function errorOf(text: string): GraphError {
  try {
    open(text);
  } catch (error) {
    if (error instanceof GraphError) return error;
  }
  throw new Error('It was opened');
}

describe('an answer', () => {
  test.each([
    ['of the right shape', '{"value":[1,2],"@odata.nextLink":"x"}', 2, 'x'],
    ['with its link in another case, escaped', '{"@odata.nextlink":"\\u0078","value":[]}', 0, 'x'],
    ['with the same link twice', '{"value":[],"@odata.nextLink":"x","@odata.nextlink":"x"}', 0, 'x'],
    ['whose link is null', '{"value":[1],"@odata.nextLink":null}', 1, undefined],
    ['with a member twice', '{"value":1,"value":[]}', 0, undefined],
  ])('%s is opened', (_, text, count, link) => {
    expect(open(text)).toEqual({ count, link });
  });

  test.each(['', '{"value":[1', '{"value":[1]'])('that breaks off is unavailable: %s', (text) => {
    expect(errorOf(text)).toMatchObject({
      message: 'Reading pages: the answer breaks off',
      meaning: 'unavailable',
      status: 200,
      requestId: 'r1',
      body: undefined,
    });
  });

  test.each([
    ['is not JSON', '<html>', 'Reading pages: the answer is not valid JSON'],
    ['is not an object', '[]', 'Opening an answer of Graph: it is not a JSON object'],
    ['has no array', '{"value":{}}', 'Opening an answer of Graph: its value is not an array'],
    [
      'has a link that is not a string',
      '{"value":[],"@odata.nextLink":1}',
      'Opening an answer of Graph: its @odata.nextLink is not a string',
    ],
    [
      'has two different links',
      '{"value":[],"@odata.nextLink":"x","@odata.nextlink":"y"}',
      'Opening an answer of Graph: it has more than one @odata.nextLink',
    ],
  ])('that %s is refused, with its body', (_, text, message) => {
    const error = errorOf(text);
    expect(error).toMatchObject({ message, meaning: 'refused', status: 200, requestId: 'r1' });
    expect(Buffer.from(error.body ?? []).toString()).toBe(text);
  });
});
