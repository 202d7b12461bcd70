/** 90 days of one person: counts by day of the reader's zone, from the rows of the index and one record. */
import { describe, expect, test } from '@jest/globals';
import { hashFindKey } from '../../../src/model/index-rows.ts';
import { archiveCompanyDays } from '../../support/company-archive.ts';
import { makeIndexEntry } from '../../support/index-entry.ts';
import { makeReaderApp } from '../../support/reader-app.ts';

const hash = hashFindKey('id:a');

/** `count` calls, one an hour back from this moment; each third is poor, each tenth failed. */
async function appWith(count: number, newest: string, timeZone = 'UTC') {
  const app = await makeReaderApp([], { now: new Date('2026-11-30T12:00:00Z'), timeZone });
  for (let i = 0; i < count; i += 1) {
    const startedAt = new Date(Date.parse(newest) - i * 3_600_000).toISOString();
    const entry = makeIndexEntry(`0a1b2c3d-0000-4000-8000-${String(i).padStart(12, '0')}`, {
      startedAt,
      callDay: startedAt.slice(0, 10),
      findKeys: ['id:a'],
      ownStreams: new Map([['id:a', { classified: 4, poor: i % 3 === 0 ? 1 : 0 }]]),
      failed: i % 10 === 0,
    });
    app.archive.rows.set(entry.blob, entry);
  }
  return app;
}

describe('the page of a person', () => {
  test('counts 500 calls by day, and links each day to its calls', async () => {
    const app = await appWith(500, '2026-11-29T23:30:00Z');
    const { status, text } = await app.open(`/people/${hash}`, 'Calls.Read');
    expect(status).toBe(200);
    const data = JSON.parse((await app.open(`/people/${hash}.json`, 'Calls.Read')).text);
    expect(data).toMatchObject({
      calls: 500,
      poor: 167,
      failed: 50,
      unknown: 0,
      isCut: false,
      first: '2026-09-02',
      last: '2026-11-30',
    });
    expect(data.days).toHaveLength(90);
    expect(data.days.slice(-2)).toMatchObject([
      { date: '2026-11-29', calls: 24, poor: 8, failed: 3 },
      { date: '2026-11-30', calls: 0 },
    ]);
    expect(text).toContain('<b>167</b> <span>with poor media of their own (33%)');
    const { url } = data.days[88];
    expect(text).toContain(`href="${url.replaceAll('&', '&amp;')}"`);
    expect(
      JSON.parse((await app.open(url.replace('/calls?', '/calls.json?'), 'Calls.Read')).text).calls,
    ).toHaveLength(24);
  });

  test('does not call good what the index does not know', async () => {
    const app = await appWith(0, '2026-11-29T10:00:00Z');
    for (const [i, day] of ['2026-11-28', '2026-11-29', '2026-11-29'].entries()) {
      const entry = makeIndexEntry(`0a1b2c3d-0000-4000-8000-00000000000${i}`, {
        startedAt: `${day}T10:00:00Z`,
        callDay: day,
        findKeys: ['id:a'],
        ...(i < 2
          ? { poorStreams: undefined }
          : { ownStreams: new Map([['id:a', { classified: 4, poor: 0 }]]) }),
      });
      app.archive.rows.set(entry.blob, entry);
    }
    const { text } = await app.open(`/people/${hash}`, 'Calls.Read');
    expect(text.match(/<span class="quiet">([^<]*)/g)).toEqual([
      '<span class="quiet">0 of 1, 1 not known',
      '<span class="quiet">not known',
    ]);
    expect(text).toContain('<title>28 November 2026: 1 call, 0 with poor media</title>');
  });

  test('has its days in the zone of the reader', async () => {
    const app = await appWith(1, '2026-11-29T23:30:00Z', 'Europe/Berlin');
    const { days } = JSON.parse((await app.open(`/people/${hash}.json`, 'Calls.Read')).text);
    expect(days.at(-1)).toMatchObject({ date: '2026-11-30', calls: 1 });
  });

  test('names the person, to those who see the calls of one person too', async () => {
    const records = archiveCompanyDays(['2026-11-24']);
    const app = await makeReaderApp(records);
    const tom = records.flatMap(({ entry }) => entry.named).find(({ name }) => name === 'Tom Becker');
    const { text } = await app.open(`/people/${hashFindKey(tom?.key ?? '')}`, 'Calls.Read.Limited');
    expect(text).toContain('<h1>Tom Becker (tom.becker@contoso.com): 90 days</h1>');
    expect(app.accessLog.entries.at(-1)).toMatchObject({ what: 'person', who: hashFindKey(tom?.key ?? '') });
  });

  test('without calls says from when to when, and leads to older ones', async () => {
    const app = await appWith(3, '2026-01-10T10:00:00Z');
    const { text } = await app.open(`/people/${hash}`, 'Calls.Read');
    expect(text).toContain('no call of this person from 2 September 2026 to 30 November 2026');
    expect(text).toContain(`href="/calls?who=${hash}"`);
  });

  test('is for nobody without a right to calls, and of no other address', async () => {
    const app = await appWith(1, '2026-11-29T10:00:00Z');
    expect((await app.open(`/people/${hash}`, 'Archive.Audit')).status).toBe(403);
    expect((await app.open('/people/anna', 'Calls.Read')).status).toBe(404);
  });
});
