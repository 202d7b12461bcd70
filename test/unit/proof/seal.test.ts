/** Seals: there and back, and whatever else may lie under the name of one. */
import { describe, expect, test } from '@jest/globals';
import { parseDayFilePath, parseSealPath, sealPath, stampPath } from '../../../src/proof/proof-paths.ts';
import {
  formatElsewhere,
  formatSeal,
  hashSeal,
  maxSealBytes,
  parseJson,
  parseSeal,
  type Seal,
} from '../../../src/proof/seal.ts';

const sha256 = 'ab'.repeat(32);
const id = '0d1a3c9b-0000-4000-8000-000000000001';
const state = { sha256, bytes: 3, size: 2, md5: 'AAAAAAAAAAAAAAAAAAAAAA==', meta: sha256, fetched_at: '' };
const rest = { path: 'missing/v1/date=2026-11-20/20261121T051000Z-0123abcd.ndjson.gz', sha256, entries: 5 };

const seal: Seal = {
  schema: 1,
  tenantId: id,
  sequence: 7,
  sealedAt: '2026-11-21T05:10:00.000Z',
  previous: { sequence: 6, sha256 },
  app: { name: 'teams-call-archive', version: '5' },
  sealsFrom: '2026-11-01',
  stampExpected: false,
  days: [
    {
      date: '2026-11-20',
      state: 'open',
      listedAt: '2026-11-21T05:10:01.000Z',
      manifest: { path: 'manifests/v1/x', sha256, entries: 1, root: sha256 },
      graph: {
        comparedAt: '2026-11-21T00:17:00.000Z',
        list: { path: 'lists/v1/x', sha256, entries: 2 },
        unreadable: 0,
        missing: [{ id, version: '9007199254740993' }],
        elsewhere: [{ id, version: '2', path: 'records/v1/x' }],
        elsewhereRest: rest,
      },
      changes: [
        { path: 'records/v1/x', was: state, is: null, because: 'erasure' },
        { path: 'records/v1/y', was: null, is: state, because: 'unexplained' },
      ],
      added: 1,
    },
    {
      date: '2026-11-19',
      state: 'late',
      listedAt: '2026-11-21T05:10:02.000Z',
      manifest: { path: 'manifests/v1/y', sha256, entries: 0, root: sha256 },
      graph: { reason: 'Graph lists no calls in this cloud' },
      changes: [],
      added: 0,
    },
  ],
};

describe('a seal', () => {
  test('reads back, with all digits of a version, which is a number in the file', () => {
    const bytes = formatSeal(seal);
    expect(parseSeal(bytes)).toEqual(seal);
    const text = Buffer.from(bytes).toString();
    expect(text).toContain('"version":9007199254740993}');
    expect(text).toContain('"app":{"name":"teams-call-archive","version":"5"}');
    expect(hashSeal(bytes)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashSeal(Buffer.concat([bytes, Buffer.from(' ')]))).not.toBe(hashSeal(bytes));
  });

  test('of nothing that was due, and the first of a chain, are seals', () => {
    const first = { ...seal, sequence: 1, previous: null, days: [] };
    expect(parseSeal(formatSeal(first))).toEqual(first);
  });

  test('with members that a later version adds is still one', () => {
    const more = { ...JSON.parse(Buffer.from(formatSeal(seal)).toString()), later: true };
    expect(parseSeal(Buffer.from(JSON.stringify(more))).sequence).toBe(7);
  });

  test('too long is not written', () => {
    const changes = Array.from({ length: 1000 }, () => ({
      path: `records/v1/${'x'.repeat(200)}`,
      was: state,
      is: state,
      because: 'unexplained' as const,
    }));
    const days = Array.from({ length: 12 }, () => ({ ...seal.days[1], changes }) as Seal['days'][number]);
    expect(() => formatSeal({ ...seal, days })).toThrow('more than a seal may have');
  });

  test('keeps the digits of what stands in a file of its own too', () => {
    const line = formatElsewhere({ id, version: '9007199254740993', path: 'records/v1/x' });
    expect(line).toBe(`{"id":"${id}","version":9007199254740993,"path":"records/v1/x"}`);
    expect(parseJson(Buffer.from(line))).toEqual({ id, version: '9007199254740993', path: 'records/v1/x' });
  });
});

describe('no seal:', () => {
  const json = (change: object) => Buffer.from(JSON.stringify({ ...seal, ...change }));
  const day = (change: object) => json({ days: [{ ...seal.days[1], ...change }] });

  test.each([
    ['200 MB', Buffer.alloc(200_000_000, 0x20), `longer than ${maxSealBytes} bytes`],
    ['nothing', Buffer.alloc(0), 'not a JSON object'],
    ['no JSON', Buffer.from('seal'), 'not a JSON object'],
    ['a million brackets', Buffer.alloc(1_000_000, '['), 'not a JSON object'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'not a JSON object'],
    ['a list', Buffer.from('[]'), 'not a JSON object'],
    ['schema 2', json({ schema: 2 }), 'update call-archive'],
    ['no sequence', json({ sequence: undefined }), 'sequence'],
    ['a sequence as text', json({ sequence: '7' }), 'sequence'],
    ['a time without zone', json({ sealedAt: '2026-11-21T05:10:00' }), 'sealedAt'],
    ['a day that is none', day({ date: '2026-02-30' }), 'days.0.date'],
    ['another state', day({ state: 'closed' }), 'days.0.state'],
    ['a negative count', day({ added: -1 }), 'days.0.added'],
    ['a hash in capitals', json({ previous: { sequence: 6, sha256: 'AB'.repeat(32) } }), 'previous.sha256'],
    ['a day without comparison or reason', day({ graph: {} }), 'days.0.graph'],
    [
      'more changes than may stand in it',
      day({ changes: Array(1001).fill(seal.days[0]?.changes[0]) }),
      'changes',
    ],
  ])('%s', (_what, bytes, why) => {
    expect(() => parseSeal(bytes)).toThrow(why);
  });
});

describe('the name', () => {
  test('of a seal or a stamp has eight digits', () => {
    expect(sealPath(1)).toBe('seals/v1/00000001.json');
    expect(stampPath(12_345_678)).toBe('seals/v1/12345678.tsr');
    expect(parseSealPath(sealPath(42))).toBe(42);
    for (const path of [
      'seals/v1/00000000.json',
      'seals/v1/1.json',
      'seals/v1/00000001.tsr',
      'x/seals/v1/00000001.json',
    ])
      expect(parseSealPath(path)).toBeUndefined();
    for (const sequence of [0, 1.5, 100_000_000]) expect(() => sealPath(sequence)).toThrow(RangeError);
  });

  test('of a list or manifest is believed in exactly one form', () => {
    const path = 'manifests/v1/date=2026-11-20/20261121T051000Z-0123abcd.ndjson.gz';
    expect(parseDayFilePath(path)).toEqual({
      kind: 'manifests',
      day: '2026-11-20',
      runId: '20261121T051000Z',
    });
    const list = 'lists/v1/date=2026-11-20/20261121T051000Z.ndjson.gz';
    expect(parseDayFilePath(list)).toEqual({ kind: 'lists', day: '2026-11-20', runId: '20261121T051000Z' });
    for (const wrong of [
      path.replace('-0123abcd', ''),
      list.replace('Z.', 'Z-0123abcd.'),
      `../${path}`,
      path.replace('date=', 'date=../'),
      `${path}/..`,
      path.replace('manifests', 'seals'),
    ])
      expect(parseDayFilePath(wrong)).toBeUndefined();
  });
});
