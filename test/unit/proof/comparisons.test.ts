/** What changed between two manifests, and what of a list is in none: against definitions that hold everything in memory. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recordPath, reportPath } from '../../../src/model/archive-path.ts';
import { compareList, orderOfSearch } from '../../../src/proof/compare-list.ts';
import { compareManifests, type FileChange } from '../../../src/proof/compare-manifests.ts';
import { compareListed, type ListedVersion } from '../../../src/proof/listed-version.ts';
import { compareEntries, type ManifestEntry } from '../../../src/proof/manifest-line.ts';
import { isDue, isOverdue, nextDueAt, stateAt } from '../../../src/proof/seal-schedule.ts';

const tenantId = '11111111-1111-4111-8111-111111111111';
const callIdOf = (n: number) => `0d1a3c9b-0000-4000-8000-${String(n).padStart(12, '0')}`;
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

function entryOf(
  call: number,
  version: string,
  day: string,
  change: Partial<ManifestEntry> = {},
): ManifestEntry {
  return {
    container: 'call-records',
    path: recordPath({ tenantId, callId: callIdOf(call), version, callDay: day }),
    sha256: sha(`${call}.${version}`),
    bytes: 10,
    size: 5,
    md5: 'AAAAAAAAAAAAAAAAAAAAAA==',
    meta: sha('meta'),
    fetchedAt: '2026-11-20T12:00:00.000Z',
    ...change,
  };
}

async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

async function changesOf(before: ManifestEntry[], now: ManifestEntry[], beforeListedAt?: string) {
  const changes: FileChange[] = [];
  const added: string[] = [];
  const passed: ManifestEntry[] = [];
  const listener = {
    change: (one: FileChange) => void changes.push(one),
    added: (one: ManifestEntry) => void added.push(one.path),
  };
  for await (const entry of compareManifests(each(before), each(now), beforeListedAt, listener))
    passed.push(entry);
  expect(passed).toEqual(now);
  return { changes, added };
}

describe('between two manifests', () => {
  const day = '2026-11-20';

  test('what is gone, other or new is told, whatever it is', async () => {
    const manifest = fc
      .uniqueArray(fc.tuple(fc.nat({ max: 12 }), fc.nat({ max: 2 })), { selector: ([call]) => call })
      .map((calls) => calls.map(([call, size]) => entryOf(call, '1', day, { size })).sort(compareEntries));
    await fc.assert(
      fc.asyncProperty(manifest, manifest, async (before, now) => {
        const { changes, added } = await changesOf(before, now);
        const was = new Map(before.map((one) => [one.path, one]));
        const is = new Map(now.map((one) => [one.path, one]));
        const expected = [...new Set([...was.keys(), ...is.keys()])]
          .sort()
          .filter((path) => was.has(path) && was.get(path)?.size !== is.get(path)?.size);
        expect(changes.map(({ path }) => path)).toEqual(expected);
        for (const one of changes) {
          expect(one.was?.size).toBe(was.get(one.path)?.size);
          expect(one.is?.size).toBe(is.get(one.path)?.size);
        }
        expect(added).toEqual(now.filter(({ path }) => !was.has(path)).map(({ path }) => path));
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  test.each([
    ['sha256', { sha256: sha('x') }],
    ['bytes', { bytes: 11 }],
    ['md5, recompressed', { md5: 'BBBBBBBBBBBBBBBBBBBBBA==' }],
    ['metadata', { meta: sha('x') }],
    ['fetched_at', { fetchedAt: '' }],
  ])('one that differs in %s is not the same', async (_what, change) => {
    const { changes } = await changesOf([entryOf(1, '1', day)], [entryOf(1, '1', day, change)]);
    expect(changes).toHaveLength(1);
  });

  test('a new file is a change when the listing before must have had it', async () => {
    const now = [
      entryOf(1, '1', day, { fetchedAt: '2026-11-21T04:30:00.000Z' }),
      entryOf(2, '1', day, { fetchedAt: '2026-11-21T04:50:00.000Z' }),
      entryOf(3, '1', day, { fetchedAt: '' }),
    ];
    const { changes, added } = await changesOf([], now, '2026-11-21T05:10:00.000Z');
    expect(changes.map(({ path }) => path)).toEqual([now[0]?.path, now[2]?.path]);
    expect(changes[0]).toMatchObject({ was: null, is: { fetched_at: '2026-11-21T04:30:00.000Z' } });
    expect(added).toHaveLength(3);
    expect((await changesOf([], now)).changes).toEqual([]);
  });
});

describe('of a list', () => {
  const days = ['2026-11-20', '2026-11-21', '2026-11-19', '2026-11-22'];

  test('what its day does not have is missing or elsewhere, whatever there is', async () => {
    const calls = fc.array(
      fc.record({
        call: fc.nat({ max: 6 }),
        version: fc.constantFrom('1', '2', '10', '1000000', '9007199254740993'),
      }),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(calls, fc.tuple(calls, calls, calls, calls), async (listed, held) => {
        const list = [...new Map(listed.map((one) => [`${one.call}.${one.version}`, one])).values()]
          .map(({ call, version }) => ({ id: callIdOf(call), version }))
          .sort(compareListed);
        const manifests = held.map((one, i) => manifestOf(one, days[i] ?? ''));
        const [own = [], ...others] = manifests;
        const found: object[] = [];
        const comparison = {
          list: each(list),
          ownDay: each(own),
          otherDays: others.map((one) => () => each(one)),
          atOnce: 2,
        };
        for await (const one of compareList(comparison)) found.push(one);
        expect(found).toEqual(naiveCompare(list, held));
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  function manifestOf(calls: { call: number; version: string }[], day: string): ManifestEntry[] {
    const records = [...new Map(calls.map((one) => [`${one.call}.${one.version}`, one])).values()];
    const report = {
      ...entryOf(0, '1', day),
      container: 'call-reports' as const,
      path: reportPath(tenantId, 'sms', day, '20261121T031500Z'),
    };
    return [...records.map(({ call, version }) => entryOf(call, version, day)), report].sort(compareEntries);
  }

  /** The nearest day that has the version or a later one counts, with the newest that it has. */
  function naiveCompare(
    list: ListedVersion[],
    held: { call: number; version: string }[][],
  ): (ListedVersion & { path: string | undefined })[] {
    return list.flatMap<ListedVersion & { path: string | undefined }>(({ id, version }) => {
      for (const [i, calls] of held.entries()) {
        const newest = calls
          .filter((one) => callIdOf(one.call) === id && BigInt(one.version) >= BigInt(version))
          .sort((a, b) => (BigInt(a.version) < BigInt(b.version) ? 1 : -1))[0];
        if (newest && i === 0) return [];
        if (newest)
          return [
            {
              id,
              version,
              path: recordPath({ tenantId, callId: id, version: newest.version, callDay: days[i] ?? '' }),
            },
          ];
      }
      return [{ id, version, path: undefined }];
    });
  }

  test('other days are searched from near to far, 31 days at most', () => {
    expect(
      orderOfSearch('2026-11-20', ['2026-10-19', '2026-10-20', ...days, '2026-12-21', '2026-12-22']),
    ).toEqual(['2026-11-21', '2026-11-19', '2026-11-22', '2026-12-21', '2026-10-20']);
  });
});

describe('a day', () => {
  const day = '2026-03-01';
  const at = (date: string) => nextDueAt(day, date)?.toISOString().slice(0, 10);

  test('is due on the 1st, 2nd, 4th, 8th, 16th and 29th day after it, then it is final', () => {
    expect(nextDueAt(day, undefined)?.toISOString()).toBe('2026-03-02T00:00:00.000Z');
    expect(at('2026-03-01T20:00:00Z')).toBe('2026-03-02');
    expect(at('2026-03-02T05:10:00Z')).toBe('2026-03-03');
    expect(at('2026-03-03T05:10:00Z')).toBe('2026-03-05');
    expect(at('2026-03-04T05:10:00Z')).toBe('2026-03-05');
    expect(at('2026-03-05T05:10:00Z')).toBe('2026-03-09');
    expect(at('2026-03-09T05:10:00Z')).toBe('2026-03-17');
    expect(at('2026-03-17T05:10:00Z')).toBe('2026-03-30');
    expect(at('2026-03-30T00:00:00Z')).toBeUndefined();
    expect(stateAt(day, '2026-03-29T23:59:59Z')).toBe('open');
    expect(stateAt(day, '2026-03-30T00:00:00Z')).toBe('final');
  });

  test('is overdue when 26 hours of its day have passed', () => {
    expect(isDue(day, undefined, new Date('2026-03-01T23:59:59Z'))).toBe(false);
    expect(isDue(day, undefined, new Date('2026-03-02T00:00:00Z'))).toBe(true);
    expect(isOverdue(day, undefined, new Date('2026-03-03T01:59:59Z'))).toBe(false);
    expect(isOverdue(day, undefined, new Date('2026-03-03T02:00:00Z'))).toBe(true);
    expect(isOverdue(day, '2026-03-30T05:00:00Z', new Date('2030-01-01T00:00:00Z'))).toBe(false);
  });
});
