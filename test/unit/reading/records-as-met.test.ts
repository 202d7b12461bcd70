/** What Graph really sends now and then, as people reported it: found by what they search for, and shown for what it is. */
import { describe, expect, test } from '@jest/globals';
import { parseCallLogRow } from '../../../src/model/call-log-row.ts';
import { meetingKey, numberKey, userKey } from '../../../src/model/find-key.ts';
import { matchCallLog } from '../../../src/model/match-call-log.ts';
import { countCalls } from '../../../src/reading/count-calls.ts';
import { formatAccount } from '../../../src/reading/format-account.ts';
import { showCall } from '../../../src/reading/show-call.ts';
import { archiveDocument } from '../../support/archived-records.ts';
import { makeMemoryCallArchive } from '../../support/memory-call-archive.ts';

const hex = 'a1'.repeat(16);
const id = '0a1b2c3d-0000-4000-8000-000000000001';
const silent = { problem: () => undefined };

function archiveOf(members: object) {
  const base = {
    id,
    version: 1,
    type: 'groupCall',
    startDateTime: '2026-11-20T10:00:00Z',
    endDateTime: '2026-11-20T10:05:00Z',
    sessions: [],
    participants_v2: [],
  };
  return archiveDocument(Buffer.from(JSON.stringify({ ...base, ...members })));
}

const keysOf = (identity: object) => archiveOf({ participants_v2: [{ identity }] }).entry.findKeys;

async function show(members: object) {
  const record = archiveOf(members);
  const account = await showCall(makeMemoryCallArchive([record]), record.entry);
  return { account, text: formatAccount(account, { width: 200, all: true }).join('\n') };
}

describe('who', () => {
  test.each([
    '+4930555000111;ext=789',
    '+4930555000111 ext 789',
    '+4930555000111x789',
    '+4930555000111,,789#',
    '+4930555000111#789',
    '+4930555000111?x=1',
    '+4930555000111@sbc1.contoso.example',
    'sip:+4930555000111@10.0.0.1:5061;user=phone',
    'tel:+49 30 555000111;phone-context=x',
    '\u202a+49 30 555\u2011000\u2011111\u202c',
  ])('has the number %j, with additional data, is found by the number', (id) => {
    expect(keysOf({ phone: { id } })).toEqual(['phone:+4930555000111']);
    expect(numberKey(id)).toBe('phone:+4930555000111');
  });

  test.each(['unknown123', '+49+30+1', 'abc'])(
    'has the phone %j has no number that somebody else has',
    (id) => {
      expect(keysOf({ phone: { id } })).not.toContainEqual(expect.stringMatching(/^phone:.*(123|4930)/));
    },
  );

  test.each([
    [`teamsvisitor:${hex}`, `8:teamsvisitor:${hex}`, hex],
    [`orgid:${id}`, `8:orgid:${id}`, id],
    [`acs:${id}_0000`, `8:acs:${id}_0000`, `${id}_0000`],
    [`8:gcch-acs:${id}_0000`, `8:dod-acs:${id}_0000`, `${id}_0000`],
    [`gcch:${id}`, `8:gcch:${id}`, id],
    [`dod:${id}`, `8:dod:${id}`, id],
    [`spool:${id}_0000`, `8:spool:${id}_0000`, `${id}_0000`],
    [`28:orgid:${id}`, `28:${id}`, id],
    [`28:gcch:${id}`, `28:dod-global:${id}`, `28:gcch-global:${id}`],
    ['live:.cid.1a2b', '8:live:.cid.1a2b', 'LIVE:.cid.1a2b'],
  ])('is %s, %s or %s is one person', (...spellings) => {
    const keys = spellings.flatMap((spelling) => [...keysOf({ user: { id: spelling } }), userKey(spelling)]);
    expect(new Set(keys).size).toBe(1);
  });

  test.each([
    ['id:anonymous', { phone: { id: 'anonymous' } }],
    ['upn:anna', { user: { id, userPrincipalName: 'Anna' } }],
    ['phone:112', { phone: { id: '112' } }],
  ])('has the key %s is found by it', (key, identity) => {
    expect(keysOf(identity)).toContain(userKey(key));
    expect(userKey(key)).toBe(key);
  });

  test('shares the name of a stranger is distinguished', async () => {
    const participants_v2 = [1, 2, 3].map((n) => ({
      identity: { guest: { id: `stranger${n}`, displayName: 'External user' } },
    }));
    const { account } = await show({ participants_v2 });
    expect(account.people.map(({ who }) => who)).toEqual([
      'External user (stranger1)',
      'External user (stranger2)',
      'External user (stranger3)',
    ]);
  });

  test('has one name in the list of people and in the sessions', async () => {
    const stranger = (n: number) => ({
      identity: { guest: { id: `stranger${n}`, displayName: 'External user' } },
    });
    const anna = (displayName: string | null) => ({ identity: { user: { id, displayName } } });
    const sessions = [
      { id: 's1', caller: stranger(1), callee: stranger(2) },
      { id: 's2', caller: anna(null), callee: { userAgent: { role: 'skypeForBusinessAudioVideoMcu' } } },
      { id: 's3', caller: stranger(2), callee: anna('Anna Schmidt') },
    ];
    const { account } = await show({ sessions });
    expect(account.sessions.map(({ caller, callee }) => [caller, callee])).toEqual([
      ['External user (stranger1)', 'External user (stranger2)'],
      ['Anna Schmidt', 'service skypeForBusinessAudioVideoMcu'],
      ['External user (stranger2)', 'Anna Schmidt'],
    ]);
    expect(account.sessions.map(({ callerKey, calleeKey }) => [callerKey, calleeKey])).toEqual([
      ['id:stranger1', 'id:stranger2'],
      [`id:${id}`, undefined],
      ['id:stranger2', `id:${id}`],
    ]);
  });
});

test('the meetings of a channel are distinguished, and its thread is found by itself', () => {
  const url = (message: string) =>
    `https://teams.microsoft.com/l/meetup-join/19%3aabc%40thread.tacv2/${message}?context=x`;
  expect(meetingKey(url('1612345678901'))).toBe('meeting:19:abc@thread.tacv2/1612345678901');
  for (const thread of [url('0'), '19:abc@thread.tacv2'])
    expect(meetingKey(thread)).toBe('meeting:19:abc@thread.tacv2');
  expect(archiveOf({ joinWebUrl: url('1612345678901') }).entry.findKeys).toEqual([
    meetingKey('19:abc@thread.tacv2/1612345678901'),
  ]);
  for (const message of ['0', '1612345678901']) {
    const meeting = `https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/${message}?context=x`;
    expect(meetingKey(meeting)).toBe('meeting:19:meeting_x@thread.v2');
  }
});

describe('a session', () => {
  test.each([
    [{ stage: null, reason: null }, false],
    [{}, false],
    [{ stage: 'midcall', reason: null }, true],
  ])('with the failure %j counts as failed: %s', async (failureInfo, failed) => {
    const sessions = [{ id: 's', failureInfo, segments: [{ failureInfo }] }];
    expect(archiveOf({ sessions }).entry.failed).toBe(failed);
    expect((await show({ sessions })).text.includes('FAILED')).toBe(failed);
  });

  test('with two streams of one label and direction tells both', async () => {
    const stream = (audioCodec: string) => ({ streamDirection: 'callerToCallee', audioCodec });
    const media = [{ label: 'main-audio', streams: [stream('silk'), stream('opus')] }];
    const { account, text } = await show({ sessions: [{ id: 's', segments: [{ media }] }] });
    expect(account.sessions[0]?.streams.map(({ figures }) => figures)).toEqual(['silk', 'opus']);
    expect(text).toContain('silk');
    expect(text).toContain('opus');
  });

  test('tells what its feedback complains of', async () => {
    const feedback = { rating: 'poor', tokens: { NoSound: true, Echo: false } };
    expect((await show({ sessions: [{ id: 's', caller: { feedback } }] })).text).toContain('poor: NoSound');
  });
});

describe('an end', () => {
  test.each(['0001-01-01T00:00:00Z', '2026-11-20T09:00:00Z'])('at %s has no length', async (endDateTime) => {
    const { account, text } = await show({ endDateTime, sessions: [{ id: 's', endDateTime }] });
    expect(account.durationMs).toBeUndefined();
    expect(account.sessions[0]?.to).toBe(endDateTime.startsWith('0001') ? undefined : endDateTime);
    expect(text).toContain('length unknown');
    expect(text).not.toMatch(/1901|0001-/);
    const { total } = await countCalls(
      makeMemoryCallArchive([archiveOf({ endDateTime })]),
      {},
      'day',
      silent,
    );
    expect(total).toMatchObject({ calls: 1, minutes: 0 });
  });
});

describe('a row of the call reports', () => {
  const call = {
    callId: id,
    startedAt: new Date('2026-11-20T10:00:00Z'),
    endedAt: new Date('2026-11-20T10:05:00Z'),
    keys: [`id:${id}`, 'phone:+4930555000111'],
  };
  const rowWith = (members: object) => {
    const text = JSON.stringify({ userId: id, startDateTime: '2026-11-20T10:00:10Z', ...members });
    const row = parseCallLogRow('direct-routing-calls', text);
    if (!row) throw new Error('No row');
    return row;
  };
  test.each([
    ['another number', { callerNumber: '+4989123456789' }, 'possible'],
    ['this number', { callerNumber: '+4930555000111;ext=7' }, 'likely'],
    ['a number that may be this one', { callerNumber: '+49305********' }, 'likely'],
    ['no number', {}, 'likely'],
  ])('with %s is %s', (_, members, certainty) => {
    expect(matchCallLog(call, [rowWith(members)])).toMatchObject([{ certainty }]);
  });

  test('of a failed trunk call says how it ended, and Microsoft’s sub-reason', () => {
    const { details } = rowWith({
      finalSipCode: 486,
      finalSipCodePhrase: 'Busy Here',
      callEndSubReason: 560486,
    });
    expect(details).toBe('SIP 486 Busy Here, Microsoft’s sub-reason 560486');
  });
});
