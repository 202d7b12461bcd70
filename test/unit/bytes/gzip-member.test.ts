import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeGzipMember } from '../../../src/bytes/gzip-member.ts';
import { type Hashes, makeHashes } from '../../../src/bytes/running-hash.ts';

async function compress(parts: Uint8Array[]) {
  const hashes = await makeHashes();
  const member = makeGzipMember(hashes);
  const file: Uint8Array[] = [];
  for (const part of parts) if (member.add(part)) file.push(...(await member.flush()));
  file.push(...(await member.end()));
  return { file: Buffer.concat(file), sizeBytes: member.position().sizeBytes, ...digest(hashes) };
}

function digest(hashes: Hashes) {
  const { sha256, md5 } = hashes.digest();
  return { sha256: Buffer.from(sha256).toString('hex'), md5: Buffer.from(md5).toString('hex') };
}

const hexOf = (name: string, bytes: Uint8Array) => createHash(name).update(bytes).digest('hex');

describe('a gzip member made of parts', () => {
  test('gives the same bytes back, with the hashes of what went in and out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1, maxLength: 5000 })), async (parts) => {
        const whole = Buffer.concat(parts);
        const { file, sizeBytes, sha256, md5 } = await compress(parts);
        expect(gunzipSync(file).equals(whole)).toBe(true);
        expect(sizeBytes).toBe(whole.length);
        expect(sha256).toBe(hexOf('sha256', whole));
        expect(md5).toBe(hexOf('md5', file));
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

  test('copies each part, so that its memory may be used for something else', async () => {
    const member = makeGzipMember(await makeHashes());
    const part = Buffer.from('first');
    member.add(part);
    part.fill('x');
    member.add(part);
    expect(gunzipSync(Buffer.concat(await member.end())).toString()).toBe('firstxxxxx');
  });

  test('refuses an empty part: it would be one that was given back too early', async () => {
    const member = makeGzipMember(await makeHashes());
    expect(() => member.add(Buffer.alloc(0))).toThrow(/is empty/);
  });

  test('has the same hashes where more goes by than is kept for them', async () => {
    const noise = Buffer.concat(
      Array.from({ length: 16 * 1024 }, (_, i) => createHash('sha512').update(`${i}`).digest()),
    );
    const parts = Array.from({ length: 12 }, (_, i) => Buffer.concat([Buffer.from(`${i}`), noise]));
    const { file, sha256, md5 } = await compress(parts);
    expect(file.length).toBeGreaterThan(11 * 1024 * 1024);
    expect(sha256).toBe(hexOf('sha256', Buffer.concat(parts)));
    expect(md5).toBe(hexOf('md5', file));
  });

  test('is the same file for the same document', async () => {
    const parts = [Buffer.from('{"a":1}')];
    expect((await compress(parts)).file).toEqual((await compress(parts)).file);
  });

  test('gives the same document and hashes when it is left and resumed at any position', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.uint8Array({ minLength: 1, maxLength: 3000 })), { minLength: 1 }),
        async (runs) => {
          const whole = Buffer.concat(runs.flat());
          const file: Uint8Array[] = [];
          let hashes = await makeHashes();
          let position = { sizeBytes: 0, crc: 0 };
          for (const run of runs) {
            const member = makeGzipMember(hashes, position);
            for (const part of run) member.add(part);
            file.push(...(await member.flush()));
            position = JSON.parse(JSON.stringify(member.position()));
            hashes = await makeHashes(JSON.parse(JSON.stringify(await hashes.save())));
          }
          file.push(...(await makeGzipMember(hashes, position).end()));
          expect(gunzipSync(Buffer.concat(file)).equals(whole)).toBe(true);
          expect(digest(hashes)).toEqual({
            sha256: hexOf('sha256', whole),
            md5: hexOf('md5', Buffer.concat(file)),
          });
        },
      ),
      { seed: 7, numRuns: 50 },
    );
  });

  test('is read by Python and gzip as by Node, in one piece', async () => {
    const whole = Buffer.alloc(3 * 1024 * 1024, 'a document of several segments ');
    const { file } = await compress([whole.subarray(0, 2_000_000), whole.subarray(2_000_000)]);
    const script =
      'import sys,zlib,hashlib; print(hashlib.sha256(zlib.decompress(sys.stdin.buffer.read(), 31)).hexdigest())';
    const { stdout, error } = spawnSync('python3', ['-c', script], { input: file });
    if (error) return; // No Python on this machine.
    expect(stdout.toString().trim()).toBe(hexOf('sha256', whole));
    const gzip = spawnSync('gzip', ['-t'], { input: file });
    expect(gzip.error ? 'no gzip here' : gzip.status).toBe(gzip.error ? 'no gzip here' : 0);
  });
});
