/** The lines of manifests and lists: there and back, and nothing but them. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareListed, formatListedVersion, parseListedVersion } from '../../../src/proof/listed-version.ts';
import {
  compareEntries,
  formatManifestLine,
  hashMetadata,
  type ManifestEntry,
  parseManifestLine,
} from '../../../src/proof/manifest-line.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

const entries: fc.Arbitrary<ManifestEntry> = fc.record({
  container: fc.constantFrom('call-records' as const, 'call-reports' as const),
  path: fc.stringMatching(/^[a-z0-9/=.-]{1,80}$/),
  sha256: fc.string().map(hash),
  bytes: fc.nat({ max: Number.MAX_SAFE_INTEGER % 1e15 }),
  size: fc.nat(),
  md5: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  meta: fc.string().map(hash),
  fetchedAt: fc.constantFrom('', '2026-11-21T03:15:00.000Z', '2026-11-21T03:15:00.1234567Z'),
});

describe('a manifest line', () => {
  test('is one JSON object with its members in order, and reads back', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const line = formatManifestLine(entry);
        expect(parseManifestLine(line)).toEqual(entry);
        expect(parseManifestLine(Buffer.from(line))).toEqual(entry);
        const { fetchedAt, ...others } = entry;
        expect(JSON.parse(line)).toEqual({ ...others, fetched_at: fetchedAt });
        expect(JSON.stringify(JSON.parse(line))).toBe(line);
        expect(Object.keys(JSON.parse(line)).join()).toBe(
          'container,path,sha256,bytes,size,md5,meta,fetched_at',
        );
      }),
      { seed: 1 },
    );
  });

  test('in any other form is refused', () => {
    const line = formatManifestLine(sample);
    const wrong = [
      '',
      '{}',
      ` ${line}`,
      `${line} `,
      `${line}${line}`,
      line.replace('"size":', '"size": '),
      line.replace('"size":7', '"size":07'),
      line.replace('"size":7', '"size":7.0'),
      line.replace('"size":7', '"size":-7'),
      line.replace('"size":7', '"size":9999999999999999'),
      line.replace('call-records', 'call-evidence'),
      line.replace('records/v1', 'records\\/v1'),
      line.replace('records/v1', 'records"v1'),
      line.replace('records/v1', 'récords/v1'),
      line.replace(sample.sha256, sample.sha256.toUpperCase()),
      line.replace(',"meta"', ',"x":1,"meta"'),
      line.replace('2026', 'now'),
    ];
    for (const one of wrong) expect(() => parseManifestLine(one)).toThrow('has not the form of one');
  });

  test('is not written with a member that could not be read back', () => {
    for (const wrong of [
      { path: 'a"b' },
      { path: 'ü' },
      { path: '' },
      { md5: '' },
      { size: 1.5 },
      { fetchedAt: 'x' },
    ])
      expect(() => formatManifestLine({ ...sample, ...wrong })).toThrow('Writing a manifest');
  });

  test('stands where the bytes of container and path put it', () => {
    fc.assert(
      fc.property(entries, entries, (one, other) => {
        const bytes = ({ container, path }: ManifestEntry) => Buffer.from(`${container}/${path}`);
        expect(Math.sign(compareEntries(one, other))).toBe(Buffer.compare(bytes(one), bytes(other)));
      }),
      { seed: 2 },
    );
  });

  test('has the metadata by a hash that knows no order and no case of names', () => {
    const hashed = hash('a=1\nb=two = 2\n');
    expect(hashMetadata({ b: 'two = 2', a: '1' })).toBe(hashed);
    expect(hashMetadata({ A: '1', B: 'two = 2' })).toBe(hashed);
    expect(hashMetadata({ a: '1', b: 'two = 3' })).not.toBe(hashed);
    expect(hashMetadata({})).toBe(hash(''));
  });
});

describe('a listed version', () => {
  const id = '0d1a3c9b-0000-4000-8000-000000000001';

  test('reads back, with all of its digits', () => {
    for (const version of ['1', '20', '9007199254740993', '123456789012345678901234567890']) {
      const line = formatListedVersion({ id, version });
      expect(line).toBe(`{"id":"${id}","version":${version}}`);
      expect(parseListedVersion(line)).toEqual({ id, version });
      expect(parseListedVersion(Buffer.from(line))).toEqual({ id, version });
    }
  });

  test('in any other form is refused', () => {
    for (const line of [
      '',
      `{"id":"${id}"}`,
      `{"id":"${id}","version":0}`,
      `{"id":"${id}","version":"1"}`,
      `{"id":"${id.toUpperCase()}","version":1}`,
    ])
      expect(() => parseListedVersion(line)).toThrow('has not the form of one');
    expect(() => formatListedVersion({ id, version: '01' })).toThrow('wrong id or version');
    expect(() => formatListedVersion({ id: 'x', version: '1' })).toThrow('wrong id or version');
  });

  test('is sorted by id, then by version as a number', () => {
    const other = id.replace('1', '2');
    const sorted = [
      { id, version: '2' },
      { id, version: '10' },
      { id, version: '9007199254740993' },
      { id: other, version: '1' },
    ];
    expect([...sorted].reverse().sort(compareListed)).toEqual(sorted);
  });
});

const sample: ManifestEntry = {
  container: 'call-records',
  path: 'records/v1/a.json.gz',
  sha256: hash('document'),
  bytes: 8,
  size: 7,
  md5: createHash('md5').update('').digest('base64'),
  meta: hash('meta'),
  fetchedAt: '2026-11-21T03:15:00.000Z',
};
