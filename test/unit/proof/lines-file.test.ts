/** Files of lines: there and back in pieces of any length, and what is no such file. */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openLines, packLines } from '../../../src/proof/lines-file.ts';

async function pack(lines: string[]) {
  const packed = packLines(lines);
  const parts: Uint8Array[] = [];
  for await (const part of packed.parts) parts.push(part);
  return { file: Buffer.concat(parts), facts: packed.facts() };
}

async function open(file: Uint8Array, pieceBytes = 1000, maxLines?: number) {
  const opened = openLines(piecesOf(file, pieceBytes), maxLines === undefined ? {} : { maxLines });
  const lines: string[] = [];
  for await (const line of opened.parts) lines.push(line.toString());
  return { lines, facts: opened.facts() };
}

async function* piecesOf(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

test('what was packed is unpacked, line by line, with the same facts', async () => {
  const someLines = fc.array(fc.stringMatching(/^[ -~]{0,30}$/), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(someLines, fc.integer({ min: 1, max: 50 }), async (lines, pieceBytes) => {
      const { file, facts } = await pack(lines);
      const text = lines.map((line) => `${line}\n`).join('');
      expect(gunzipSync(file).toString()).toBe(text);
      expect(facts).toEqual({
        sha256: createHash('sha256').update(text).digest('hex'),
        entries: lines.length,
      });
      expect(await open(file, pieceBytes)).toEqual({ lines, facts });
    }),
    { seed: 3, numRuns: 50 },
  );
});

test('many lines go through in pieces, and are the same file each time', async () => {
  const lines = Array.from({ length: 60_000 }, (_, i) => `${createHash('md5').update(`${i}`).digest('hex')}`);
  const { file, facts } = await pack(lines);
  expect(facts.entries).toBe(60_000);
  expect((await pack(lines)).file.equals(file)).toBe(true);
  expect((await open(file, 65_536)).lines).toEqual(lines);
});

test('an error of the lines passes through', async () => {
  async function* broken() {
    yield 'first';
    throw new Error('the listing broke off');
  }
  const read = async () => {
    for await (const _ of packLines(broken()).parts);
  };
  await expect(read()).rejects.toThrow('the listing broke off');
});

describe('not taken for a file of lines:', () => {
  const good = gzipSync('one\ntwo\n');

  test.each([
    ['what is no gzip', Buffer.from('one\ntwo\n'), 'damaged'],
    ['nothing at all', Buffer.alloc(0), 'damaged'],
    ['gzip that is cut off', good.subarray(0, good.length - 5), 'damaged'],
    ['a last line without its end', gzipSync('one\ntwo'), 'its last line is cut off'],
    ['a line of 20 KB', gzipSync(`${'x'.repeat(20_000)}\n`), 'longer than any'],
    ['200 MB without a line feed', gzipSync(Buffer.alloc(200_000_000)), 'longer than any'],
  ])('%s', async (_what, file, why) => {
    await expect(open(file)).rejects.toThrow(why);
  });

  test('one with more lines than the seal says', async () => {
    await expect(open(good, 10, 1)).rejects.toThrow('more than 1');
    expect((await open(good, 10, 2)).lines).toEqual(['one', 'two']);
  });
});
