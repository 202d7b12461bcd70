/** What a reader of one person's calls can learn of everybody else: nothing that names them, in whatever is made of a record. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeRecord } from '../../../local/graph-simulator/generator/make-record.ts';
import { expectedDocument } from '../../../local/graph-simulator/records/expected-document.ts';
import { identityKey, parseIdentities } from '../../../src/model/identity.ts';
import { hashFindKey } from '../../../src/model/index-rows.ts';
import { formatAccount } from '../../../src/reading/format-account.ts';
import { showCall } from '../../../src/reading/show-call.ts';
import { callPage } from '../../../src/web/pages/call.ts';
import { makePersonLens } from '../../../src/web/seen/record-lens.ts';
import { archiveDocument } from '../../support/archived-records.ts';
import { makeMemoryCallArchive } from '../../support/memory-call-archive.ts';
import { collectPersonalData, findLeaks } from '../../support/personal-data.ts';
import { makeMemoryReader } from '../../support/reader-pages.ts';

const tenantId = 'dc368399-474c-4d40-900c-6265431fd81f';
const endedAt = new Date('2026-11-20T11:00:00Z');

async function look(document: Buffer, wanted: string) {
  const record = archiveDocument(document);
  const lens = makePersonLens(hashFindKey(wanted), tenantId);
  const account = await showCall(makeMemoryCallArchive([record]), record.entry, { sessions: true, lens });
  const text = [JSON.stringify(account), ...formatAccount(account, { width: 2000, all: true })].join('\n');
  return { account, lens, text };
}

const anna = { id: 'a1', displayName: 'Anna Schmidt', tenantId, userPrincipalName: 'anna@contoso.com' };
const bob = { id: 'b1', displayName: 'Bob Okafor', tenantId, userPrincipalName: 'bob@contoso.com' };
const network = {
  ipAddress: '10.1.2.3',
  subnet: '10.1.0.0',
  dnsSuffix: 'corp.contoso.com',
  connectionType: 'wifi',
};
const device = { captureDeviceName: 'Jabra of Bob', captureNotFunctioningEventRatio: 0.2 };
const stream = { packetUtilization: 4000, averageRoundTripTime: 'PT0.612S', streamId: '4711471147' };

function callWith(members: object) {
  const base = {
    id: '0a1b2c3d-0000-4000-8000-000000000001',
    version: 1,
    type: 'peerToPeer',
    modalities: ['audio'],
    startDateTime: '2026-11-20T10:00:00Z',
    endDateTime: '2026-11-20T10:30:00Z',
    joinWebUrl: 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0',
    organizer_v2: { identity: { user: bob } },
  };
  return Buffer.from(JSON.stringify({ ...base, ...members }));
}

const talk = {
  id: '0a1b2c3d-0000-4000-8000-000000000001',
  modalities: ['audio', 'Bob Okafor'],
  startDateTime: '2026-11-20T10:00:00Z',
  endDateTime: '2026-11-20T10:30:00Z',
  failureInfo: {
    stage: 'midcall',
    reason: 'No route to 10.1.2.3 (bob@contoso.com, host-7.corp.contoso.com) after 30 s',
  },
  caller: {
    name: 'BOBS-LAPTOP',
    userAgent: { headerValue: 'SM-G930U', platform: 'android' },
    // In sessions Graph does not always give the principal name.
    associatedIdentity: { id: 'a1', displayName: null },
    feedback: {
      rating: 'bad',
      text: 'Bob was gone',
      tokens: { Echo: true, 'Bob said so': true, NoSound: false },
    },
  },
  callee: { name: 'PHONE', associatedIdentity: { id: 'b1', displayName: 'Bob Okafor' } },
  segments: [
    {
      media: [
        { label: 'main-audio', calleeNetwork: network, calleeDevice: device, streams: [stream] },
        { label: 'Bob Okafor', streams: [stream] },
      ],
    },
  ],
};

describe('a record seen through the lens of one person', () => {
  test('names that person, and everybody else by a made-up number', async () => {
    const document = callWith({
      sessions: [talk],
      participants_v2: [
        { identity: { user: anna } },
        { identity: { user: bob } },
        { identity: { phone: { id: '+493012345678', displayName: '+493012345678' } } },
        { identity: { guest: { id: 'g1', displayName: 'Gus Guest', email: 'gus@example.com' } } },
      ],
    });
    const { account, lens } = await look(document, 'upn:anna@contoso.com');
    expect(account.people.map(({ who }) => who)).toEqual([
      'Anna Schmidt',
      'internal user 1',
      '+493012345***',
      'external user 4',
    ]);
    expect(account.organizer).toBe('internal user 1');
    expect(account.joinWebUrl).toBeUndefined();
    expect(account.quality.sentence).toContain('Internal user 1 heard Anna Schmidt badly');
    expect(account.quality.sentence).toContain('mid-call: No route to … … … after 30 s');
    expect(account.feedback).toEqual([{ who: 'Anna Schmidt', text: 'bad: Echo' }]);
    expect(lens.hasWanted()).toBe(true);
    expect(lens.trueKeys()).toContain('phone:+493012345678');
  });

  test('keeps the times, the measures and what failed', async () => {
    const { account } = await look(callWith({ sessions: [talk], participants_v2: [] }), 'id:a1');
    const [session] = account.sessions;
    expect(session).toMatchObject({ from: talk.startDateTime, to: talk.endDateTime, modalities: ['audio'] });
    expect(session?.streams[0]).toMatchObject({ media: 'main-audio', verdict: 'poor', value: 612 });
    expect(session?.streams[1]).toMatchObject({ media: 'media', verdict: 'unclassified' });
    expect(session?.details.map(({ what }) => what)).toEqual(['feedback']);
  });

  test('tells that the person was not there', async () => {
    const { lens } = await look(callWith({ sessions: [talk], participants_v2: [] }), 'id:nobody');
    expect(lens.hasWanted()).toBe(false);
  });

  test('knows those whom only the older list of people names', async () => {
    const participants = [{ user: anna }, { user: { ...bob, id: 'c1', displayName: 'Cora Lund' } }];
    const { lens, account, text } = await look(callWith({ sessions: [], participants }), 'id:a1');
    expect(lens.hasWanted()).toBe(true);
    expect(account.people.map(({ who }) => who)).toEqual(['Anna Schmidt', 'internal user 3']);
    expect(text).not.toMatch(/Cora|Bob/);
  });

  test('of whom the organizer alone is the person, is that person’s call', async () => {
    const { lens, account } = await look(callWith({ sessions: [], participants_v2: [] }), 'id:b1');
    expect(lens.hasWanted()).toBe(true);
    expect(account.organizer).toBe('Bob Okafor');
  });

  test('holds no text that a record has of others, whatever record it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.string({ minLength: 1, maxLength: 8 }),
          kind: fc.constantFrom('peerToPeer' as const, 'groupCall' as const, 'pstn' as const),
          sessions: fc.integer({ min: 1, max: 8 }),
          byName: fc.boolean(),
        }),
        async ({ seed, kind, sessions, byName }) => {
          const made = makeRecord(seed, {
            endedAt,
            kind,
            sessions,
            participants: kind === 'groupCall' ? sessions : 2,
          });
          const document = expectedDocument(made);
          const value = JSON.parse(document.toString('utf8'));
          const [organizer] = parseIdentities(value.organizer_v2.identity);
          if (!organizer) throw new Error('Every record has an organizer');
          const own = new Set([organizer.name, organizer.userPrincipalName]);
          const wanted = byName ? `upn:${organizer.userPrincipalName}` : identityKey(organizer);
          const { text } = await look(document, wanted);
          // Of some numbers Graph hides the last digits itself.
          const others = collectPersonalData(value).filter(
            (datum) => !own.has(datum) && !datum.endsWith('***'),
          );
          expect(findLeaks([text], [...others, ...shownDigits(others), 'Echo & <i>noise</i>'])).toEqual([]);
          expect(text).not.toMatch(/Teams\/1\.6|AndroidLync|Yealink|Mikrofon|Jabra|machine_|203\.0\.113/);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is all that the page of the call is made of: HTML, JSON, timeline, text for the ticket', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 5 }), async (seed, sessions) => {
        const document = expectedDocument(
          makeRecord(seed, { endedAt, sessions, participants: sessions + 1 }),
        );
        const record = archiveDocument(document);
        const value = JSON.parse(document.toString('utf8'));
        const [organizer] = parseIdentities(value.organizer_v2.identity);
        if (!organizer) throw new Error('Every record has an organizer');
        const who = hashFindKey(identityKey(organizer));
        const path = `/calls/${record.entry.callId}?who=${who}`;
        const { html, json, answer } = await makeMemoryReader([record]).open(
          callPage,
          path,
          'Calls.Read.Limited',
        );
        expect(answer).toMatchObject({
          kind: 'data',
          data: { timeline: { rows: { length: expect.any(Number) } } },
        });
        const own = new Set([organizer.name, organizer.userPrincipalName]);
        const others = collectPersonalData(value).filter(
          (datum) => !own.has(datum) && !datum.endsWith('***'),
        );
        const otherHashes = record.entry.findKeys.map(hashFindKey).filter((hash) => hash !== who);
        expect(
          findLeaks([html, unescapeHtml(html), json], [...others, ...shownDigits(others), ...otherHashes]),
        ).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('is built from what has the right form only', async () => {
    const strange = {
      sessions: [7, { segments: [null, { media: [{ label: 7, streams: ['x', null] }] }] }],
      participants_v2: [null, { identity: 7 }],
      modalities: null,
      type: { a: 1 },
      lastModifiedDateTime: 'Bob Okafor',
    };
    const { account, text } = await look(callWith(strange), 'id:b1');
    expect(account).toMatchObject({ type: undefined, modalities: [], people: [], modifiedAt: undefined });
    expect(account.quality.counts).toMatchObject({ good: 0, poor: 0, unclassified: 2 });
    expect(text.replaceAll(/"?organizer.*/gi, '')).not.toContain('Bob');
  });
});

const htmlSigns: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

function unescapeHtml(text: string): string {
  return text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (sign) => htmlSigns[sign] ?? sign);
}

/** Numbers of which one of the last three digits were still there. */
function shownDigits(data: readonly string[]): string[] {
  return data.filter((datum) => /^\+\d{8,}$/.test(datum)).map((number) => number.slice(0, -2));
}
