/** What readers rely on in the people by name, in memory and in a table. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { makeTablePeople, makeTablePeopleReader } from '../../src/adapters/storage/table-people.ts';
import { names } from '../../src/config/names.ts';
import type { Person } from '../../src/model/person.ts';
import type { PeopleIndex, PeopleReader } from '../../src/ports/people-index.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemoryPeople } from '../support/memory-people.ts';

const storage = useStorage();
const table = () => storage().table(names.tables.people);
const today = '2026-11-20';
const now = () => new Date(`${today}T12:00:00Z`);
const memory = makeMemoryPeople(now);

const subjects: [string, () => PeopleIndex, (tenantId: string) => PeopleReader][] = [
  ['in memory', () => memory, memory.reader],
  [
    'as table rows',
    () => makeTablePeople(table(), now),
    (tenantId) => makeTablePeopleReader(table(), async () => tenantId),
  ],
];

const makePerson = (name: string, more: Partial<Person> = {}): Person => ({
  key: `id:${name}`,
  name,
  upn: undefined,
  kind: 'user',
  lastSeen: '2026-11-10',
  ...more,
});

describe.each(subjects)('people %s', (_, people, readerOf) => {
  let tenantId = '';
  beforeEach(() => {
    tenantId = crypto.randomUUID();
  });
  const find = async (typed: string) =>
    (await Array.fromAsync(readerOf(tenantId).list(typed, { problem: () => undefined }))).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
  const findNames = async (typed: string) => (await find(typed)).map(({ name }) => name);
  const put = (...all: Person[]) => people().put(tenantId, all);

  test('are found by each word of their name, whole or begun, in any order', async () => {
    const anna = makePerson('Anna Schmidt', { upn: 'anna@contoso.com' });
    await put(anna, makePerson('Bernd Schmid'), makePerson('Annabel Weiß'));
    expect(await find('schmidt')).toEqual([anna]);
    expect(await findNames('SCHMID')).toEqual(['Anna Schmidt', 'Bernd Schmid']);
    expect(await findNames('ann')).toEqual(['Anna Schmidt', 'Annabel Weiß']);
    expect(await findNames('schm ann')).toEqual(['Anna Schmidt']);
    expect(await findNames('weiss')).toEqual(['Annabel Weiß']);
    for (const nobody of ['midt', 'anna weber', '', ' / ']) expect(await find(nobody)).toEqual([]);
  });

  test('keep the newest day, whatever comes later; a day in the future is today', async () => {
    const seen = async () => (await find('anna'))[0]?.lastSeen;
    for (const [lastSeen, kept] of [
      ['2026-11-05', '2026-11-05'],
      ['2026-11-12', '2026-11-12'],
      ['2026-11-01', '2026-11-12'],
      [today, today],
      ['2026-11-19', today],
      ['2099-01-01', today],
    ] as const) {
      await put(makePerson('Anna', { lastSeen }));
      expect([lastSeen, await seen()]).toEqual([lastSeen, kept]);
    }
  });

  test('keep the newest day when several days are written at the same time', async () => {
    const days = Array.from({ length: 9 }, (_, i) => `2026-11-0${i + 1}`);
    await Promise.all(days.map((lastSeen) => put(makePerson('Anna Schmidt', { lastSeen }))));
    expect((await find('schmidt')).map(({ lastSeen }) => lastSeen)).toEqual(['2026-11-09']);
  });

  test('are found by each name that they had, and two of one name are two', async () => {
    await put(
      makePerson('Anna Schmidt', { key: 'id:1' }),
      makePerson('Anna Weber', { key: 'id:1' }),
      makePerson('Anna Schmidt', { key: 'id:2' }),
    );
    expect((await find('schmidt')).map(({ key }) => key).sort()).toEqual(['id:1', 'id:2']);
    expect((await find('weber')).map(({ key }) => key)).toEqual(['id:1']);
  });

  test('of whom two words of the name begin alike come once', async () => {
    await put(makePerson('Anna Annasdottir', { lastSeen: today }));
    expect(await findNames('anna')).toEqual(['Anna Annasdottir']);
  });

  test.each([
    ["O'Brien 100% + & = ; $ § 'quoted'", "o'brien"],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\Anna', 'anna'],
    ['#1 Anna?', '1'],
    ['=cmd|calc!A1', 'calc'],
    ['محمد علي', 'علي'],
    ['דוד לוי', 'לוי'],
    ['\u202eevil\u202c name', 'evil'],
    ['王小明', '王'],
    ['😀 smiley', 'smiley'],
    ['x'.repeat(512), 'x'.repeat(120)],
    ['\u0000\u001f\u007f\u0085 control', 'control'],
  ])('%j is kept as it is and found by %j, today and of an older day', async (name, typed) => {
    for (const lastSeen of ['2026-11-10', today]) {
      const person = makePerson(name, { key: 'id:1', lastSeen });
      await put(person);
      expect(await find(typed)).toEqual([person]);
    }
  });

  test('of another tenant are not there', async () => {
    await put(makePerson('Anna'));
    tenantId = crypto.randomUUID();
    expect(await find('anna')).toEqual([]);
  });

  test('of a large meeting come all', async () => {
    const all = Array.from({ length: 450 }, (_, i) => makePerson(`Person ${i}`, { lastSeen: today }));
    await put(...all);
    expect((await find('person')).length).toBe(450);
    expect(await findNames('449')).toEqual(['Person 449']);
  });

  test('who are a number have no name', async () => {
    await put(
      makePerson('+49 30 1234567', { key: 'phone:+49301234567' }),
      makePerson('Anna mobil', { key: 'phone:+491' }),
    );
    expect(await findNames('49')).toEqual([]);
    expect(await findNames('mobil')).toEqual(['Anna mobil']);
  });
});

test('rows have the keys and columns that other programs rely on', async () => {
  const tenantId = crypto.randomUUID();
  const key = 'id:0a1b2c3d-0000-4000-8000-000000000001';
  const anna = makePerson('Anna Groß', { key, upn: 'Anna@contoso.com' });
  await makeTablePeople(table(), now).put(tenantId, [anna]);
  const filter = `PartitionKey eq 'n-${tenantId}'`;
  const rows = await Array.fromAsync(table().listEntities({ queryOptions: { filter } }));
  const columns = { name: 'Anna Groß', key, upn: 'Anna@contoso.com', kind: 'user', last_seen: '2026-11-10' };
  expect(rows).toMatchObject([
    { rowKey: 'anna gross|3f2d27151080d25d37fae51702afe190', ...columns },
    { rowKey: 'gross|3f2d27151080d25d37fae51702afe190', ...columns },
  ]);
});
