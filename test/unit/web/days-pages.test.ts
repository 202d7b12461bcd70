/** The calendar of the archive and the page of a day: every verdict in words, what is missing, what is claimed. */
import { describe, expect, test } from '@jest/globals';
import { claim, notClaimed } from '../../../src/proof/claim.ts';
import { packLines } from '../../../src/proof/lines-file.ts';
import { formatListedVersion, type ListedVersion } from '../../../src/proof/listed-version.ts';
import { missingPath, sealPath } from '../../../src/proof/proof-paths.ts';
import { formatSeal, hashSeal, type Seal } from '../../../src/proof/seal.ts';
import { entryTenant } from '../../support/index-entry.ts';
import { makeReaderApp } from '../../support/reader-app.ts';
import { sealedDayRow } from '../../support/sealed-day-rows.ts';

const now = new Date('2026-11-30T12:00:00Z');
const head = {
  sequence: 7,
  sha256: 'c'.repeat(64),
  sealedAt: '2026-11-30T05:10:00.000Z',
  sealsFrom: '2026-10-10',
};
const listed = (number: number): ListedVersion => ({
  id: `0a1b2c3d-0000-4000-8000-${String(number).padStart(12, '0')}`,
  version: '2',
});
const complete = {
  comparedAt: '2026-11-30T03:17:00.000Z',
  listed: 131,
  unreadable: 0,
  missing: 0,
  elsewhere: 2,
};

const rows = [
  sealedDayRow('2026-10-20', { state: 'final', graph: complete }),
  sealedDayRow('2026-11-20', { graph: complete }),
  sealedDayRow('2026-11-21', { graph: { ...complete, missing: 502 } }),
  sealedDayRow('2026-11-22', { graph: { ...complete, unreadable: 1 } }),
  sealedDayRow('2026-11-23', { graph: undefined, reason: 'this cloud has no List' }),
  sealedDayRow('2026-11-24', { graph: complete, unexplained: 2 }),
];

async function makeApp() {
  const app = await makeReaderApp([], { now });
  await app.sealedDays.put(rows, head);
  return app;
}

describe('the calendar', () => {
  test.each([
    ['2026-10-20', 'complete', '20 October 2026, 128 calls, complete, sealed for good'],
    ['2026-11-20', 'open', '20 November 2026, 128 calls, complete so far, to be sealed again'],
    ['2026-11-21', 'missing', '21 November 2026, 128 calls, calls are missing, 502 missing'],
    ['2026-11-22', 'missing', '22 November 2026, 128 calls, calls are missing'],
    ['2026-11-23', 'uncompared', '23 November 2026, 128 calls, sealed, not compared with Graph'],
    ['2026-11-24', 'altered', '24 November 2026, 128 calls, changed without a reason'],
    ['2026-11-25', 'overdue', '25 November 2026, not sealed, though it was due'],
    ['2026-11-30', 'due', '30 November 2026, to be sealed'],
    ['2026-10-09', 'before', '9 October 2026, before the first sealed day'],
  ])('says of %s: %s', async (date, verdict, words) => {
    const app = await makeApp();
    const { days } = JSON.parse((await app.open('/days.json', 'Archive.Audit')).text);
    expect(days.find((day: { date: string }) => day.date === date)).toMatchObject({ verdict });
    expect((await app.open('/days', 'Archive.Audit')).text).toContain(
      `href="/days/${date}" data-item><span class="unseen">${words}</span>`,
    );
  });

  test('sums up the year, and shows no month of which nothing is known', async () => {
    const app = await makeApp();
    const { text } = await app.open('/days', 'Calls.Read');
    expect(text).toContain(
      '768 calls on 6 sealed days; 502 that Graph listed are missing on the 5 days compared with what it lists. Days are in UTC; seals begin with 10 October 2026.',
    );
    expect(text.match(/<caption>[^<]*/g)).toEqual(['<caption>November 2026', '<caption>October 2026']);
  });

  test.each([
    [[complete], '1 call on 1 sealed day; none that Graph listed is missing.'],
    [[{ ...complete, missing: 1 }], '1 call on 1 sealed day; 1 that Graph listed is missing.'],
    [[undefined], '1 call on 1 sealed day; not compared with what Graph lists.'],
    [
      [undefined, complete],
      '2 calls on 2 sealed days; none that Graph listed is missing on the 1 day compared with what it lists.',
    ],
    [[], 'No day of 2026 is sealed.'],
  ])('says of a year no more than was compared: %#', async (compared, words) => {
    const app = await makeReaderApp([], { now });
    const days = compared.map((graph, i) => sealedDayRow(`2026-11-2${i}`, { calls: 1, graph }));
    await app.sealedDays.put(days, head);
    const { text } = await app.open('/days', 'Archive.Audit');
    expect(text).toContain(`<p class="lede">${words} Days are in UTC;`);
    if (days.length > 0) expect(text).toContain('<span class="unseen">20 November 2026, 1 call, ');
  });

  test('before the first seal says when it will be', async () => {
    const app = await makeReaderApp([], { now });
    expect((await app.open('/days', 'Calls.Read')).text).toContain(
      'the first seal is made the day after the installation',
    );
    const { words } = JSON.parse((await app.open('/days/2026-11-29.json', 'Calls.Read')).text);
    expect(words).toContain('No day is sealed yet');
  });

  test('is not for who sees the calls of one person', async () => {
    const app = await makeApp();
    for (const path of ['/days', '/days.json', '/days/2026-11-20'])
      expect((await app.open(path, 'Calls.Read.Limited')).status).toBe(403);
    expect((await app.open('/days?year=1999', 'Calls.Read')).status).toBe(400);
    expect((await app.open('/days/2026-02-30', 'Calls.Read')).status).toBe(404);
  });
});

describe('the page of a day', () => {
  test.each([
    [
      '2026-10-20',
      'All 131 versions of calls that Graph listed on 30 November 2026 are in the archive, each in that version or a later one. The day is sealed for good.',
    ],
    ['2026-11-20', 'The day is to be sealed again on'],
    [
      '2026-11-21',
      '502 of the 131 versions of calls that Graph listed on 30 November 2026 are not in the archive.',
    ],
    ['2026-11-22', '1 of the calls that Graph listed on 30 November 2026 had no readable id or version'],
    ['2026-11-23', 'it was not compared with what Graph lists: this cloud has no List.'],
    ['2026-11-24', '2 files of this day were altered, removed or added'],
    ['2026-11-29', 'The day is not sealed yet. It is due on 30 November 2026.'],
    ['2026-11-25', 'The day is not sealed, though it was due on 26 November 2026.'],
    ['2026-10-01', 'Seals begin with 10 October 2026; of this day nothing is claimed.'],
    ['2026-12-24', '24 December 2026 is yet to come.'],
  ])('%s begins with what is so', async (date, words) => {
    const app = await makeApp();
    const { status, text } = await app.open(`/days/${date}`, 'Archive.Audit');
    expect(status).toBe(200);
    expect(text).toContain(`<p class="lede">`);
    expect(/<p class="lede">([^<]*)/.exec(text)?.[1]).toContain(words);
  });

  test.each([
    [{ listed: 0 }, 'Graph listed no call of this day on 30 November 2026. The day is to be sealed again on'],
    [{ listed: 1 }, 'The only version of a call that Graph listed on 30 November 2026 is in the archive,'],
    [{ listed: 1, missing: 1 }, 'The only version of a call that Graph listed on 30 November 2026 is not in'],
    [{ unreadable: 2 }, 'it is not known whether they are in the archive.'],
  ])('says in English what was compared: %j', async (changes, words) => {
    const app = await makeReaderApp([], { now });
    await app.sealedDays.put([sealedDayRow('2026-11-20', { graph: { ...complete, ...changes } })], head);
    const { words: said } = JSON.parse((await app.open('/days/2026-11-20.json', 'Archive.Audit')).text);
    expect(said).toContain(words);
  });

  test('names what is missing, from the seal and the file of the rest, and claims in the exact words', async () => {
    const app = await makeApp();
    const { seal, rest } = await sealOf('2026-11-21');
    app.proof.set(sealPath(7), formatSeal(seal));
    app.proof.set(rest.path, rest.bytes);
    const { text } = await app.open('/days/2026-11-21', 'Calls.Read');
    expect(text).toContain(`<a class="open-row" href="/calls/${listed(1).id}" data-item>`);
    expect(text).toContain('2 more: call-archive verify names them all.');
    const data = JSON.parse((await app.open('/days/2026-11-21.json', 'Archive.Audit')).text);
    expect(data.missing).toHaveLength(500);
    expect(data.missing.at(-1)).toEqual(listed(500));
    expect(data).toMatchObject({
      claim,
      notClaimed,
      sealed: { sha256: hashSeal(formatSeal(seal)), unreadable: null },
    });
    expect(data.changes).toEqual([{ path: 'records/v1/x', change: 'removed', because: 'erasure' }]);
    const auditor = await app.open('/days/2026-11-21', 'Archive.Audit');
    expect(auditor.text).toContain(listed(1).id);
    expect(auditor.text).not.toContain('href="/calls/');
  });

  test('says so when its seal is not there, or is none, or its file was altered', async () => {
    const app = await makeApp();
    const unreadable = async () =>
      JSON.parse((await app.open('/days/2026-11-21.json', 'Calls.Read')).text).sealed.unreadable;
    expect(await unreadable()).toBe('seal 7 is not there');
    app.proof.set(sealPath(7), Buffer.from('{}'));
    expect(await unreadable()).toContain('Reading a seal');
    const { seal } = await sealOf('2026-11-21');
    app.proof.set(sealPath(7), formatSeal(seal));
    expect(await unreadable()).toContain('It is not there');
    expect((await app.open('/days/2026-11-21', 'Calls.Read')).text).toContain(
      'The seal itself cannot be read',
    );
  });
});

/** 400 missing versions in the seal, 102 in a file of their own. */
async function sealOf(date: string): Promise<{ seal: Seal; rest: { path: string; bytes: Buffer } }> {
  const path = missingPath(date, '20261130T051000Z', '0a1b2c3d');
  const { parts, facts } = packLines(
    Array.from({ length: 102 }, (_, i) => formatListedVersion(listed(401 + i))),
  );
  const bytes = Buffer.concat(await Array.fromAsync(parts));
  const [day] = rows.filter((row) => row.day === date);
  if (!day) throw new Error(`There is a row of ${date}`);
  const state = { sha256: 'a'.repeat(64), bytes: 1, size: 1, md5: '', meta: 'a'.repeat(64), fetched_at: '' };
  const seal: Seal = {
    schema: 1,
    tenantId: entryTenant,
    sequence: 7,
    sealedAt: day.sealedAt,
    previous: { sequence: 6, sha256: 'b'.repeat(64) },
    app: { name: 'teams-call-archive', version: '1' },
    sealsFrom: head.sealsFrom,
    stampExpected: false,
    days: [
      {
        date,
        state: day.state,
        listedAt: day.listedAt,
        manifest: day.manifest,
        graph: {
          comparedAt: complete.comparedAt,
          list: { path: 'lists/v1/x', sha256: 'a'.repeat(64), entries: 131 },
          unreadable: 0,
          missing: Array.from({ length: 400 }, (_, i) => listed(i + 1)),
          missingRest: { path, ...facts() },
          elsewhere: [],
        },
        changes: [{ path: 'records/v1/x', was: state, is: null, because: 'erasure' }],
        added: 0,
      },
    ],
  };
  return { seal, rest: { path, bytes } };
}
