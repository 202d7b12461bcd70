/** Lists of calls: the filter in words, honest counts, pages, CSV, and what a role does not see. */
import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { organizerKey } from '../../../src/model/find-key.ts';
import { hashFindKey } from '../../../src/model/index-rows.ts';
import { archiveDocument } from '../../support/archived-records.ts';
import { runCommand } from '../../support/cli-run.ts';
import { archiveCompanyDays } from '../../support/company-archive.ts';
import { makeIndexEntry } from '../../support/index-entry.ts';
import { makeReaderApp, type ReaderApp } from '../../support/reader-app.ts';

const records = archiveCompanyDays(['2026-11-24', '2026-11-25', '2026-11-26']);
let app: ReaderApp;
beforeAll(async () => {
  app = await makeReaderApp(records);
});

const named = records.flatMap(({ entry }) => entry.named);
const keyOf = (name: string) => named.find((person) => person.name === name)?.key ?? '';
const tom = hashFindKey(keyOf('Tom Becker'));
const read = async (path: string, role = 'Calls.Read') => JSON.parse((await app.open(path, role)).text);
const headingOf = (html: string) => /<h1[^>]*>([^<]*)/.exec(html)?.[1];

describe('a list of calls', () => {
  test('has the calls that the command finds, newest first, and says whose and when in words', async () => {
    const path = `/calls?who=${tom}&from=2026-11-24&to=2026-11-25`;
    const { status, text } = await app.open(path, 'Calls.Read');
    expect(status).toBe(200);
    expect(headingOf(text)).toBe('Calls of Tom Becker (tom.becker@contoso.com) from 24 to 25 November 2026');
    const { stdout } = await runCommand(
      [
        'search',
        '--user',
        keyOf('Tom Becker'),
        '--from',
        '2026-11-24',
        '--to',
        '2026-11-25',
        '-o',
        'json',
        '--path',
        '.',
      ],
      { now: new Date('2026-11-30T12:00:00Z'), archives: { open: async () => app.archive } },
    );
    const data = await read(path.replace('/calls', '/calls.json'));
    expect(data.calls).toEqual(JSON.parse(stdout));
    expect(data.calls.length).toBeGreaterThan(3);
    expect(data.count).toBe(`${data.calls.length} calls, newest first. Those are all.`);
    // The title stands in the history of the browser.
    expect(text).toContain('<title>Calls of one person from 24 to 25 November 2026 – ');
    // So that Tom stands first, though the call be one of thousands.
    for (const { callId } of data.calls) expect(text).toContain(`href="/calls/${callId}?who=${tom}"`);
  });

  test.each([
    [`who=${tom}&poor=1`, 'Calls of Tom Becker (tom.becker@contoso.com) with poor media of their own'],
    [
      `who=${tom}&failed=1&poor=1`,
      'Calls of Tom Becker (tom.becker@contoso.com) with poor media of their own and in which something failed',
    ],
    [
      `who=${tom}&from=2026-11-24&to=2026-11-24`,
      'Calls of Tom Becker (tom.becker@contoso.com) on 24 November 2026',
    ],
    [
      `who=${hashFindKey('upn:tom.becker@contoso.com')}&type=groupCall`,
      'Group calls of Tom Becker (tom.becker@contoso.com)',
    ],
    ['type=peerToPeer&from=2026-11-24&to=2026-11-24', 'All one-to-one calls on 24 November 2026'],
    [`who=${tom}&type=unknown`, 'Calls of unknown type of Tom Becker (tom.becker@contoso.com)'],
    [`organizer=${hashFindKey(organizerKey(keyOf('Anna Schmidt')))}`, 'Calls that Anna Schmidt organized'],
    ['from=2026-11-24&to=2026-11-25', 'All calls from 24 to 25 November 2026'],
    [`who=${hashFindKey('id:nobody')}`, 'Calls of one person'],
  ])('of %s is called %s', async (query, words) => {
    expect(headingOf((await app.open(`/calls?${query}`, 'Calls.Read')).text)).toBe(words);
  });

  test('counts what it left out, and says no more than it knows', async () => {
    const all = await read(`/calls.json?who=${tom}`);
    const poor = await read(`/calls.json?who=${tom}&poor=1`);
    expect(poor.calls.length).toBeGreaterThan(0);
    expect(poor.count).toBe(
      `${poor.calls.length} of ${all.calls.length} calls, newest first. Those are all.`,
    );
  });

  test('says so where nothing of what was looked at is wanted', async () => {
    const { count, looked } = await read(`/calls.json?who=${tom}&type=unknown`);
    expect(count).toBe(`None of ${looked} calls.`);
  });

  test('goes on page by page, each call once, with the filter kept', async () => {
    const path = '/calls.json?from=2026-11-24&to=2026-11-26';
    const first = await read(path);
    expect(first.calls).toHaveLength(50);
    expect(first.count).toBe('50 calls, newest first. There are older ones.');
    const ids: string[] = [];
    for (let next = path; next !== null; ) {
      const { calls, next: following } = await read(next);
      ids.push(...calls.map(({ callId }: { callId: string }) => callId));
      next = following?.replace('/calls?', '/calls.json?') ?? null;
    }
    expect(ids).toHaveLength(records.length);
    expect(new Set(ids).size).toBe(records.length);
  });

  test('as CSV has the columns of the command, and no formula', async () => {
    const own = await makeReaderApp([]);
    const entry = makeIndexEntry('0a1b2c3d-0000-4000-8000-000000000001', {
      organizer: '=HYPERLINK("https://evil.example")',
      findKeys: ['id:a'],
    });
    own.archive.rows.set(entry.blob, entry);
    const { text, headers } = await own.open(`/calls.csv?who=${hashFindKey('id:a')}`, 'Calls.Read');
    const [names, row] = text.split('\r\n');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(names).toContain('startedAt,endedAt,callId,version,type');
    expect(row).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
  });

  test('of what was poor leaves out rows that do not say it, as the command does', async () => {
    const own = await makeReaderApp([]);
    for (const [i, poorStreams] of [1, undefined, undefined].entries()) {
      const entry = makeIndexEntry(`0a1b2c3d-0000-4000-8000-00000000000${i}`, {
        findKeys: ['id:a'],
        poorStreams,
      });
      own.archive.rows.set(entry.blob, entry);
    }
    const { text } = await own.open(`/calls?who=${hashFindKey('id:a')}&poor=1`, 'Calls.Read');
    expect(text).toContain('2 calls are left out');
    expect(text).toContain('1 of 3 calls');
  });

  test('of a year ends after 5,000 calls that were looked at, and says where to go on', async () => {
    const own = await makeReaderApp([]);
    for (let i = 0; i < 5100; i += 1) {
      const startedAt = new Date(Date.parse('2026-11-20T10:00:00Z') - i * 3_600_000).toISOString();
      const entry = makeIndexEntry(`0a1b2c3d-0000-4000-8000-${String(i).padStart(12, '0')}`, {
        startedAt,
        callDay: startedAt.slice(0, 10),
        findKeys: ['id:a'],
        poorStreams: i % 1000 === 0 ? 1 : 0,
      });
      own.archive.rows.set(entry.blob, entry);
    }
    const { calls, count, next } = JSON.parse(
      (await own.open(`/calls.json?who=${hashFindKey('id:a')}&poor=1`, 'Calls.Read')).text,
    );
    expect(calls).toHaveLength(5);
    expect(count).toBe('5 of 5,000 calls that were looked at, newest first. There are older ones.');
    const rest = JSON.parse((await own.open(next.replace('/calls?', '/calls.json?'), 'Calls.Read')).text);
    expect(rest).toMatchObject({ calls: [{}], looked: 100, next: null });
  });

  test('of everybody is read for one reader after the other, that of a person is not', async () => {
    const own = await makeReaderApp([]);
    let [now, most] = [0, 0];
    own.archive.search = async function* () {
      now += 1;
      most = Math.max(most, now);
      await setImmediate();
      now -= 1;
      yield* [];
    };
    const openThrice = (path: string) => Promise.all([1, 2, 3].map(() => own.open(path, 'Calls.Read')));
    await openThrice('/calls?from=2026-11-24&to=2026-11-24');
    expect(most).toBe(1);
    await openThrice(`/calls?who=${tom}`);
    expect(most).toBe(3);
  });

  test('shows hostile organizers as text, in bounds', async () => {
    const own = await makeReaderApp([]);
    const organizer = `<img src=x onerror=alert(1)>\u202e${'A'.repeat(10_000)}`;
    const entry = makeIndexEntry('0a1b2c3d-0000-4000-8000-000000000001', {
      organizer,
      findKeys: ['organizer:a'],
    });
    own.archive.rows.set(entry.blob, entry);
    const { text } = await own.open(`/calls?organizer=${hashFindKey('organizer:a')}`, 'Calls.Read');
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;\\u202e');
    expect(text).not.toMatch(/<img|\u202e/);
    expect(text.length).toBeLessThan(20_000);
  });

  test.each([
    ['poor=1', true],
    ['poor=yes', true],
    ['poor=0', false],
    ['poor=no', false],
    ['poor=', false],
  ])('with %s is of what was poor: %s', async (query, poor) => {
    expect((await read(`/calls.json?who=${tom}&${query}`)).filter.poor).toBe(poor);
  });

  test('that is empty says why, and leads on', async () => {
    const { text } = await app.open(`/calls?who=${tom}&from=2026-01-01&to=2026-01-02`, 'Calls.Read');
    expect(text).toContain('The archive has no such call.');
    expect(text).toContain(`<a href="/calls?who=${tom}" data-item>`);
    expect((await app.open(`/calls?who=${hashFindKey('id:nobody')}`, 'Calls.Read')).text).toContain(
      '2½ hours',
    );
    // Nothing was typed but days.
    const { text: ofDays } = await app.open('/calls?from=2026-01-01&to=2026-01-02', 'Calls.Read');
    expect(ofDays).toContain('2½ hours');
    expect(ofDays).not.toContain('how the name');
  });

  test('of somebody whose name is blank is called by the address', async () => {
    const blank = archiveCompanyDays(['2026-11-24']).map(({ document }) =>
      archiveDocument(Buffer.from(document.toString('utf8').replaceAll('"Tom Becker"', '" "'))),
    );
    const own = await makeReaderApp(blank);
    const { text } = await own.open(`/calls?who=${tom}`, 'Calls.Read');
    expect(headingOf(text)).toBe('Calls of tom.becker@contoso.com');
  });

  test.each([
    ['who=Anna', 'who must be 32 hexadecimal digits'],
    [`who=${tom}&meeting=${tom}`, 'Only one of'],
    [`who=${tom}&from=6%2F2%2F2026`, '2026-06-02 in some countries'],
    [`who=${tom}&type=party`, 'type must be one of'],
    [`who=${tom}&poor=perhaps`, 'poor must be 1 or 0'],
    [`who=${tom}&failed=2`, 'failed must be 1 or 0'],
    [`who=${tom}&after=x'%20or%20''%20eq%20'`, 'after must come from the link'],
    ['', 'at most 31 days'],
    ['from=1y', 'at most 31 days'],
  ])('of %s is refused', async (query, words) => {
    const { status, text } = await app.open(`/calls.json?${query}`, 'Calls.Read');
    expect([status, JSON.parse(text).detail]).toEqual([400, expect.stringContaining(words)]);
  });

  test.each([`who=${tom}`, `who=${tom}%20`, `who=+${tom}`, `organizer=&who=%09${tom}%0A`])(
    'is noted in the access log by hash: %s',
    async (query) => {
      expect(JSON.parse((await app.open(`/calls.json?${query}`, 'Calls.Read')).text).looked).not.toBe(0);
      expect(app.accessLog.entries.at(-1)).toMatchObject({ what: 'calls of a person', who: tom });
    },
  );
});

describe('who sees the calls of one person', () => {
  test('sees no other organizer, in no form', async () => {
    const path = `/calls?who=${tom}`;
    const page = await app.open(path, 'Calls.Read.Limited');
    const twin = await app.open(path.replace('/calls', '/calls.json'), 'Calls.Read.Limited');
    const csv = await app.open(path.replace('/calls', '/calls.csv'), 'Calls.Read.Limited');
    expect(headingOf(page.text)).toBe('Calls of Tom Becker (tom.becker@contoso.com)');
    const others = new Set(named.map(({ name }) => name).filter((name) => name !== 'Tom Becker'));
    for (const { text } of [page, twin, csv]) for (const name of others) expect(text).not.toContain(name);
    expect(
      new Set(JSON.parse(twin.text).calls.map((call: { organizer?: string }) => call.organizer)),
    ).toEqual(new Set(['Tom Becker', undefined]));
    expect(page.text).toContain(`?who=${tom}"`);
  });

  test('gets no list without a person, nor one by a hash of another kind', async () => {
    const organizer = hashFindKey(organizerKey(keyOf('Anna Schmidt')));
    for (const query of [`organizer=${organizer}`, 'from=2026-11-24&to=2026-11-24', `meeting=${organizer}`])
      expect((await app.open(`/calls?${query}`, 'Calls.Read.Limited')).status).toBe(403);
    expect(await read(`/calls.json?who=${organizer}`, 'Calls.Read.Limited')).toMatchObject({
      calls: [],
      looked: 0,
    });
  });

  test('sees a number without its last three digits', async () => {
    const phone = records.flatMap(({ entry }) => entry.findKeys).find((key) => key.startsWith('phone:'));
    const { text } = await app.open(`/calls?who=${hashFindKey(phone ?? '')}`, 'Calls.Read.Limited');
    expect(headingOf(text)).toBe(`Calls of ${phone?.slice(6, -3)}***`);
  });
});

test('an auditor gets no list', async () => {
  expect((await app.open(`/calls?who=${tom}`, 'Archive.Audit')).status).toBe(403);
});
