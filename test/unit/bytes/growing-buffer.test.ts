/** Parts side by side in memory that grows, is used again, and is given back. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeGrowingBuffer } from '../../../src/bytes/growing-buffer.ts';

test('holds what was added since it was cleared or freed last', () => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.uint8Array({ maxLength: 6000 }) },
    { weight: 5, arbitrary: fc.string({ unit: 'binary', maxLength: 3000 }) },
    fc.constantFrom('clear' as const, 'free' as const).map((action) => ({ action })),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const buffer = makeGrowingBuffer();
      let expected = Buffer.alloc(0);
      for (const part of steps) {
        if (typeof part === 'object' && 'action' in part) {
          buffer[part.action]();
          expected = Buffer.alloc(0);
        } else {
          if (typeof part === 'string') buffer.addText(part);
          else buffer.add(part);
          expected = Buffer.concat([expected, Buffer.from(part as string)]);
        }
        expect(buffer.length).toBe(expected.length);
        expect(buffer.bytes().equals(expected)).toBe(true);
      }
    }),
    { seed: 11 },
  );
});
