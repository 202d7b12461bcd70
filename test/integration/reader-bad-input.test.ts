/** What people type and what addresses can say, over a year of one person's calls: understood, or refused in words that help. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { hashFindKey } from '../../src/model/index-rows.ts';
import { archiveDocument, writeStorage } from '../support/archived-records.ts';
import { useEmulator } from '../support/contract-storage.ts';
import { type ServedPages, servePages } from '../support/served-pages.ts';

const now = new Date('2026-11-30T12:00:00Z');
const callCount = 500;
const anna = { id: '0a0a0a0a-0000-4000-8000-000000000001', userPrincipalName: 'anna@contoso.example' };
const annaHash = hashFindKey(`upn:${anna.userPrincipalName}`);
const nobodyHash = hashFindKey('upn:nobody@contoso.example');

/** Evenly over the year that ends now. */
const calls = Array.from({ length: callCount }, (_, i) => {
  const startedAt = new Date(now.getTime() - ((i + 0.5) * 365 * 86_400_000) / callCount);
  const call = {
    id: `ca110000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    version: 1,
    type: 'peerToPeer',
    modalities: ['audio'],
    startDateTime: startedAt.toISOString(),
    endDateTime: new Date(startedAt.getTime() + 60_000).toISOString(),
    sessions: [],
    participants_v2: [{ identity: { user: { ...anna, displayName: 'Anna Schmidt' } } }],
  };
  return archiveDocument(Buffer.from(JSON.stringify(call)));
});

const { clients, connectionString } = useEmulator();
let served: ServedPages;
beforeAll(async () => {
  await writeStorage(clients(), calls);
  served = servePages(connectionString(), { now });
});

const search = (form: Record<string, string>, path = '/') => served.post(path, ['Calls.Read'], form);

/** As a program gets it. */
async function readJson(path: string, role = 'Calls.Read') {
  const response = await served.get(path.replace(/(\?|$)/, '.json$1'), [role]);
  return { status: response.status, data: JSON.parse(await response.text()) };
}

/** In both forms: a page in words, and a problem of this type. */
async function expectRefusal(
  path: string,
  refusal: { status: number; type: string; words: string },
  role = 'Calls.Read',
): Promise<void> {
  const page = await served.get(path, [role]);
  expect([path, page.status, page.headers.get('content-type')]).toEqual([
    path,
    refusal.status,
    'text/html; charset=utf-8',
  ]);
  expect(await page.text()).toContain(refusal.words);
  const { status, data } = await readJson(path, role);
  expect([path, status]).toEqual([path, refusal.status]);
  expect(data).toMatchObject({
    type: `urn:teams-call-archive:problem:${refusal.type}`,
    status: refusal.status,
    detail: expect.stringContaining(refusal.words),
  });
}

/** What is posted is refused with these words at this field, in both forms. */
async function expectFault(form: Record<string, string>, field: string, words: string): Promise<void> {
  const page = await search(form);
  const text = await page.text();
  expect([form, page.status]).toEqual([form, 422]);
  expect(new RegExp(`id="${field}-wrong">([^<]*)`).exec(text)?.[1]).toContain(words);
  const twin = await search(form, '/.json');
  expect([form, twin.status]).toEqual([form, 422]);
  expect(JSON.parse(await twin.text())).toMatchObject({
    type: 'urn:teams-call-archive:problem:wrong-search',
    detail: expect.stringContaining(`${field}: `),
  });
}

describe('a date in the search box', () => {
  const day = '2026-06-02T00:00:00.000Z';
  const dayAfter = '2026-06-03T00:00:00.000Z';

  test.each([
    ['2026-06-02', day, dayAfter],
    ['02.06.2026', day, dayAfter],
    ['2.6.2026', day, dayAfter],
    [' 2026-06-02 ', day, dayAfter],
    ['2026-06', '2026-06-01T00:00:00.000Z', '2026-07-01T00:00:00.000Z'],
    ['2026', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['2000', '2000-01-01T00:00:00.000Z', '2001-01-01T00:00:00.000Z'],
    ['2999-12-31', '2999-12-31T00:00:00.000Z', '3000-01-01T00:00:00.000Z'],
    ['2026-06-02T14:30', '2026-06-02T14:30:00.000Z', '2026-06-02T14:30:00.000Z'],
    ['2026-06-02T14:30+02:00', '2026-06-02T12:30:00.000Z', '2026-06-02T12:30:00.000Z'],
    ['today', '2026-11-30T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    ['Yesterday', '2026-11-29T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
    ['7d', '2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z'],
    ['12h', '2026-11-30T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
  ])('%j is understood at both ends, and the list that it leads to opens', async (text, start, end) => {
    for (const [field, moment] of [
      ['from', start],
      ['to', end],
    ] as const) {
      const answer = await search({ q: anna.userPrincipalName, [field]: text });
      const location = answer.headers.get('location') ?? '';
      expect([answer.status, location]).toEqual([
        303,
        `/calls?${new URLSearchParams({ who: annaHash, [field]: moment })}`,
      ]);
      const { status, data } = await readJson(location);
      expect([status, data.filter[field]]).toEqual([200, moment]);
    }
  });

  test.each([
    ['6/2/2026', 'It means 2026-06-02 in some countries and 2026-02-06 in others'],
    ['6/13/2026', 'Write 2026-06-13.'],
    ['13/13/2026', 'It must be a date'],
    ['2026-02-30', 'It must be a date'],
    ['30.02.2026', 'It must be a date'],
    ['0026-06-02', 'in the years 2000 to 2999'],
    ['1999', 'in the years 2000 to 2999'],
    ['9999', 'in the years 2000 to 2999'],
    ['99999d', 'in the years 2000 to 2999'],
    ['99999y', 'in the years 2000 to 2999'],
    ['+010000-01-01T00:00:00.000Z', 'in the years 2000 to 2999'],
    ['-7d', 'It must be a date'],
    ['soon', 'It must be a date'],
    ['2026-06-02 or so', 'It must be a date'],
    ['٢٠٢٦', 'It must be a date'],
  ])('%j is refused at its field, and in an address', async (text, words) => {
    for (const field of ['from', 'to']) {
      await expectFault({ q: anna.userPrincipalName, [field]: text }, field, words);
      const address = `/calls?${new URLSearchParams({ who: annaHash, [field]: text })}`;
      await expectRefusal(address, { status: 400, type: 'wrong-filter', words });
    }
  });

  test('that is empty is none', async () => {
    const answer = await search({ q: anna.userPrincipalName, from: '', to: '  ' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/calls?who=${annaHash}`]);
    const { status, data } = await readJson(`/calls?who=${annaHash}&from=&to=&type=&after=`);
    expect([status, data.filter]).toEqual([
      200,
      expect.objectContaining({ from: null, to: null, type: null }),
    ]);
  });

  test.each([
    ['2026-06-03', '2026-06-02'],
    ['today', '7d'],
    ['now', 'now'],
  ])('from %s to %s is refused at its end', async (from, to) => {
    const words = 'The end must be after the beginning.';
    await expectFault({ q: anna.userPrincipalName, from, to }, 'to', words);
    const address = `/calls?${new URLSearchParams({ who: annaHash, from, to })}`;
    await expectRefusal(address, { status: 400, type: 'wrong-filter', words });
  });
});

test('a search of a year of one person leads page by page to the end, to each call once', async () => {
  const answer = await search({ q: 'Anna Schmidt', from: '1y' });
  const seen: string[] = [];
  let pages = 0;
  for (let next: string | null = answer.headers.get('location'); next !== null; pages += 1) {
    const { status, data } = await readJson(next);
    expect(status).toBe(200);
    seen.push(...data.calls.map(({ callId }: { callId: string }) => callId));
    next = data.next;
  }
  // From the newest to the oldest.
  expect(seen).toEqual(calls.map(({ entry }) => entry.callId));
  expect(pages).toBe(callCount / 50);
});

describe('the calls of everybody', () => {
  test.each([
    'from=2026-10-01&to=2026-10-31&poor=1',
    'from=2026-10-01&to=2026-10-31T23:59',
    'from=31d&to=1d',
    'from=31d',
    'from=2026-10&to=2026-10&zone=Europe/Berlin',
    'from=2d',
    'from=2999-01-01',
  ])('are listed of %s', async (query) => {
    expect((await readJson(`/calls?${query}`)).status).toBe(200);
  });

  test.each([
    '',
    'from=2026-10-01&to=2026-11-01',
    'from=32d',
    'from=1y',
    'from=2000&to=2999',
    'to=2026-06-02',
    'poor=1',
  ])('are refused of %j: too many days', (query) =>
    expectRefusal(`/calls?${query}`, {
      status: 400,
      type: 'too-many-days',
      words: 'Without a person, an organizer or a meeting, at most 31 days are listed.',
    }),
  );
});

describe('an address of a list', () => {
  const wrongHashes = [
    'Anna',
    anna.userPrincipalName,
    annaHash.slice(1),
    `${annaHash}0`,
    annaHash.toUpperCase(),
  ];

  test.each(['who', 'organizer', 'meeting'])('with a wrong hash as %s is refused', async (kind) => {
    for (const hash of wrongHashes) {
      const address = `/calls?${new URLSearchParams({ [kind]: hash })}`;
      await expectRefusal(address, {
        status: 400,
        type: 'wrong-filter',
        words: `${kind} must be 32 hexadecimal digits`,
      });
    }
  });

  test.each(['who', 'organizer', 'meeting'])(
    'with a hash of nobody as %s is a list without calls',
    async (kind) => {
      const { status, data } = await readJson(`/calls?${kind}=${nobodyHash}`);
      expect([status, data.calls, data.next, data.count]).toEqual([200, [], null, 'No calls.']);
    },
  );

  test.each(['x', '-1', `' or '1' eq '1`, '0', '9'.repeat(15), `${'9'.repeat(16)}-${'0'.repeat(36)}`])(
    'with %j to continue after is refused',
    (after) =>
      expectRefusal(`/calls?${new URLSearchParams({ who: annaHash, after })}`, {
        status: 400,
        type: 'wrong-filter',
        words: 'after must come from the link to the next page.',
      }),
  );

  test.each(['0', '9'])('that continues after a moment of digits %s ends', async (digit) => {
    const after = `${digit.repeat(15)}-00000000-0000-0000-0000-000000000000`;
    for (const query of [`who=${annaHash}`, 'from=2026-11-01&to=2026-11-30']) {
      const { status, data } = await readJson(`/calls?${query}&after=${after}`);
      expect([query, status]).toEqual([query, 200]);
      // Before all moments are those that come first in the list, after all there is none.
      expect([query, data.calls.length > 0]).toEqual([query, digit === '0']);
    }
  });

  test.each(['party', 'GROUPCALL', 'groupCall,peerToPeer', '*'])('of the type %j is refused', (type) =>
    expectRefusal(`/calls?${new URLSearchParams({ who: annaHash, type })}`, {
      status: 400,
      type: 'wrong-filter',
      words: 'type must be one of groupCall, peerToPeer, unknown.',
    }),
  );

  test('that says a thing twice means the first, on the page and in the access log', async () => {
    const [first, second] = ['first', 'second'].map((who) => hashFindKey(`upn:${who}@contoso.example`));
    const repeated = `who=${first}&who=${second}&from=2026-06-01&from=2000&type=peerToPeer&type=party`;
    const { status, data } = await readJson(`/calls?${repeated}`);
    expect(status).toBe(200);
    expect(data.filter).toMatchObject({
      who: first,
      from: '2026-06-01T00:00:00.000Z',
      type: 'peerToPeer',
    });
    const { looks } = (await readJson('/access', 'Archive.Audit')).data;
    const looked = new Set(looks.map(({ who }: { who?: string }) => who));
    expect([looked.has(first), looked.has(second)]).toEqual([true, false]);
  });

  test('of two kinds of hash at a time is refused', () =>
    expectRefusal(`/calls?who=${annaHash}&organizer=${annaHash}`, {
      status: 400,
      type: 'wrong-filter',
      words: 'Only one of who, organizer, meeting can be asked for at a time.',
    }));
});

describe('the page of a person', () => {
  test.each([
    'Anna',
    anna.userPrincipalName,
    annaHash.slice(1),
    `${annaHash}0`,
    annaHash.toUpperCase(),
    '%27',
  ])('is not at %s', (hash) =>
    expectRefusal(`/people/${hash}`, {
      status: 404,
      type: 'not-a-person',
      words: 'The address must have 32 hexadecimal digits.',
    }),
  );

  test('counts no calls of nobody, and those of the last 90 days of somebody', async () => {
    const since = Date.parse('2026-09-02T00:00:00Z');
    const ofAnna = calls.filter(({ entry }) => Date.parse(entry.startedAt) >= since);
    expect((await readJson(`/people/${annaHash}`)).data).toMatchObject({
      calls: ofAnna.length,
      first: '2026-09-02',
    });
    expect((await readJson(`/people/${nobodyHash}`)).data).toMatchObject({ calls: 0 });
  });
});

describe('the days', () => {
  test.each(['x', '26', '1999', '3000', '20261', '-2026', '2026-06', '２０２６'])('have no year %j', (year) =>
    expectRefusal(`/days?${new URLSearchParams({ year })}`, {
      status: 400,
      type: 'not-a-year',
      words: 'year must be a year such as 2026.',
    }),
  );

  test('have this year up to today, and whole other ones', async () => {
    for (const [query, count] of [
      ['', 334],
      ['year=', 334],
      ['year=2024', 366],
      ['year=2000', 366],
      ['year=2099', 365],
    ] as const) {
      const { status, data } = await readJson(`/days?${query}`);
      expect([query, status, data.days?.length]).toEqual([query, 200, count]);
    }
  });

  test.each([
    '2026-02-30',
    '2026-13-01',
    '2026-6-2',
    '02.06.2026',
    'yesterday',
    '7d',
    '2026-06',
    '2026-06-02T00:00:00Z',
    '1999-12-31',
    '0000-00-00',
    '%20',
  ])('have none of the name %s', (date) =>
    expectRefusal(`/days/${date}`, {
      status: 404,
      type: 'no-such-day',
      words: 'A day is written like 2026-11-20.',
    }),
  );

  test.each(['2000-01-01', '2024-02-29', '2026-11-30', '2099-12-31'])('have a page of %s', async (date) => {
    const { status, data } = await readJson(`/days/${date}`);
    expect([status, data.date, data.calls]).toEqual([200, date, null]);
    expect(data.words.length).toBeGreaterThan(0);
  });
});
