/** The one sentence of a call: its forms, and a case for each rule of `likely`. */
import { describe, expect, test } from '@jest/globals';
import { makeCallPeople } from '../../../src/model/call-people.ts';
import { parseSessionEnd } from '../../../src/model/session-end.ts';
import { type CallFacts, makeCallQuality } from '../../../src/quality/call-quality.ts';
import { judgeSession } from '../../../src/quality/judge-session.ts';
import { likelyRules } from '../../../src/quality/likely-rules.ts';
import {
  fewPackets,
  good,
  lossy,
  person,
  phone,
  service,
  session,
  silent,
  slow,
} from '../../support/quality-calls.ts';

const [anna, bob, carl, dora] = ['Anna', 'Bob', 'Carl', 'Dora'].map((name) => person(name)) as [
  object,
  object,
  object,
  object,
];
const meeting = service();

function qualityOf(sessions: unknown[], facts: Partial<CallFacts> = {}) {
  const people = makeCallPeople();
  const gatherer = makeCallQuality();
  for (const one of sessions) {
    for (const side of ['caller', 'callee'] as const) {
      const identity = parseSessionEnd((one as Record<string, unknown>)?.[side])?.identity;
      if (identity) people.add(identity);
    }
    gatherer.addSession(judgeSession(one));
  }
  return gatherer.quality({
    people: people.list(),
    organizer: undefined,
    startedAt: '2026-11-20T10:00:00Z',
    endedAt: '2026-11-20T10:30:00Z',
    ...facts,
  });
}

const say = (...sessions: unknown[]) => qualityOf(sessions).sentence;

const failing = (
  caller: object,
  callee: object,
  failureInfo: object,
  endDateTime = '2026-11-20T10:04:12Z',
) => ({
  ...session(caller, callee, { there: good, back: good }),
  endDateTime,
  failureInfo,
});

describe('likely', () => {
  const wifi = { connectionType: 'wifi', wifiSignalStrength: 31 };
  const strong = { ...wifi, wifiSignalStrength: 94 };
  const mobile = { connectionType: 'mobile' };
  const wired = { connectionType: 'wired' };
  const office = { connectionType: 'wired', subnet: '10.20.0.0', reflexiveIPAddress: '203.0.113.7' };
  const home = { connectionType: 'wifi', subnet: '192.168.1.0', reflexiveIPAddress: '198.51.100.9' };

  const cases: [rule: string, sentence: string, sessions: unknown[], ruledOut: string[]][] = [
    [
      'upload',
      "Anna heard Bob badly (round trip 612 ms, limit 500): likely Bob's upload, since Anna heard the others well.",
      [session(anna, bob, { there: good, back: slow }), session(anna, carl, { there: good, back: good })],
      ["Anna's download"],
    ],
    [
      'upload',
      "What Anna said reached the others badly (packet loss 14%, limit 10%): likely Anna's upload, since 2 others came through well.",
      [
        session(anna, meeting, { there: lossy, back: good }),
        session(bob, meeting, { there: good, back: good }),
        session(carl, meeting, { there: good, back: good }),
      ],
      ['the service'],
    ],
    [
      'download',
      "Anna heard the others badly (packet loss 14%, limit 10%): likely Anna's download, since 2 others heard well.",
      [
        session(anna, meeting, { there: good, back: lossy }),
        session(bob, meeting, { there: good, back: good }),
        session(carl, meeting, { there: good, back: good }),
      ],
      ['the service'],
    ],
    [
      'download',
      "Anna heard Bob badly (round trip 612 ms, limit 500): likely Anna's download, since one other person heard Bob well.",
      [session(bob, anna, { there: slow, back: good }), session(bob, carl, { there: good, back: good })],
      ["Bob's upload"],
    ],
    [
      'one-way',
      "Bob heard Anna badly (round trip 612 ms, limit 500): likely Anna's upload or Bob's download, since the other direction was good.",
      [session(anna, bob, { there: slow, back: good })],
      ['a network that is bad both ways'],
    ],
    [
      'one-way',
      'Anna heard +4930555000 badly (packet loss 14%, limit 10%): ' +
        "likely the phone line or Anna's download, since only one direction was measured as poor.",
      [session(anna, phone('+4930555000'), { there: silent, back: lossy })],
      [],
    ],
    [
      'own-network',
      'Anna heard the others badly, and what Anna said reached the others badly (packet loss 14%, limit 10%): ' +
        "likely Anna's network (Wi-Fi, signal 31%), since both directions were poor and 2 others had good media.",
      [
        session(anna, meeting, { there: lossy, back: lossy, networks: [wifi, undefined] }),
        session(bob, meeting, { there: good, back: good }),
        session(carl, meeting, { there: good, back: good }),
      ],
      ['the service'],
    ],
    [
      'own-network',
      'Anna and Bob heard each other badly (round trip 612 ms, limit 500): ' +
        "likely Anna's network (Wi-Fi, signal 31%), since both directions were poor and Bob was wired.",
      [session(anna, bob, { there: slow, back: slow, networks: [wifi, wired] })],
      [],
    ],
    [
      'own-network',
      'Anna and Bob heard each other badly (packet loss 14%, limit 10%): ' +
        "likely Anna's network (mobile), since both directions were poor and Bob was wired.",
      [session(anna, bob, { there: lossy, back: lossy, networks: [mobile, wired] })],
      [],
    ],
    [
      'own-network',
      "Anna and +4930555000 heard each other badly (round trip 612 ms, limit 500): likely Anna's network or the phone line, since both directions were poor.",
      [session(anna, phone('+4930555000'), { there: slow, back: slow })],
      [],
    ],
    [
      'either-network',
      'Anna and Bob heard each other badly (round trip 612 ms, limit 500): ' +
        "likely Anna's network (wired) or Bob's network (wired), since both directions were poor.",
      [session(anna, bob, { there: slow, back: slow, networks: [wired, wired] })],
      [],
    ],
    // A strong signal, or none that is known beside a long way only, does not tell the wireless end from the other.
    [
      'either-network',
      'Anna and Bob heard each other badly (round trip 612 ms, limit 500): ' +
        "likely Anna's network (Wi-Fi, signal 94%) or Bob's network (wired), since both directions were poor.",
      [session(anna, bob, { there: slow, back: slow, networks: [strong, wired] })],
      [],
    ],
    [
      'either-network',
      'Anna and Bob heard each other badly (packet loss 14%, limit 10%): ' +
        "likely Anna's network (Wi-Fi, signal 94%) or Bob's network (wired), since both directions were poor.",
      [session(anna, bob, { there: lossy, back: lossy, networks: [strong, wired] })],
      [],
    ],
    [
      'either-network',
      'Anna and Bob heard each other badly (round trip 612 ms, limit 500): ' +
        "likely Anna's network (mobile) or Bob's network (wired), since both directions were poor.",
      [session(anna, bob, { there: slow, back: slow, networks: [mobile, wired] })],
      [],
    ],
    [
      'one-way',
      'Bob heard Anna badly (packet loss 14%, limit 10%): ' +
        "likely Anna's upload or Bob's download, since both directions were poor and nothing tells the two ends apart.",
      [session(anna, bob, { there: lossy, back: slow })],
      [],
    ],
    [
      'one-way',
      '+4930555000 heard +4989777000 badly (packet loss 14%, limit 10%): likely the phone line, since only one direction was measured as poor.',
      [session(phone('+4989777000'), phone('+4930555000'), { there: lossy })],
      [],
    ],
    [
      'shared-network',
      'Anna, Bob and Carl had poor media (packet loss 14%, limit 10%): likely the network 10.20.0.0 that they share, since one other person elsewhere had good media.',
      [
        ...[anna, bob, carl].map((one) =>
          session(one, meeting, { there: lossy, back: good, networks: [office, undefined] }),
        ),
        session(dora, meeting, { there: good, back: good, networks: [home, undefined] }),
      ],
      ['the service'],
    ],
    [
      'everybody',
      'Everybody, 3 people, had poor media (packet loss 14%, limit 10%): ' +
        "likely the organizer's side, the service or the phone line, since nobody had good media.",
      [anna, bob, phone('+4930555000')].map((one) => session(one, meeting, { there: good, back: lossy })),
      ['the network of one person alone'],
    ],
  ];

  test.each(cases)('%s: %s', (rule, sentence, sessions, ruledOut) => {
    const quality = qualityOf(sessions);
    expect(quality.sentence).toBe(sentence);
    expect(quality.likely).toMatchObject({ rule, ruledOut });
  });

  test('has a case for each of its rules', () => {
    expect([...new Set(cases.map(([rule]) => rule))].sort()).toEqual(likelyRules.map(({ id }) => id).sort());
  });

  test('says how many are meant by everybody, where not all were measured', () => {
    const sessions = [anna, bob, carl].map((one) => session(one, meeting, { there: good, back: lossy }));
    const unmeasured = session(dora, meeting, { there: silent, back: silent });
    expect(say(...sessions, unmeasured)).toMatch(
      /^Everybody with measurements, 3 of 4 people, had poor media \(/,
    );
  });

  test('does not suspect an upload that is said to be the only bad one, where another was bad too', () => {
    const from = (one: object, media: typeof slow | typeof good) =>
      session(one, anna, { there: media, back: good });
    expect(say(from(bob, slow), from(carl, good), from(dora, slow))).not.toContain('the others well');
  });

  test('names the organizer where everybody had poor media', () => {
    const sessions = [anna, bob, carl].map((one) => session(one, meeting, { there: good, back: lossy }));
    expect(qualityOf(sessions, { organizer: 'id:bob' }).likely?.place).toBe(
      'the side of the organizer Bob or the service',
    );
  });

  test('does not suspect a network that was good both ways with somebody else', () => {
    expect(
      say(session(anna, bob, { there: slow, back: slow }), session(anna, carl, { there: good, back: good })),
    ).toContain("likely Bob's network, since both directions were poor");
  });

  test('does not take two homes with one subnet for one network', () => {
    const homes = [home, { ...home, reflexiveIPAddress: '198.51.100.10' }];
    const sessions = [anna, bob].map((one, i) =>
      session(one, meeting, { there: good, back: lossy, networks: [homes[i], undefined] }),
    );
    expect(qualityOf(sessions).likely?.rule).toBe('download');
  });
});

describe('the sentence', () => {
  test.each<[string, unknown[]]>([
    [
      'Nobody had poor media: both streams with a verdict were good.',
      [session(anna, bob, { there: good, back: good })],
    ],
    [
      'Nobody had poor media: the one stream with a verdict was good.',
      [session(anna, bob, { there: good, back: silent })],
    ],
    [
      'No verdict: Graph has no measurements of this call (two streams with too few packets).',
      [session(anna, bob, { there: fewPackets, back: fewPackets })],
    ],
    [
      'No verdict: Graph has no measurements of this call (one stream without measurements, one stream of a kind that has no rule).',
      [session(anna, bob, { there: silent }, { label: 'data', back: good })],
    ],
    ['No verdict: Graph has no measurements of this call (no streams).', []],
    [
      "Nobody had poor media; Anna's call dropped after 4:12 (mid-call: network lost).",
      [failing(anna, meeting, { stage: 'midcall', reason: 'network lost' })],
    ],
    [
      "Nobody had poor media; Anna's call dropped (mid-call: gone).",
      [
        {
          ...failing(anna, meeting, { stage: 'midcall', reason: 'gone' }),
          startDateTime: '0001-01-01T00:00:00Z',
        },
      ],
    ],
    [
      "Nobody had poor media; Anna's call dropped (mid-call: gone).",
      [failing(anna, meeting, { stage: 'midcall', reason: 'gone' }, '0001-01-01T00:00:00Z')],
    ],
    [
      'Nobody had poor media; the call of Anna and Bob dropped after 1:04:12 (mid-call: Graph gives no reason).',
      [failing(anna, bob, { stage: 'midcall', reason: null }, '2026-11-20T11:04:12Z')],
    ],
    [
      'The call of Anna and Bob was not set up (call set-up: no answer); ' +
        'no verdict: Graph has no measurements of this call (no streams).',
      [{ ...session(anna, bob), failureInfo: { stage: 'callSetup', reason: 'no answer' } }],
    ],
    [
      "Nobody had poor media; Anna's call failed (Graph does not say when: x), and one more session failed.",
      [anna, bob].map((one) => failing(one, meeting, { stage: 'unknown', reason: 'x' })),
    ],
    [
      "Nobody had poor media; Anna's microphone (Jabra) did not work for 3% of the call: likely the device.",
      [
        session(anna, bob, {
          there: good,
          devices: [{ captureNotFunctioningEventRatio: 0.03, captureDeviceName: 'Jabra' }, undefined],
        }),
      ],
    ],
    [
      "Nobody had poor media; Anna's microphone (Jabra) did not work for 3% of the call, nor did one more device: likely the devices.",
      [
        session(anna, bob, {
          there: good,
          devices: [
            { captureNotFunctioningEventRatio: 0.03, captureDeviceName: 'Jabra' },
            { renderNotFunctioningEventRatio: 0.02 },
          ],
        }),
      ],
    ],
    [
      'The call of somebody unnamed was not set up (call set-up: gone); no verdict: Graph has no measurements of this call (no streams).',
      [{ ...session({}, {}), failureInfo: { stage: 'callSetup', reason: 'gone' } }],
    ],
    [
      "Bob heard Anna badly (round trip 612 ms, limit 500): likely Anna's upload or Bob's download, " +
        "since only one direction was measured as poor; Bob's speaker did not work for 50% of the call: likely the device",
      [
        session(anna, bob, {
          there: slow,
          devices: [undefined, { renderNotFunctioningEventRatio: 0.5 }],
        }),
      ],
    ],
    [
      'Anna saw the video of Bob badly (frame rate 4 frames/s, limit 7)',
      [session(anna, bob, { label: 'main-video', back: { ...good, averageVideoFrameRate: 4 } })],
    ],
    [
      'What Anna showed of the screen reached the others badly (frame rate 1 frame/s, limit 2)',
      [
        session(anna, meeting, { label: 'applicationsharing-video', there: { averageVideoFrameRate: 1 } }),
        session(bob, meeting, { there: good }),
      ],
    ],
    ['Anna heard the phone line badly', [session(anna, service('gateway'), { back: slow })]],
    ['Anna heard somebody unnamed badly', [session(anna, {}, { back: slow })]],
  ])('is: %s', (sentence, sessions) => {
    expect(say(...sessions)).toContain(sentence);
  });

  test('begins with what was heard, and names the others who had poor media', () => {
    const bad = { averageVideoFrameRate: 0.1 };
    const sentence = say(
      session(bob, meeting, { label: 'main-video', back: bad }),
      session(anna, meeting, { back: lossy }),
      session(carl, meeting, { back: lossy }),
      session(dora, meeting, { back: good }),
    );
    expect(sentence).toMatch(/^Anna heard the others badly .*; Carl and Bob had poor media too\.$/);
  });

  test.each([
    ['between 5:00 and 10:00 into the call', '10:05:00', '10:10:00'],
    ['until 10:00 into the call', '10:00:30', '10:10:00'],
    ['from 5:00 into the call on', '10:05:00', '10:29:30'],
  ])('says when, where it was not all the time: %s', (when, from, to) => {
    const time = (clock: string) => `2026-11-20T${clock}Z`;
    const stream = { ...slow, startDateTime: time(from), endDateTime: time(to) };
    expect(say(session(anna, bob, { back: stream }))).toMatch(`Anna heard Bob badly ${when} (round trip`);
  });

  test('tells two people of one name apart', () => {
    const namesakes = ['1', '2'].map((id) => person('External user', id)) as [object, object];
    expect(say(session(...namesakes, { there: slow, back: good }))).toMatch(
      /^External user \(2\) heard External user \(1\) badly/,
    );
  });

  test('never says caller or callee', () => {
    const plans = [good, slow, lossy, silent].flatMap((there) =>
      [good, slow, silent].map((back) => ({ there, back })),
    );
    for (const plan of plans)
      for (const other of [bob, meeting, {}])
        expect(say(session(anna, other, plan))).not.toMatch(/caller|callee/i);
  });

  test.each([
    [null, 7, 'x', [], { segments: [null, 7, { media: [{ label: 'main-audio', streams: [null, {}] }] }] }],
    [{ startDateTime: 'x', endDateTime: -1, failureInfo: { stage: 5, reason: {} } }],
    [session(anna, bob, { there: { ...slow, startDateTime: 'never', endDateTime: '0001-01-01T00:00:00Z' } })],
  ])('is made of whatever Graph gave', (...sessions) => {
    expect(say(...sessions)).toMatch(/^[A-Z].*\.$/);
  });
});

test('what is said at the beginning of a line begins with a capital letter, but for a name', () => {
  const textsOf = (...sessions: unknown[]) => {
    const { sentence, findings } = qualityOf(sessions);
    return [sentence, ...findings.map(({ text }) => text)].map((text) => text.split(' ', 3).join(' '));
  };
  const lines = (one: object, other: object) =>
    textsOf(session(one, other, { there: slow }), failing(one, other, { stage: 'midcall', reason: 'x' }));
  expect(lines(person('internal user 2'), person('de Vries'))).toEqual([
    'de Vries heard',
    'de Vries heard',
    'The call of',
  ]);
  expect(lines(person('de Vries'), person('internal user 2'))).toEqual([
    'Internal user 2',
    'Internal user 2',
    'The call of',
  ]);
  expect(lines(anna, {})[0]).toBe('What Anna said');
  const nobody = { identity: { guest: { id: '8:teamsvisitor:1' } } };
  expect(lines(anna, nobody)).toEqual([
    'Guest 8:teamsvisitor:1 heard',
    'Guest 8:teamsvisitor:1 heard',
    'The call of',
  ]);
  expect(lines(service('gateway'), meeting)[0]).toMatch(/^The /);
});

test('the findings are those of the call: poor media, devices, failures', () => {
  const { findings, counts } = qualityOf([
    failing(anna, meeting, { stage: 'midcall', reason: 'gone' }),
    session(anna, bob, {
      there: [slow, good],
      back: good,
      devices: [{ renderNotFunctioningEventRatio: 0.02 }, undefined],
    }),
  ]);
  expect(counts).toEqual({ good: 4, poor: 1, unclassified: 0, failedSessions: 1 });
  expect(findings).toMatchObject([
    {
      kind: 'poor',
      text: 'Bob heard Anna badly',
      reason: 'round trip 612 ms > 500 ms',
      ruleId: 'cqd-audio',
      poor: 1,
      of: 2,
    },
    { kind: 'device', text: "Anna's speaker did not work for 2% of the call", ruleId: 'ca-device' },
    { kind: 'failure', text: "Anna's call dropped after 4:12 (mid-call: gone)" },
  ]);
});
