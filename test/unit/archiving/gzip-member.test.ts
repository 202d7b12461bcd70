import { createHash } from 'node:crypto';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeGzipMember } from '../../../src/archiving/gzip-member.ts';

async function compress(parts: Uint8Array[]) {
  const member = makeGzipMember();
  const file: Uint8Array[] = [];
  for (const part of parts) file.push(...(await member.write(part)));
  const { rest, facts } = await member.end();
  return { file: Buffer.concat([...file, ...rest]), facts };
}

describe('a gzip member made of parts', () => {
  test('gives the same bytes back, with the hashes of what went in and out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 5000 })), async (parts) => {
        const whole = Buffer.concat(parts);
        const { file, facts } = await compress(parts);
        expect(gunzipSync(file).equals(whole)).toBe(true);
        expect(facts.sizeBytes).toBe(whole.length);
        expect(facts.sha256).toBe(createHash('sha256').update(whole).digest('hex'));
        expect(facts.contentMd5).toEqual(createHash('md5').update(file).digest());
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  test('is one member, however many segments it has', async () => {
    const parts = Array.from({ length: 5 }, (_, i) => Buffer.alloc(1024 * 1024, `segment ${i} `));
    const { file } = await compress(parts);
    // A reader that stops after the first member, as many do, still sees everything.
    expect(inflateRawSync(file.subarray(10, -8)).equals(Buffer.concat(parts))).toBe(true);
  });

  test('is the same file for the same document', async () => {
    const parts = [Buffer.from('{"a":1}')];
    expect((await compress(parts)).file).toEqual((await compress(parts)).file);
  });
});
