/** The page of one call: what it says is what the command says, at few requests, and every state has words of its own. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { companyRecord } from '../../../local/graph-simulator/company/company-record.ts';
import { makeCompany } from '../../../local/graph-simulator/company/people.ts';
import { makeWorkingDay } from '../../../local/graph-simulator/company/working-day.ts';
import { makeRecord } from '../../../local/graph-simulator/generator/make-record.ts';
import { expectedDocument } from '../../../local/graph-simulator/records/expected-document.ts';
import { reportPath } from '../../../src/model/archive-path.ts';
import { hashFindKey } from '../../../src/model/index-rows.ts';
import { showCall } from '../../../src/reading/show-call.ts';
import type { Page } from '../../../src/web/page.ts';
import { callPage } from '../../../src/web/pages/call.ts';
import { diffPage } from '../../../src/web/pages/diff.ts';
import { rawPage } from '../../../src/web/pages/raw.ts';
import { versionsPage } from '../../../src/web/pages/versions.ts';
import { type ArchivedRecord, archiveDocument, archiveRecord } from '../../support/archived-records.ts';
import { type MemoryReader, makeMemoryReader } from '../../support/reader-pages.ts';
import { makeRemovalSeal } from '../../support/removal-seal.ts';

const tenantId = 'dc368399-474c-4d40-900c-6265431fd81f';
const day = '2026-11-24';
const calls = makeWorkingDay(makeCompany(tenantId), 'pages', day, { allHands: true, congested: true });
const company = calls.map((call) => archiveDocument(expectedDocument(companyRecord(call))));
const documentOf = ({ document }: ArchivedRecord) => JSON.parse(document.toString('utf8'));
const endedAt = new Date('2026-11-20T11:00:00Z');

function findCall(wanted: (document: ReturnType<typeof documentOf>) => boolean): ArchivedRecord {
  const found = company.find((record) => wanted(documentOf(record)));
  if (!found) throw new Error('The company has such a call every day');
  return found;
}

/** The same call, as Graph wrote it later. */
function amended(record: ArchivedRecord, members: object): ArchivedRecord {
  return archiveDocument(Buffer.from(JSON.stringify({ ...documentOf(record), ...members })));
}

/** Between two colleagues. */
const talk = findCall(
  ({ sessions: [{ caller, callee }] }) =>
    caller.associatedIdentity?.userPrincipalName && callee.associatedIdentity?.userPrincipalName,
);

async function problemOf<Data>(
  reader: MemoryReader,
  page: Page<Data>,
  path: string,
  role?: Parameters<MemoryReader['open']>[2],
) {
  const { answer } = await reader.open(page, path, role);
  if (answer.kind !== 'problem') throw new Error(`${path} is answered with ${answer.kind}`);
  return answer.problem;
}

describe('the page of a call', () => {
  test('begins with the sentence that the command says, for every call of a day', async () => {
    const reader = makeMemoryReader(company);
    for (const { entry } of company) {
      const { answer } = await reader.open(callPage, `/calls/${entry.callId}`);
      const account = await showCall(reader.archive, entry, {});
      expect(answer).toMatchObject({ kind: 'data', data: { sentence: account.quality.sentence } });
    }
  });

  test('says who was there, what was bad by which rule, what failed, and how far to trust it', async () => {
    const dropped = findCall((document) => document.sessions[0]?.failureInfo?.stage === 'midcall');
    const reader = makeMemoryReader([dropped]);
    const { html } = await reader.open(
      callPage,
      `/calls/${dropped.entry.callId}?zone=Europe/Berlin`,
      'Calls.Read.Raw',
    );
    const { sha256, callId } = dropped.entry;
    for (const wanted of [
      'Luca Moretti',
      'Katrin Scholz',
      'The network connection was lost',
      'cqd-audio',
      sha256,
      `${day} (UTC) is not sealed yet`,
      `href="/calls/${callId}/versions?zone=Europe%2FBerlin"`,
      `href="/calls/${callId}/raw?version=1&amp;zone=Europe%2FBerlin"`,
      ' UTC" data-as="second">2026-11-24 12:',
      'one to one: audio',
      'The one session: streams',
      '<li>The call of Luca Moretti and Katrin Scholz dropped',
    ])
      expect(html).toContain(wanted);
    expect(html.indexOf('class="lede"')).toBeLessThan(html.indexOf('id="who"'));
  });

  test('says what the seal of its day says', async () => {
    const [record] = company as [ArchivedRecord];
    const reader = makeMemoryReader([record]);
    const manifest = { path: 'm', sha256: 'a', entries: 1, root: 'b' };
    const sealed = {
      sequence: 12,
      sealedAt: '2026-12-24T05:10:00Z',
      state: 'final',
      listedAt: '',
      manifest,
    } as const;
    reader.sealedDays.days.set(day, {
      day,
      ...sealed,
      calls: 1,
      graph: undefined,
      reason: undefined,
      unexplained: 0,
    });
    const { html } = await reader.open(callPage, `/calls/${record.entry.callId}`);
    expect(html).toContain(`${day} (UTC) is sealed, for good: seal 12 of 2026-12-24`);
    reader.sealedDays.find = async () => {
      throw new Error('Storage is away');
    };
    const without = await reader.open(callPage, `/calls/${record.entry.callId}`);
    expect(without.html).toContain('whether it is sealed cannot be told now');
  });

  test('costs three requests to storage, two of them at the same time', async () => {
    const reader = makeMemoryReader([talk]);
    await reader.open(callPage, `/calls/${talk.entry.callId}`);
    expect(reader.requests).toEqual(['versions', 'sealed day', 'record']);
  });

  test('shows the rows of the call reports that belong to a call by phone', async () => {
    const record = archiveRecord('by phone', { endedAt, kind: 'pstn' });
    const value = documentOf(record);
    const reader = makeMemoryReader([record]);
    const userId = value.organizer_v2.identity.user.id;
    const row = {
      id: 'r1',
      callId: 'x',
      userId,
      callerNumber: 'sip:+4930123456789@sbc1.contoso.example;user=phone',
      calleeNumber: '+4989987654321',
      startDateTime: value.startDateTime,
      endDateTime: value.endDateTime,
      duration: 1800,
      charge: 0.42,
      currency: 'EUR',
    };
    const path = reportPath(record.entry.tenantId, 'pstn-calls', record.entry.callDay, '20261121T031500Z');
    reader.reports.files.set(path, gzipSync(`${JSON.stringify(row)}\n`));
    const whole = await reader.open(callPage, `/calls/${record.entry.callId}`);
    expect(whole.html).toContain('+4930123456789');
    expect(whole.html).toContain('charge 0.42 EUR');
    const who = hashFindKey(`id:${userId}`);
    const limited = await reader.open(
      callPage,
      `/calls/${record.entry.callId}?who=${who}`,
      'Calls.Read.Limited',
    );
    expect(limited.html).toContain('+4930123456***');
    expect(limited.json).not.toMatch(/4930123456789|4989987654321|0\.42/);
  });

  test('is shown though its call reports cannot be read', async () => {
    const record = archiveRecord('by phone', { endedAt, kind: 'pstn' });
    const reader = makeMemoryReader([record]);
    const path = reportPath(record.entry.tenantId, 'pstn-calls', record.entry.callDay, '20261121T031500Z');
    reader.reports.files.set(path, Buffer.from('not gzip'));
    const { html } = await reader.open(callPage, `/calls/${record.entry.callId}`);
    expect(html).toContain('Rows may be missing. pstn-calls of');
  });

  test('gives a text for the ticket without HTML, in lines of 100 columns', async () => {
    const dropped = findCall((document) => document.sessions[0]?.failureInfo?.stage === 'midcall');
    const { answer } = await makeMemoryReader([dropped]).open(callPage, `/calls/${dropped.entry.callId}`);
    if (answer.kind !== 'data') throw new Error('The call is there');
    const { ticket, sentence } = answer.data;
    expect(ticket.replaceAll(/\s+/g, ' ')).toContain(sentence);
    expect(ticket).toContain(`Call       ${dropped.entry.callId}, version 1`);
    expect(Math.max(...ticket.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

describe('a reader of one person’s calls', () => {
  const { callId } = talk.entry;
  const caller = documentOf(talk).sessions[0].caller.associatedIdentity;
  const callee = documentOf(talk).sessions[0].callee.associatedIdentity;

  test('sees that person by name and nothing of the other, whatever form is asked for', async () => {
    const reader = makeMemoryReader([talk]);
    const who = hashFindKey(`upn:${caller.userPrincipalName}`);
    const { html, json } = await reader.open(callPage, `/calls/${callId}?who=${who}`, 'Calls.Read.Limited');
    expect(html).toContain(caller.displayName);
    for (const text of [html, json]) {
      for (const hidden of [
        callee.displayName,
        callee.id,
        callee.userPrincipalName ?? 'nobody@x',
        '/people/',
        'captureDevice',
      ])
        expect(text).not.toContain(hidden);
      expect(text).not.toMatch(/\b10\.\d+\.\d+\.\d+|\/versions|\/diff|\/raw|organizer=/);
    }
  });

  test.each([
    ['nobody is named', ''],
    ['the person was not there', `?who=${hashFindKey('id:nobody')}`],
    ['the hash is none', '?who=Anna'],
  ])('sees no call where %s, in the words of one that is unknown', async (_why, query) => {
    const reader = makeMemoryReader([talk]);
    const unknown = await problemOf(
      reader,
      callPage,
      `/calls/0a1b2c3d-0000-4000-8000-00000000000f${query}`,
      'Calls.Read.Limited',
    );
    expect(await problemOf(reader, callPage, `/calls/${callId}${query}`, 'Calls.Read.Limited')).toEqual(
      unknown,
    );
    expect(unknown).toMatchObject({ status: 404, type: expect.stringContaining('call-outside-of-role') });
  });
});

describe('a call that cannot be shown says why', () => {
  const [record, other] = company as [ArchivedRecord, ArchivedRecord];
  const { callId } = record.entry;
  const kindOf = ({ type }: { type: string }) => type.split(':').at(-1);

  test('where the address is not one of a call or version', async () => {
    const reader = makeMemoryReader([record]);
    expect(await problemOf(reader, callPage, '/calls/anna')).toMatchObject({ status: 404 });
    expect(await problemOf(reader, callPage, `/calls/${callId}?version=x`)).toMatchObject({ status: 400 });
    expect(reader.requests).toEqual([]);
  });

  test('where the archive does not have it, or not that version', async () => {
    const reader = makeMemoryReader([record]);
    expect(kindOf(await problemOf(reader, callPage, `/calls/${other.entry.callId}`))).toBe('not-archived');
    const problem = await problemOf(reader, callPage, `/calls/${callId}?version=7`);
    expect(problem).toMatchObject({ status: 404, detail: expect.stringContaining('It has version 1.') });
  });

  test('where its file is damaged, altered or gone', async () => {
    for (const file of [Buffer.from('no gzip'), gzipSync(other.document), undefined]) {
      const reader = makeMemoryReader([record]);
      if (file) reader.archive.files.set(record.blob, file);
      else reader.archive.files.delete(record.blob);
      expect(kindOf(await problemOf(reader, callPage, `/calls/${callId}`))).toBe('damaged');
    }
  });

  test('where it was erased, as a seal says, whether its rows are left or not', async () => {
    const seal = makeRemovalSeal({ tenantId, sequence: 3, day, path: record.blob, because: 'erasure' });
    for (const withRows of [true, false]) {
      const reader = makeMemoryReader([record]);
      reader.proof.set('seals/v1/00000001.json', Buffer.from('not a seal'));
      reader.proof.set('seals/v1/00000003.json', seal);
      reader.archive.files.delete(record.blob);
      if (!withRows) reader.archive.rows.delete(record.blob);
      const problem = await problemOf(reader, callPage, `/calls/${callId}`);
      expect(problem).toMatchObject({
        status: 410,
        detail: expect.stringContaining(
          `This call of ${day} was archived, and was erased later, as the seal of 2026-12-02 says`,
        ),
      });
      const before = reader.requests.length;
      await problemOf(reader, callPage, `/calls/${callId}`);
      expect(reader.requests.slice(before)).not.toContain('seal');
    }
  });
});

describe('versions of a call', () => {
  const [first] = company as [ArchivedRecord];
  const second = amended(first, { version: 2, modalities: ['audio', 'data'] });
  const { callId } = first.entry;

  test('that are not the newest lead to it', async () => {
    const reader = makeMemoryReader([first, second]);
    const { html } = await reader.open(callPage, `/calls/${callId}?version=1&zone=UTC`);
    expect(html).toContain(`1, one of 2 archived; the newest is <a href="/calls/${callId}?zone=UTC">2</a>`);
    expect(html).not.toContain('/diff');
    const newest = await reader.open(callPage, `/calls/${callId}`);
    expect(newest.html).toContain(`/calls/${callId}/diff?to=2`);
    expect(newest.html).toContain('2, the newest of 2 archived');
    const only = await makeMemoryReader([first]).open(callPage, `/calls/${callId}`);
    expect(only.html).toContain('1, the only one archived');
  });

  test('are listed, with what is shown of each', async () => {
    const reader = makeMemoryReader([first, second]);
    const path = `/calls/${callId}/versions`;
    const { html, answer } = await reader.open(versionsPage, path, 'Calls.Read.Raw');
    expect(answer).toMatchObject({ data: { versions: [{ version: '1' }, { version: '2' }] } });
    expect(html).toContain(`/calls/${callId}?version=1`);
    expect(html).toContain(`/calls/${callId}/diff?to=2`);
    expect(html).toContain(`/calls/${callId}/raw?version=1`);
    expect(await problemOf(reader, versionsPage, path, 'Calls.Read')).toMatchObject({ status: 404 });
  });

  test('are compared in words, by default the newest with the one before', async () => {
    const reader = makeMemoryReader([first, second]);
    for (const query of ['', '?from=1&to=2', '?to=v000002']) {
      const { answer, html } = await reader.open(diffPage, `/calls/${callId}/diff${query}`);
      expect(answer).toMatchObject({ data: { from: '1', to: '2' } });
      expect(html).toContain('Modalities: was audio');
    }
    expect(await problemOf(reader, diffPage, `/calls/${callId}/diff?to=1`)).toMatchObject({
      title: 'Nothing to compare with',
    });
    for (const query of ['from=9', 'to=9'])
      expect(await problemOf(reader, diffPage, `/calls/${callId}/diff?${query}`)).toMatchObject({
        title: 'No such version',
        detail: expect.stringContaining('It has the versions 1 and 2.'),
      });
  });

  test('of which one is damaged name that one', async () => {
    for (const damaged of [first, second]) {
      const reader = makeMemoryReader([first, second]);
      reader.archive.files.delete(damaged.blob);
      expect(await problemOf(reader, diffPage, `/calls/${callId}/diff`)).toMatchObject({
        title: 'The record is damaged',
        detail: expect.stringContaining(damaged.blob),
      });
    }
  });

  test('are listed to those only who may open the list', async () => {
    const reader = makeMemoryReader([first, second]);
    for (const [role, isLinked] of [
      ['Calls.Read', false],
      ['Calls.Read.Raw', true],
    ] as const) {
      const { html } = await reader.open(diffPage, `/calls/${callId}/diff`, role);
      expect([role, html.includes(`/calls/${callId}/versions`)]).toEqual([role, isLinked]);
    }
  });

  test('are given as the exact bytes, under the name that they have in the archive', async () => {
    const { answer } = await makeMemoryReader([first, second]).open(
      rawPage,
      `/calls/${callId}/raw?version=1`,
      'Calls.Read.Raw',
    );
    if (answer.kind !== 'file') throw new Error('The record is there');
    expect(answer).toMatchObject({ name: `${callId}.v000001.json`, contentType: 'application/json' });
    expect(Buffer.concat(await Array.fromAsync(answer.bytes))).toEqual(gunzipSync(first.file));
  });

  test('whose bytes are not what they were are not given, nor those that are too many', async () => {
    const reader = makeMemoryReader([first]);
    const path = `/calls/${callId}/raw`;
    const row = reader.archive.rows.get(first.blob);
    if (!row) throw new Error('The call is there');
    reader.archive.rows.set(first.blob, { ...row, sizeBytes: 200 * 1024 * 1024 });
    expect(await problemOf(reader, rawPage, path, 'Calls.Read.Raw')).toMatchObject({ status: 413 });
    reader.archive.rows.set(first.blob, row);
    reader.archive.files.set(first.blob, second.file);
    expect(await problemOf(reader, rawPage, path, 'Calls.Read.Raw')).toMatchObject({
      title: 'The record is damaged',
    });
  });

  test('are nobody’s who may not see them', async () => {
    const engineer = { calls: 'all', raw: false, days: true, accessLog: false } as const;
    expect([diffPage, versionsPage, rawPage].map((page) => page.isFor(engineer))).toEqual([
      true,
      false,
      false,
    ]);
    for (const page of [versionsPage, diffPage, rawPage])
      expect(page.isFor({ calls: 'one', raw: false, days: false, accessLog: false })).toBe(false);
    const reader = makeMemoryReader([first, second]);
    for (const [page, path] of [
      [versionsPage, 'versions'],
      [diffPage, 'diff'],
      [rawPage, 'raw'],
    ] as const)
      expect(
        await problemOf<unknown>(
          reader,
          page as Page<unknown>,
          `/calls/${callId}/${path}`,
          'Calls.Read.Limited',
        ),
      ).toMatchObject({ status: 404 });
    expect(reader.requests).toEqual([]);
  });
});

describe('a large meeting', () => {
  const meeting = archiveDocument(
    expectedDocument(makeRecord('town hall', { endedAt, sessions: 320, participants: 330 })),
  );
  const path = `/calls/${meeting.entry.callId}`;

  test('shows its people fifty a page, each on one page only', async () => {
    const reader = makeMemoryReader([meeting]);
    const seen = new Set<string>();
    for (let page = 1; page <= 7; page += 1) {
      const { answer, html } = await reader.open(callPage, `${path}?people=${page}`);
      if (answer.kind !== 'data') throw new Error('The call is there');
      const { people, timeline, sessions } = answer.data;
      expect(people.shown.length).toBe(page < 7 ? 50 : 30);
      expect(timeline.rows.map(({ key }) => key)).toEqual(people.shown.map(({ key }) => key));
      expect(sessions.length).toBeLessThanOrEqual(120);
      for (const { key } of people.shown) seen.add(key);
      expect(html.includes('Further people')).toBe(page < 7);
    }
    expect(seen.size).toBe(330);
  });

  test('shows first whom the reader came for', async () => {
    const reader = makeMemoryReader([meeting]);
    const last = await reader.open(callPage, `${path}?people=6`);
    if (last.answer.kind !== 'data') throw new Error('The call is there');
    const wanted = last.answer.data.people.shown[7];
    const { answer } = await reader.open(callPage, `${path}?who=${wanted?.hash}`);
    if (answer.kind !== 'data') throw new Error('The call is there');
    expect(answer.data.people.shown[0]).toEqual(wanted);
    expect(answer.data.people.shown.length).toBe(51);
    expect(answer.data.timeline.rows[0]?.bars.length).toBeGreaterThan(0);
  });

  test('is at most 60 KB compressed, but for the timeline', async () => {
    const { html } = await makeMemoryReader([meeting]).open(callPage, path);
    const without = html.replace(/<h2 id="timeline">.*?<\/section>/s, '');
    expect(gzipSync(without).length).toBeLessThan(60 * 1024);
  });

  test('of one person in 500 sessions is no longer', async () => {
    const document = expectedDocument(
      makeRecord('comes and goes', { endedAt, sessions: 500, participants: 1 }),
    );
    const long = archiveDocument(document);
    const { html } = await makeMemoryReader([long]).open(callPage, `/calls/${long.entry.callId}`);
    const without = html.replace(/<h2 id="timeline">.*?<\/section>/s, '');
    expect(gzipSync(without).length).toBeLessThan(60 * 1024);
    const [, shown, further] =
      /<p>(\d+) of 500 sessions.*?<p>and (\d+) more sessions/s.exec(without)?.map(Number) ?? [];
    expect([Number(shown) > 20, Number(shown) + Number(further)]).toEqual([true, 500]);
  });

  test('is read once for all who ask at the same moment', async () => {
    const reader = makeMemoryReader([meeting]);
    await Promise.all(Array.from({ length: 20 }, () => reader.open(callPage, path)));
    expect(reader.requests.filter((what) => what === 'record')).toEqual(['record']);
    await reader.open(callPage, `${path}?people=2`);
    expect(reader.requests.filter((what) => what === 'record').length).toBe(2);
  });
});
