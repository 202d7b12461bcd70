/** One operation from a trigger to everything that follows from it. */
import { describe, expect, test } from '@jest/globals';
import { makeOperations } from '../../../src/adapters/telemetry/operation.ts';

const ofPost = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const ofQueue = '00-11112222333344445555666677778888-1111222233334444-00';
const malformed = [
  '',
  '00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01',
  `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
  `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`,
  'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  `${ofPost}-more`,
  '|0af7651916cd43dd.1.',
];

describe('the operation of an invocation', () => {
  const begin = (traceparent: string | undefined) => {
    const invocation = { id: 'i', traceparent };
    return makeOperations(() => invocation);
  };

  test('is the one that the host names', () => {
    expect(begin(ofPost).current()).toEqual({ invocationId: 'i', traceparent: ofPost });
  });

  test.each([undefined, ...malformed])('is a new one where the host says %j', (given) => {
    const [one, other] = [begin(given), begin(given)].map(({ current }) => current()?.traceparent);
    for (const traceparent of [one, other]) expect(traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
    expect(one).not.toBe(other);
  });

  test('stays the same while the invocation lasts', () => {
    const { current } = begin(undefined);
    expect(current()).toEqual(current());
  });
});

describe('the operation of a message', () => {
  const invocation = { invocationId: 'i', traceparent: ofQueue };
  const operations = makeOperations(() => ({ id: 'i', traceparent: ofQueue }));

  test('continues the operation that sent the message, until all that was begun is done', async () => {
    const read = operations.inOperationOf({ kind: 'records', traceparent: ofPost }, async () => {
      await new Promise(setImmediate);
      return operations.current();
    });
    expect(operations.current()).toEqual(invocation);
    expect(await read).toEqual({ invocationId: 'i', traceparent: ofPost });
  });

  test.each([...malformed, 7, null, undefined])(
    'is that of the invocation where the message says %j',
    (traceparent) => {
      expect(operations.inOperationOf({ kind: 'records', traceparent }, operations.current)).toEqual(
        invocation,
      );
    },
  );

  test.each([undefined, null, 'text', 4])('is that of the invocation where the message is %j', (message) => {
    expect(operations.inOperationOf(message, operations.current)).toEqual(invocation);
  });

  test('is none outside of any invocation', () => {
    const outside = makeOperations(() => undefined);
    expect(outside.inOperationOf({ traceparent: ofPost }, outside.current)).toBeUndefined();
  });
});
