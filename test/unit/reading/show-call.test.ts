import { describe, expect, test } from '@jest/globals';
import { IntegrityError } from '../../../src/errors.ts';
import { compareVersions } from '../../../src/reading/compare-versions.ts';
import { displayWidth } from '../../../src/reading/display-text.ts';
import { formatAccount } from '../../../src/reading/format-account.ts';
import { showCall } from '../../../src/reading/show-call.ts';
import { type ArchivedRecord, archiveDocument, archiveRecord } from '../../support/archived-records.ts';
import { makeMemoryCallArchive } from '../../support/memory-call-archive.ts';
import { good, person, session, slow } from '../../support/quality-calls.ts';

const endedAt = new Date('2026-11-20T11:00:00Z');
const user = (id: string, displayName: string | null, userPrincipalName?: string) => ({
  user: { id, displayName, tenantId: 't1', userPrincipalName },
});

const call = {
  id: '0a1b2c3d-0000-4000-8000-000000000001',
  version: 1,
  type: 'groupCall',
  modalities: ['audio', 'video'],
  startDateTime: '2026-11-20T10:00:00Z',
  endDateTime: '2026-11-20T11:05:07Z',
  joinWebUrl: `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${'x'.repeat(90)}%40thread.v2/0`,
  organizer_v2: { identity: user('o1', null) },
  sessions: [
    {
      id: 's1',
      modalities: ['audio'],
      startDateTime: '2026-11-20T10:01:00Z',
      endDateTime: '2026-11-20T10:59:00Z',
      failureInfo: { stage: 'midcall', reason: 'The network went away' },
      caller: {
        name: 'machine_1',
        cpuCoresCount: 8,
        userAgent: { platform: 'windows', productFamily: 'teams', applicationVersion: '1.6' },
        associatedIdentity: { id: 'a1', displayName: 'Anna Schmidt', userPrincipalName: 'anna@contoso.com' },
        feedback: { rating: 'bad', text: 'Echo' },
      },
      callee: { userAgent: { role: 'skypeForBusinessAudioVideoMcu' } },
      segments: [
        {
          failureInfo: null,
          media: [
            {
              label: 'main-audio',
              callerNetwork: {
                connectionType: 'wifi',
                ipAddress: '10.1.2.3',
                linkSpeed: 54_000_000,
                wifiSignalStrength: 41,
              },
              callerDevice: {
                captureDeviceName: 'Jabra',
                renderDeviceName: null,
                captureNotFunctioningEventRatio: 0.02,
              },
              streams: [
                {
                  streamDirection: 'callerToCallee',
                  audioCodec: 'opus',
                  averageJitter: 'PT0.016S',
                  maxJitter: 'PT1M2S',
                  averagePacketLossRate: 0.0123,
                  packetUtilization: 900,
                },
              ],
            },
          ],
        },
      ],
    },
  ],
  participants_v2: [
    { identity: user('a1', 'Anna Schmidt', 'anna@contoso.com') },
    { identity: { guest: { id: 'g1', displayName: '' } } },
    { identity: { encrypted: { id: 'e1' } } },
    { identity: user('x', 'Mallory \u001b[31m\u202e') },
  ],
};

const archive = (value: unknown) => archiveDocument(Buffer.from(JSON.stringify(value)));
const show = (record: ArchivedRecord) => showCall(makeMemoryCallArchive([record]), record.entry);
const lines = async (record: ArchivedRecord) => formatAccount(await show(record), { all: true });

describe('the account of a call', () => {
  test('says who, when, how long, with what, over which network, and what failed', async () => {
    const text = (await lines(archive(call))).join('\n').replaceAll(/\n {6}(?=\S)/g, ' ');
    for (const wanted of [
      'Call 0a1b2c3d-0000-4000-8000-000000000001, version 1',
      '2026-11-20 11:05:07Z (1 h 5 min)',
      'groupCall: audio, video',
      'user o1 of tenant t1',
      '1 of 1 sessions',
      'Anna Schmidt <anna@contoso.com>',
      '2026-11-20 10:01:00Z – 2026-11-20 10:59:00Z',
      'guest g1',
      'hidden person e1',
      'in no session with known times',
      'FAILED   midcall: The network went away',
      'client of Anna Schmidt: teams 1.6 on windows',
      'machine of Anna Schmidt: machine_1, 8 cores',
      'feedback of Anna Schmidt: bad: “Echo”',
      '  Anna Schmidt: bad: “Echo”',
      'main-audio network of Anna Schmidt: wifi, 10.1.2.3, 54 Mbit/s, signal 41%',
      'captures with Jabra',
      'main-audio, Anna Schmidt said to service skypeForBusinessAudioVideoMcu: good (',
      'opus, jitter 16 ms (worst 1 min 2 s), loss 1.2%, packet utilization 900',
      "Anna Schmidt's microphone (Jabra) did not work for 2% of the call",
    ])
      expect(text).toContain(wanted);
  });

  test('never sends to the terminal what a stranger wrote as control characters', async () => {
    const text = (await lines(archive(call))).join('');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(text).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(text).toContain('Mallory \\u001b[31m\\u202e');
  });

  test('fits 80 columns, whatever the names are', async () => {
    for (const seed of ['a', 'b', 'c', 'd', 'e', 'f'])
      for (const line of await lines(archiveRecord(seed, { endedAt, sessions: 5 })))
        expect(displayWidth(line)).toBeLessThanOrEqual(80);
    for (const line of await lines(archive(call))) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    expect((await lines(archive(call))).join('').replaceAll(' ', '')).toContain(call.joinWebUrl);
  });

  test('begins with the sentence, then says who was there, then what was bad, then how to see every figure', async () => {
    const text = formatAccount(await show(archive(call)), { width: 100 });
    expect(text[0]).toMatch(/^Nobody had poor media; Anna Schmidt's microphone \(Jabra\) did not work/);
    const titles = text.filter((line) => /^(Call|Who|What|Every)/.test(line));
    expect(titles).toEqual([
      'Call 0a1b2c3d-0000-4000-8000-000000000001, version 1',
      'Who was there (4 people)',
      'What was bad',
      'What people said of it',
      'Every figure of every session: add --all',
    ]);
  });

  test('fits one screen for an ordinary call, and a large one does not run away', async () => {
    for (const [seed, sessions] of [
      ['two', 2],
      ['six', 6],
      ['large', 400],
    ] as const) {
      const record = archiveRecord(seed, { endedAt, sessions, participants: sessions });
      const text = formatAccount(await show(record), { width: 100 });
      expect(text.length).toBeLessThanOrEqual(sessions < 10 ? 40 : 48);
      for (const line of text) expect(displayWidth(line)).toBeLessThanOrEqual(100);
    }
  });

  test('never says caller or callee', async () => {
    for (const seed of ['a', 'b', 'c'])
      expect((await lines(archiveRecord(seed, { endedAt, sessions: 5 }))).join('\n')).not.toMatch(
        /\bcalle[re]\b/i,
      );
  });

  test('without every figure is the same, and holds no session', async () => {
    const record = archive(call);
    const account = await showCall(makeMemoryCallArchive([record]), record.entry, {});
    expect(account.sessions).toEqual([]);
    expect(formatAccount(account)).toEqual(formatAccount(await show(record)));
  });

  test('names everybody whom the index counts: in a segment alone, or in the older list of participants', async () => {
    const passedOn = session(person('Anna'), person('Bob'), { there: good });
    const further = session(person('Anna'), person('Carl'), { there: slow, back: good }).segments[0];
    const span = { startDateTime: '2026-11-20T10:20:00Z', endDateTime: '2026-11-20T10:30:00Z' };
    const record = archive({
      ...call,
      participants: [{ user: { id: 'dora', displayName: 'Dora' } }],
      participants_v2: [],
      sessions: [{ ...passedOn, segments: [...passedOn.segments, { ...further, ...span }] }],
    });
    const { people, quality } = await show(record);
    expect(people.map(({ who, joined }) => [who, joined])).toEqual([
      ['Anna', '2026-11-20T10:00:00Z'],
      ['Bob', '2026-11-20T10:00:00Z'],
      ['Carl', '2026-11-20T10:20:00Z'],
      ['Dora', undefined],
    ]);
    expect(people).toHaveLength(record.entry.people);
    expect(quality.sentence).toMatch(/^Carl heard Anna badly/);
  });

  test('is made of whatever Graph gave', async () => {
    const { people, sessions } = await show(
      archive({
        ...call,
        organizer_v2: null,
        sessions: [{}, { caller: 5, segments: {} }],
        participants_v2: [null],
      }),
    );
    expect(people).toEqual([]);
    expect(sessions.map(({ caller }) => caller)).toEqual(['not named by Graph', 'not named by Graph']);
  });

  test('says of times that Graph does not know, or that are none, that they are unknown', async () => {
    const text = await lines(
      archive({
        ...call,
        sessions: [
          {
            caller: person('Dora'),
            startDateTime: '0001-01-01T00:00:00Z',
            endDateTime: '2026-11-20T11:00:00Z',
          },
          { caller: person('Emil'), startDateTime: 'soon', endDateTime: '2026-02-30T10:00:00Z' },
        ],
      }),
    );
    expect(text.find((line) => line.includes('Dora'))).toMatch(/ unknown – 2026-11-20 11:00:00Z$/);
    expect(text.find((line) => line.includes('Emil'))).toMatch(/in no session with known times$/);
  });

  test('is not made of a damaged record', async () => {
    const record = archive(call);
    const store = makeMemoryCallArchive([record]);
    store.files.set(record.blob, record.file.subarray(0, 300));
    await expect(showCall(store, record.entry)).rejects.toThrow(IntegrityError);
  });
});

describe('the difference of two versions', () => {
  test('says in words what came, went and changed', async () => {
    const [session] = call.sessions;
    const next = {
      ...call,
      version: 2,
      endDateTime: '2026-11-20T11:06:00Z',
      sessions: [{ ...session, failureInfo: null, callee: { ...session?.callee, name: 'mcu-7' } }],
      participants_v2: [...call.participants_v2, { identity: user('n1', 'New Person') }],
    };
    const sentences = compareVersions(await show(archive(call)), await show(archive(next)));
    expect(sentences).toEqual(
      expect.arrayContaining([
        'End: was 2026-11-20T11:05:07Z, is 2026-11-20T11:06:00Z.',
        'Number of people: was 4, is 5.',
        'Person id:n1: not known in version 1, now New Person.',
        'Session s1 of Anna Schmidt, failure: was “midcall: The network went away”, not in version 2.',
        'Session s1 of Anna Schmidt, machine of service skypeForBusinessAudioVideoMcu: not known in version 1, now mcu-7.',
        expect.stringMatching(/^Quality: was “[^“”]*network went away[^“”]*[^.]”, is “[^“”]*[^.]”\.$/),
      ]),
    );
    expect(sentences).toHaveLength(6);
  });

  test('names a failure once that Graph repeats in the only segment, and each by its segment where there are more', async () => {
    const [session] = call.sessions;
    const failureInfo = session?.failureInfo;
    const segment = { ...session?.segments[0], failureInfo };
    const versionWith = async (version: number, segments: unknown[], failed: boolean) =>
      await show(
        archive({
          ...call,
          version,
          sessions: [{ ...session, segments, failureInfo: failed ? failureInfo : null }],
        }),
      );
    const fine = await versionWith(1, [{ ...segment, failureInfo: null }], false);
    const failuresIn = (sentences: string[]) => sentences.filter((one) => one.startsWith('Session s1'));
    expect(failuresIn(compareVersions(fine, await versionWith(2, [segment], true)))).toEqual([
      'Session s1 of Anna Schmidt, failure: not known in version 1, now “midcall: The network went away”.',
    ]);
    expect(failuresIn(compareVersions(fine, await versionWith(2, [segment], false)))).toEqual([
      'Session s1 of Anna Schmidt, segment 1 failure: not known in version 1, now “midcall: The network went away”.',
    ]);
    const parted = await versionWith(2, [{ id: 'first' }, segment], true);
    expect(failuresIn(compareVersions(fine, parted))).toEqual(
      expect.arrayContaining([
        'Session s1 of Anna Schmidt, failure: not known in version 1, now “midcall: The network went away”.',
        'Session s1 of Anna Schmidt, segment 2 failure: not known in version 1, now “midcall: The network went away”.',
      ]),
    );
  });

  test('says so when nothing that is shown differs', async () => {
    const account = await show(archive(call));
    expect(compareVersions(account, { ...account, version: '2' })).toEqual([
      expect.stringContaining('Nothing'),
    ]);
  });
});
