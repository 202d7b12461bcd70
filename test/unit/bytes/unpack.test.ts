/** Unpacking piece by piece, and what becomes of the memory of the pieces. */
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { giveBackLast, givingBack, ownMemoryBytes } from '../../../src/bytes/give-back.ts';
import { unpack } from '../../../src/bytes/unpack.ts';
import { IntegrityError } from '../../../src/errors.ts';

/** What a socket reads at once; Node's pool of small buffers is as long. */
const pieceBytes = 64 * 1024;
/** As little to be compressed as hashes in hex. */
const document = Buffer.from(randomBytes(1024 * 1024).toString('hex'));
const file = gzipSync(document);

/** Each in memory of its own. */
const cut = (bytes: Buffer) =>
  Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, i) =>
    Uint8Array.from(bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes)),
  );

describe('a file in pieces', () => {
  test('comes out whole although each piece is gone when the next is asked for', async () => {
    const pieces = cut(file);
    const copies: Buffer[] = [];
    for await (const piece of unpack(givingBack(stream(pieces)))) copies.push(Buffer.from(piece));
    expect(Buffer.concat(copies).equals(document)).toBe(true);
    expect(pieces.length).toBeGreaterThan(10);
    expect(pieces.filter(({ length }) => length > 0)).toEqual([]);
  });

  test('leaves nothing of what was unpacked and read but the last memory', async () => {
    const memories = new Set<ArrayBufferLike>();
    for await (const piece of unpack(stream(cut(file)), ownMemoryBytes)) {
      memories.add(piece.buffer);
      giveBackLast(piece);
    }
    expect(memories.size).toBe(Math.ceil(document.length / ownMemoryBytes));
    expect([...memories].filter(({ byteLength }) => byteLength > 0).length).toBeLessThanOrEqual(1);
  });

  test('that is damaged is an IntegrityError; an error of its own passes through', async () => {
    const cutOff = Array.fromAsync(unpack(stream(cut(file.subarray(0, -9)))));
    await expect(cutOff).rejects.toThrow(IntegrityError);
    const broken = Array.fromAsync(unpack(stream(cut(file), new Error('the line is dead'))));
    await expect(broken).rejects.toThrow('the line is dead');
  });

  test('is not read on by whoever stops', async () => {
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) yield* cut(file);
      } finally {
        isClosed = true;
      }
    }
    for await (const _ of unpack(endless())) break;
    await new Promise(setImmediate);
    expect(isClosed).toBe(true);
  });
});

test('small buffers, which lie side by side, are not given back', async () => {
  const [one, other] = [Buffer.from('one'), Buffer.from('other')];
  for await (const _ of givingBack(stream([one])));
  giveBackLast(one);
  expect([one.toString(), other.toString()]).toEqual(['one', 'other']);
});

async function* stream(pieces: readonly Uint8Array[], error?: Error): AsyncGenerator<Uint8Array> {
  const half = Math.floor(pieces.length / 2);
  yield* pieces.slice(0, half);
  if (error) throw error;
  yield* pieces.slice(half);
}
