/** The search box: what can be typed, where it leads, and that no address names anybody. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { hashFindKey } from '../../../src/model/index-rows.ts';
import { archiveCompanyDays } from '../../support/company-archive.ts';
import { entryTenant } from '../../support/index-entry.ts';
import { makeReaderApp, type ReaderApp } from '../../support/reader-app.ts';

const records = archiveCompanyDays(['2026-11-24']);
let app: ReaderApp;
beforeAll(async () => {
  app = await makeReaderApp(records);
});

const search = (form: Record<string, string>, role = 'Calls.Read') => app.open('/', role, form);
const personOf = (name: string) => {
  const person = records.flatMap(({ entry }) => entry.named).find((one) => one.name === name);
  if (!person) throw new Error(`${name} takes part in a call`);
  return person;
};
const listOf = (key: string, kind = 'who') => `/calls?${kind}=${hashFindKey(key)}`;
const [{ entry: anyCall }] = records as [(typeof records)[0]];
const meetingEntry = records.find(({ entry }) => entry.findKeys.some((key) => key.startsWith('meeting:19:')));
const thread = meetingEntry?.entry.findKeys.find((key) => key.startsWith('meeting:'))?.slice(8) ?? '';
const anna = personOf('Anna Schmidt');

describe('what is typed into the search box leads', () => {
  test.each([
    ['a name', { q: '  anna SCHMIDT ' }, listOf(anna.key)],
    ['a user principal name', { q: anna.upn?.toUpperCase() ?? '' }, listOf(`upn:${anna.upn}`)],
    ['an object id', { q: anna.key.slice(3) }, listOf(anna.key)],
    ['a number', { q: '+49 89 / 555-010' }, listOf('phone:+4989555010')],
    ['a call id', { q: ` ${anyCall.callId.toUpperCase()} ` }, `/calls/${anyCall.callId}`],
    [
      'a meeting link',
      { q: `https://teams.microsoft.com/l/meetup-join/${encodeURIComponent(thread)}/0?context=%7b%7d` },
      listOf(`meeting:${thread}`, 'meeting'),
    ],
    [
      'what somebody organized',
      { q: 'Anna Schmidt', what: 'organized' },
      listOf(`organizer:${anna.key.slice(3)}`, 'organizer'),
    ],
  ])('by %s to an address that names nobody', async (_, form, to) => {
    const { status, location } = await search(form);
    expect([status, location]).toEqual([303, to]);
  });

  test('with dates and choices to moments in UTC, whatever the zone of the reader', async () => {
    const form = { q: 'Anna Schmidt', from: '24.11.2026', to: '2026-11-24', poor: '1', failed: '1' };
    const { location } = await app.open('/?zone=Europe/Berlin&ticket=INC-7', 'Calls.Read', form);
    expect(Object.fromEntries(new URL(location ?? '', 'http://x').searchParams)).toEqual({
      who: hashFindKey(anna.key),
      from: '2026-11-23T23:00:00.000Z',
      to: '2026-11-24T23:00:00.000Z',
      poor: '1',
      failed: '1',
      ticket: 'INC-7',
      zone: 'Europe/Berlin',
    });
  });

  test('as JSON to the same address', async () => {
    const { status, text } = await app.open('/.json', 'Calls.Read', { q: 'Anna Schmidt' });
    expect([status, JSON.parse(text)]).toEqual([200, { url: listOf(anna.key) }]);
  });

  test('and a ticket that is typed goes into the address', async () => {
    const { location } = await search({ q: 'Anna Schmidt', ticket: 'INC-8' });
    expect(location).toBe(`${listOf(anna.key)}&ticket=INC-8`);
    expect(app.accessLog.entries.at(-1)).toMatchObject({ what: 'search', ticket: 'INC-8' });
  });

  test('for the next ticket once that is typed in place of the last one, which is shown', async () => {
    const { text } = await app.open('/?ticket=INC-7', 'Calls.Read');
    expect(text).toContain('name="ticket" title="letters, digits and . _ # -" value="INC-7"');
    expect(text).toContain(' Ticket INC-7.</p>');
    const typed = async (ticket: string) =>
      (await app.open('/?ticket=INC-7', 'Calls.Read', { q: 'Anna Schmidt', ticket })).location;
    expect(await typed('INC-8')).toBe(`${listOf(anna.key)}&ticket=INC-8`);
    expect(app.accessLog.entries.at(-1)).toMatchObject({ ticket: 'INC-8' });
    expect(await typed('')).toBe(listOf(anna.key));
  });

  test('and nothing of it is noted but that somebody searched', async () => {
    await search({ q: 'Anna Schmidt' });
    expect(JSON.stringify(app.accessLog.entries)).not.toMatch(/anna|schmidt/i);
  });
});

describe('what is not understood is said at its field', () => {
  test.each([
    ['nothing', { q: ' ' }, 'q', 'Write a name'],
    ['a name that nobody has', { q: 'Xaver Unbekannt' }, 'q', 'Nobody with calls has this name'],
    ['no word', { q: '\u200b' }, 'q', 'no word of a name'],
    ['10,000 letters', { q: 'x'.repeat(5000) }, 'q', 'too long'],
    ['a date with slashes', { q: 'Anna', from: '6/2/2026' }, 'from', '2026-06-02 in some countries'],
    ['no date', { q: 'Anna', to: 'soon' }, 'to', 'It must be a date'],
    [
      'an end before the beginning',
      { q: 'Anna', from: '2026-06-02', to: '2026-06-01' },
      'to',
      'after the beginning',
    ],
  ])('%s', async (_, form, field, words) => {
    const { status, text } = await search(form);
    expect(status).toBe(422);
    const said = new RegExp(`id="${field}-wrong">([^<]*)`).exec(text)?.[1];
    expect(said).toContain(words);
    expect(text).toMatch(
      new RegExp(`name="${field}"[^>]*aria-invalid="true"[^>]*aria-describedby="${field}-wrong`),
    );
    const twin = await app.open('/.json', 'Calls.Read', form);
    expect(twin.status).toBe(422);
    expect(JSON.parse(twin.text).detail).toContain(words);
  });
});

describe('a filter that is not understood', () => {
  const who = hashFindKey('upn:anna@contoso.com');

  test('is asked for again, and the list is still that of the same person', async () => {
    const { status, text } = await search({ who, from: 'soon', poor: '1', type: 'groupCall' });
    expect([status, /<h1[^>]*>([^<]*)/.exec(text)?.[1]]).toEqual([422, 'Change the filter']);
    expect(text).toContain(`<input type="hidden" name="who" value="${who}">`);
    expect(text).toContain('<input type="hidden" name="type" value="groupCall">');
    expect(text).toMatch(/id="from-wrong">[^<]*It must be a date/);
    expect(text).toMatch(/name="poor" value="1" checked/);
    expect(/<main[\s\S]*<\/main>/.exec(text)?.[0]).not.toContain('name="q"');
  });

  test('is told what is wrong, though no field of the page has it', async () => {
    const { text } = await search({ who, type: 'party' });
    expect(text).toMatch(/id="type-wrong">type must be one of/);
    expect(text).not.toContain('value="party"');
  });
});

describe('a name that several have', () => {
  test('lists them, each with a link to their calls', async () => {
    const { status, text } = await search({ q: 'a', from: '2026-11-01' });
    expect(status).toBe(200);
    expect(text).toContain('Who is meant?');
    const row = text.slice(text.indexOf('Anna Schmidt'), text.indexOf('</tr>', text.indexOf('Anna Schmidt')));
    expect(row).toContain(anna.upn);
    expect(text).toContain(`/calls?who=${hashFindKey(anna.key)}&amp;from=2026-11-01T00%3A00%3A00.000Z`);
    const { candidates } = JSON.parse((await app.open('/.json', 'Calls.Read', { q: 'a' })).text);
    expect(candidates).toContainEqual({
      name: 'Anna Schmidt',
      upn: anna.upn,
      kind: 'user',
      lastSeen: '2026-11-24',
      url: listOf(anna.key),
    });
  });

  test('that 10,000 have lists fifty, and says so', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({
      key: `id:many-${i}`,
      name: `Zora Vielfach ${i}`,
      upn: undefined,
      kind: 'user',
      lastSeen: '2026-11-24',
    }));
    const own = await makeReaderApp([]);
    await own.people.put(entryTenant, many);
    const { text } = await own.open('/', 'Calls.Read', { q: 'zora' });
    expect(text.match(/data-item/g)).toHaveLength(50);
    expect(text).toContain('More than 1000 people have this name; 50 are listed. Write more of the name.');
    expect(text.length).toBeLessThan(60_000);
  });

  test('shows hostile names as text', async () => {
    const own = await makeReaderApp([]);
    const name = 'Eve <script>alert(1)</script> \u202egnp.exe';
    const people = ['id:eve-1', 'id:eve-2'].map((key) => ({
      key,
      name,
      upn: '"onmouseover="x@evil.example',
      kind: 'external',
      lastSeen: '2026-11-24',
    }));
    await own.people.put(entryTenant, people);
    const { text } = await own.open('/', 'Calls.Read', { q: 'eve' });
    expect(text).toContain('Eve &lt;script&gt;alert(1)&lt;/script&gt; \\u202egnp.exe');
    expect(text).not.toMatch(/<script>alert|\u202e|"onmouseover/);
  });
});

describe('who sees the calls of one person', () => {
  const asLimited = (form: Record<string, string>) => search(form, 'Calls.Read.Limited');

  test('finds people and numbers', async () => {
    expect((await asLimited({ q: 'Anna Schmidt' })).location).toBe(listOf(anna.key));
    expect((await asLimited({ q: anna.key.slice(3) })).location).toBe(listOf(anna.key));
    expect((await asLimited({ q: '+4989555010' })).location).toBe(listOf('phone:+4989555010'));
  });

  test.each([
    ['a call, whether there is one or not', { q: anyCall.callId }, 'search for that person'],
    ['a meeting', { q: thread }, 'search for a person or a number'],
    ['what somebody organized', { q: 'Anna Schmidt', what: 'organized' }, 'took part in'],
  ])('does not find %s, and is told what to do', async (_, form, words) => {
    const { status, text } = await asLimited(form);
    expect(status).toBe(422);
    expect(/id="q-wrong">([^<]*)/.exec(text)?.[1]).toContain(words);
  });

  test('is told the same of a call that there is not', async () => {
    const [there, not] = await Promise.all(
      [anyCall.callId, '00000000-0000-4000-8000-000000000001'].map((q) => asLimited({ q })),
    );
    expect(/id="q-wrong">([^<]*)/.exec(there?.text ?? '')?.[1]).toBe(
      /id="q-wrong">([^<]*)/.exec(not?.text ?? '')?.[1],
    );
  });
});

test('an auditor finds the days and the access log, and no box', async () => {
  const { text } = await app.open('/', 'Archive.Audit');
  expect(text).toContain('href="/days"');
  expect(text).toContain('href="/access"');
  expect(text).not.toContain('name="q"');
  expect(/<h1[^>]*>([^<]*)/.exec(text)?.[1]).toBe('The archive');
  expect((await search({ q: 'Anna Schmidt' }, 'Archive.Audit')).status).toBe(403);
});
