/** What sealing relies on where it remembers what is sealed; held by the twin and by rows of the index alike. */
import { describe, expect, test } from '@jest/globals';
import { makeTableSealedDays } from '../../src/adapters/storage/table-sealed-days.ts';
import { names } from '../../src/config/names.ts';
import type { ChainHead, SealedDayRow } from '../../src/model/sealed-day-row.ts';
import type { SealedDays } from '../../src/ports/sealed-days.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemorySealedDays } from '../support/memory-sealed-days.ts';

const storage = useStorage();
const table = () => storage().table(names.tables.index);
const tenant = (n: number) => `7e1a0c2d-0000-4000-8000-00000000000${n}`;
const hex = (digit: string) => digit.repeat(64);

const row = (day: string, change: Partial<SealedDayRow> = {}): SealedDayRow => ({
  day,
  sequence: 7,
  sealedAt: '2026-11-21T05:10:00.123Z',
  state: 'open',
  listedAt: '2026-11-21T05:10:00.000Z',
  manifest: {
    path: `manifests/v1/date=${day}/a.ndjson.gz`,
    sha256: hex('a'),
    root: hex('b'),
    entries: 3_000_000_000,
  },
  calls: 2,
  graph: { comparedAt: '2026-11-21T00:17:30.000Z', listed: 3, unreadable: 0, missing: 1, elsewhere: 0 },
  reason: undefined,
  unexplained: 0,
  ...change,
});
const head: ChainHead = {
  sequence: 7,
  sha256: hex('c'),
  sealedAt: '2026-11-21T05:10:00.123Z',
  sealsFrom: '2025-12-31',
};

const subjects: [string, (n: number) => SealedDays][] = [
  ['in memory', () => makeMemorySealedDays()],
  ['as rows of the index', (n) => makeTableSealedDays(table(), tenant(n))],
];

describe.each(subjects)('sealed days %s', (_name, open) => {
  test('are none before the first seal', async () => {
    expect(await open(1).read()).toEqual({ head: undefined, days: new Map() });
  });

  test('are given back as they were put, of several years', async () => {
    const store = open(2);
    const uncompared = row('2026-01-01', { graph: undefined, reason: 'No list was kept', state: 'final' });
    const rows = [row('2025-12-31'), uncompared, row('2026-01-02', { state: 'late', unexplained: 4 })];
    await store.put(rows, head);
    expect(await store.read()).toEqual({ head, days: new Map(rows.map((one) => [one.day, one])) });
  });

  test('are found one by one', async () => {
    const store = open(6);
    expect(await store.find('2026-11-20')).toBeUndefined();
    await store.put([row('2026-11-20'), row('2026-11-21', { state: 'final' })], head);
    expect(await store.find('2026-11-21')).toEqual(row('2026-11-21', { state: 'final' }));
    expect(await store.find('2026-11-22')).toBeUndefined();
  });

  test('take the place of older rows of the same day, with nothing left of them', async () => {
    const store = open(3);
    await store.put([row('2026-11-19'), row('2026-11-20')], head);
    const newer = row('2026-11-20', { sequence: 8, graph: undefined, reason: 'No list was kept' });
    await store.put([newer], { ...head, sequence: 8 });
    expect(await store.read()).toEqual({
      head: { ...head, sequence: 8 },
      days: new Map([
        ['2026-11-19', row('2026-11-19')],
        ['2026-11-20', newer],
      ]),
    });
    await store.put([], { ...head, sequence: 9 });
    expect((await store.read()).head?.sequence).toBe(9);
  });

  test('are taken by the hundred and more', async () => {
    const store = open(4);
    const rows = Array.from({ length: 250 }, (_, n) =>
      row(new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)),
    );
    await store.put(rows, head);
    expect([...(await store.read()).days.keys()].sort()).toEqual(rows.map(({ day }) => day));
  });
});

test('as rows of the index, those of another tenant and those that are spoilt are not among them', async () => {
  const [ours, theirs] = [makeTableSealedDays(table(), tenant(5)), makeTableSealedDays(table(), tenant(6))];
  await ours.put([row('2026-11-19'), row('2026-11-20')], head);
  await theirs.put([row('2026-11-18')], head);
  await table().updateEntity(
    { partitionKey: `s-${tenant(5)}-2026`, rowKey: '2026-11-20', state: 'good' },
    'Merge',
  );
  expect([...(await ours.read()).days.keys()]).toEqual(['2026-11-19']);
});
