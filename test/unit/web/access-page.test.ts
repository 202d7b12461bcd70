/** The access log as an auditor reads it: by day, by whom was looked at, as a page, as JSON and as CSV. */
import { describe, expect, test } from '@jest/globals';
import { hashFindKey } from '../../../src/model/index-rows.ts';
import { servingNow, servingOrigin, startServing } from '../../support/serving.ts';

const auditor = { roles: ['Archive.Audit'] };
const anna = hashFindKey('upn:anna@contoso.com');

interface ReadLooks {
  looks: { ticket: string; what: string }[];
  hasMore: boolean;
}

async function setUp(count: number) {
  const serving = startServing([]);
  for (let i = 0; i < count; i++) {
    await serving.accessLog.note({
      at: new Date(servingNow.getTime() - i * 1000),
      reader: { id: 'r', name: i % 2 ? 'rita@contoso.example' : '=HYPERLINK("x")' },
      roles: ['Calls.Read'],
      what: 'calls of a person',
      who: i % 2 ? anna : hashFindKey('phone:+49301234567'),
      ticket: `T-${i}`,
    });
  }
  /** Without the looks at the log itself, which this reading adds. */
  const read = async (path: string) => {
    const answer = (await (await serving.ask(path, auditor)).json()) as ReadLooks;
    return { ...answer, looks: answer.looks.filter(({ what }) => what !== 'access log') };
  };
  return { ...serving, read };
}

describe('the access log', () => {
  test('has the looks of today, newest first, and those of another day when asked', async () => {
    const { read } = await setUp(3);
    expect((await read('/access.json')).looks.map(({ ticket }) => ticket)).toEqual(['T-0', 'T-1', 'T-2']);
    expect((await read('/access.json?date=2026-11-19')).looks).toEqual([]);
  });

  test('can be asked for the looks at some people, typed into a form; no name comes into the address', async () => {
    const { ask, read } = await setUp(4);
    const posted = await ask('/access?ticket=A-1', {
      ...auditor,
      method: 'POST',
      headers: { origin: servingOrigin },
      body: new URLSearchParams({ text: 'Anna@contoso.com\n+49 30 1234', date: '2026-11-20' }),
    });
    const location = posted.headers.get('location') ?? '';
    expect(posted.status).toBe(303);
    expect(location).not.toMatch(/anna|1234\b/i);
    const query = new URL(location, servingOrigin).searchParams;
    expect([query.get('date'), query.get('ticket')]).toEqual(['2026-11-20', 'A-1']);
    expect(query.getAll('who')).toEqual(
      ['upn:anna@contoso.com', 'organizer:anna@contoso.com', 'phone:+49301234', 'organizer:+49301234'].map(
        hashFindKey,
      ),
    );
    const found = await read(location.replace('/access?', '/access.json?'));
    expect(found.looks.map(({ ticket }) => ticket)).toEqual(['T-1', 'T-3']);
  });

  test('that is asked for as JSON is answered as JSON', async () => {
    const { ask } = await setUp(0);
    const posted = await ask('/access.json', {
      ...auditor,
      method: 'POST',
      headers: { origin: servingOrigin },
      body: new URLSearchParams({ text: 'anna@contoso.com', date: '2026-11-20' }),
    });
    expect(posted.headers.get('location')).toMatch(/^\/access\.json\?date=2026-11-20&who=/);
  });

  test.each([
    [20, 200],
    [21, 400],
  ])('can be asked for the looks at 20 people at a time, not more: %i', async (count, status) => {
    const { ask } = await setUp(0);
    const posted = await ask('/access', {
      ...auditor,
      method: 'POST',
      headers: { origin: servingOrigin },
      body: new URLSearchParams({
        text: Array.from({ length: count }, (_, i) => `a${i}@contoso.com`).join('\n'),
      }),
    });
    const location = posted.headers.get('location');
    expect((location === null ? posted : await ask(location, auditor)).status).toBe(status);
  });

  test('notes a look at itself with the hash that it shows', async () => {
    const { ask, accessLog } = await setUp(1);
    await ask(`/access.json?who=&who=${anna}`, auditor);
    expect(accessLog.entries.at(-1)).toMatchObject({ what: 'access log', who: anna });
  });

  test('says that a display name means nobody here', async () => {
    const { ask } = await setUp(0);
    const init = {
      method: 'POST',
      headers: { origin: servingOrigin },
      body: new URLSearchParams({ text: 'Anna' }),
    };
    const response = await ask('/access', { ...auditor, ...init });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('A display name is none of these');
  });

  test('shows the newest 500 of a busy day and says so', async () => {
    const { ask, read } = await setUp(600);
    const { looks, hasMore } = await read(`/access.json`);
    expect([looks.length > 490, hasMore]).toEqual([true, true]);
    expect(await (await ask('/access', auditor)).text()).toContain('The last 500 looks on 2026-11-20');
  });

  test('is harmless in a spreadsheet', async () => {
    const { ask } = await setUp(2);
    const lines = (await (await ask('/access.csv', auditor)).text()).split('\r\n');
    expect(lines.filter((line) => !line.includes('access log')).slice(0, 3)).toEqual([
      'time,reader,reader_id,roles,what,who,call_id,ticket',
      `2026-11-20T10:00:00.000Z,"'=HYPERLINK(""x"")",r,Calls.Read,calls of a person,${hashFindKey('phone:+49301234567')},,T-0`,
      `2026-11-20T09:59:59.000Z,rita@contoso.example,r,Calls.Read,calls of a person,${anna},,T-1`,
    ]);
  });

  test.each([
    'date=2026-13-01',
    'date=2026-02-30',
    'date=yesterday',
    'who=anna',
    'who=%3Cscript%3E',
    'date=2026-11-20%00',
  ])('refuses %s', async (query) => {
    const { ask } = await setUp(0);
    expect((await ask(`/access.json?${query}`, auditor)).status).toBe(400);
  });

  test('is in the log itself, once for each look at it', async () => {
    const { ask, accessLog } = await setUp(0);
    await ask(`/access?who=${anna}`, auditor);
    expect(accessLog.entries).toEqual([expect.objectContaining({ what: 'access log', who: anna })]);
  });
});
