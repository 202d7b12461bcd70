/** From the file of one call record to the rows of the tables. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeRecord } from '../../../local/graph-simulator/generator/make-record.ts';
import { expectedDocument } from '../../../local/graph-simulator/records/expected-document.ts';
import { IntegrityError } from '../../../src/errors.ts';
import { callId, makeSession, rowsOfDocument, rowsOfFile, rowsOfRecord, tableRecord } from './table-rows.ts';

const poorStream = {
  streamId: '7',
  streamDirection: 'calleeToCaller',
  packetUtilization: 9000,
  averageRoundTripTime: 'PT0.612S',
  averagePacketLossRate: 1.2e-5,
  averageJitter: 'PT0.0299S',
  maxJitter: 'PT1M2.5S',
  startDateTime: '2026-11-21T09:00:01.1234567Z',
  endDateTime: '2026-11-21T10:00:00+01:00',
  wasMediaBypassed: false,
  audioCodec: 'satin',
};

describe('a stream becomes a row', () => {
  test('with its measures in explicit types', async () => {
    const { streams } = await rowsOfRecord({ sessions: [makeSession({ stream: poorStream })] });
    expect(streams).toHaveLength(1);
    expect(streams[0]).toMatchObject({
      call_id: callId,
      version: 3n,
      part: 0,
      session_number: 1,
      session_id: 's1',
      segment_number: 1,
      segment_id: 'g1',
      media_number: 1,
      label: 'main-audio',
      stream_number: 1,
      stream_id: '7',
      packet_utilization: 9000n,
      average_round_trip_time_ms: 612,
      average_packet_loss_rate: 0.000012,
      average_jitter_ms: 29.9,
      max_jitter_ms: 62_500,
      started_at: Date.UTC(2026, 10, 21, 9, 0, 1, 123),
      ended_at: Date.UTC(2026, 10, 21, 9),
      was_media_bypassed: false,
      audio_codec: 'satin',
      video_codec: null,
      average_video_frame_rate_fps: null,
      verdict: 'poor',
      rule: 'cqd-audio',
      verdict_reason: 'round trip 612 ms > 500 ms',
    });
  });

  test.each([
    ['callerToCallee', { sender: 'Anna', receiver: 'Bob', senderIp: '10.0.0.1', receiverIp: '10.0.0.2' }],
    ['calleeToCaller', { sender: 'Bob', receiver: 'Anna', senderIp: '10.0.0.2', receiverIp: '10.0.0.1' }],
  ])(
    'that says who sent and who received it (%s)',
    async (streamDirection, { sender, receiver, senderIp, receiverIp }) => {
      const media = {
        callerNetwork: {
          ipAddress: '10.0.0.1',
          connectionType: 'wifi',
          traceRouteHops: [
            { hopCount: 1, ipAddress: '10.0.0.254', roundTripTime: 'PT0.004S' },
            { hopCount: 2 },
          ],
        },
        calleeNetwork: { ipAddress: '10.0.0.2', linkSpeed: 1_000_000_000 },
        callerDevice: { captureNotFunctioningEventRatio: 0.03, captureDeviceName: 'Jabra' },
      };
      const { streams } = await rowsOfRecord({
        sessions: [makeSession({ media, stream: { streamDirection } })],
      });
      expect(streams).toMatchObject([
        {
          sender_name: sender,
          receiver_name: receiver,
          sender_ip_address: senderIp,
          receiver_ip_address: receiverIp,
        },
      ]);
      const anna = sender === 'Anna' ? 'sender' : 'receiver';
      expect(streams[0]).toMatchObject({
        [`${anna}_hop_counts`]: [1, 2],
        [`${anna}_hop_ip_addresses`]: ['10.0.0.254', null],
        [`${anna}_hop_round_trip_times_ms`]: [4, null],
        [`${anna}_capture_device_name`]: 'Jabra',
        [`${anna}_device_fault`]: 'microphone not working for 3% of the call',
        [`${anna}_tenant_id`]: 't1',
      });
    },
  );

  test('whose ends are those of the segment, and of the session where it names none', async () => {
    const session = makeSession({
      segment: { callee: { userAgent: { role: 'skypeForBusinessAudioVideoMcu' } } },
    });
    const { streams } = await rowsOfRecord({ sessions: [session] });
    expect(streams).toMatchObject([
      { sender_name: 'Anna', receiver_name: null, receiver_role: 'skypeForBusinessAudioVideoMcu' },
    ]);
  });
});

describe('a call becomes a row', () => {
  test('with its counts, its failure and the sentence', async () => {
    const failureInfo = { stage: 'midcall', reason: 'network lost' };
    const { calls, sessions } = await rowsOfRecord({
      type: 'groupCall',
      modalities: ['audio', 'video'],
      startDateTime: '2026-11-21T09:00:00Z',
      endDateTime: '2026-11-21T09:30:00Z',
      organizer_v2: {
        id: 'x',
        identity: { user: { id: 'anna', displayName: 'Anna', userPrincipalName: 'a@b.c' } },
      },
      participants_v2: [{ id: 'anna', identity: { user: { id: 'anna', displayName: 'Anna' } } }],
      sessions: [
        makeSession({ stream: poorStream }),
        makeSession({ session: { failureInfo, segments: [] } }),
      ],
    });
    expect(calls).toEqual([
      {
        call_id: callId,
        version: 3n,
        part: 0,
        tenant_id: tableRecord.tenantId,
        type: 'groupCall',
        modalities: ['audio', 'video'],
        started_at: Date.UTC(2026, 10, 21, 9),
        ended_at: Date.UTC(2026, 10, 21, 9, 30),
        last_modified_at: null,
        join_url: null,
        duration_ms: 1_800_000,
        organizer_kind: 'user',
        organizer_id: 'anna',
        organizer_name: 'Anna',
        organizer_upn: 'a@b.c',
        organizer_tenant_id: null,
        participants: 1,
        sessions: 2,
        streams: 1,
        good_streams: 0,
        poor_streams: 1,
        unclassified_streams: 0,
        failed_sessions: 1,
        failure_stage: 'midcall',
        failure_reason: 'network lost',
        sentence: expect.stringMatching(/^Anna heard Bob badly \(round trip 612 ms, limit 500/),
        unmapped: 0n,
        path: tableRecord.path,
        sha256: null,
        bytes: 1234n,
        fetched_at: Date.UTC(2026, 10, 21, 12, 0, 0, 500),
        reason: 'notification',
      },
    ]);
    expect(sessions).toMatchObject([
      { session_number: 1, poor_streams: 1, failure_stage: null, caller_name: 'Anna' },
      { session_number: 2, poor_streams: 0, failure_stage: 'midcall', duration_ms: 600_000 },
    ]);
  });

  test('and its people into rows, each once, with the time they were there', async () => {
    const late = { startDateTime: '2026-11-21T09:20:00Z', endDateTime: '2026-11-21T09:25:00Z' };
    const { participants } = await rowsOfRecord({
      organizer_v2: { identity: { user: { id: 'carl' } } },
      participants_v2: [
        { identity: { phone: { id: '+4930123456' } }, administrativeUnitInfos: [{ id: 'u1' }] },
        { identity: { user: { id: 'anna' } } },
      ],
      sessions: [makeSession(), makeSession({ session: late })],
    });
    expect(participants).toMatchObject([
      {
        kind: 'phone',
        id: '+4930123456',
        number: '+4930123456',
        is_listed: true,
        sessions: 0,
        joined_at: null,
        administrative_unit_ids: ['u1'],
      },
      {
        id: 'anna',
        name: 'Anna',
        number: null,
        is_listed: true,
        is_organizer: false,
        sessions: 2,
        joined_at: Date.UTC(2026, 10, 21, 9),
        left_at: Date.UTC(2026, 10, 21, 9, 25),
      },
      { id: 'bob', is_listed: false, sessions: 2 },
      { id: 'carl', is_listed: false, is_organizer: true, sessions: 0 },
    ]);
  });
});

test('whoever only a segment names has a row, and is called by name in the sentence', async () => {
  const from = (startDateTime: string, name: string) => ({
    startDateTime,
    endDateTime: '2026-11-21T09:10:00Z',
    caller: { associatedIdentity: { id: 'anna', displayName: 'Anna' } },
    callee: { associatedIdentity: { id: name.toLowerCase(), displayName: name } },
    media: [
      {
        label: 'main-audio',
        streams: name === 'Carl' ? [{ ...poorStream, streamDirection: 'callerToCallee' }] : [],
      },
    ],
  });
  const segments = [from('2026-11-21T09:00:00Z', 'Bob'), from('2026-11-21T09:04:00Z', 'Carl')];
  const { calls, participants } = await rowsOfRecord({
    sessions: [makeSession({ session: { segments: [...segments, from('2026-11-21T09:07:00Z', 'Carl')] } })],
  });
  expect(participants).toMatchObject([
    { name: 'Anna', sessions: 1 },
    { name: 'Bob', sessions: 1, joined_at: Date.UTC(2026, 10, 21, 9) },
    { name: 'Carl', sessions: 1, joined_at: Date.UTC(2026, 10, 21, 9, 4), is_listed: false },
  ]);
  expect(calls[0]?.['sentence']).toMatch(/^Carl heard Anna badly/);
});

describe('what no column holds is counted', () => {
  test.each<[string, Record<string, unknown>, bigint]>([
    ['a member of the record', { weather: 'rain', wind: null }, 1n],
    [
      'members of deeper objects',
      {
        sessions: [
          makeSession({
            session: { mood: 1 },
            media: { mood: 1, callerNetwork: { mood: 1 } },
            stream: { mood: {} },
          }),
        ],
      },
      4n,
    ],
    [
      'a measure of another type',
      {
        sessions: [
          makeSession({ stream: { averageJitter: 3, averagePacketLossRate: '0.1', packetUtilization: 1.5 } }),
        ],
      },
      3n,
    ],
    [
      'a negative duration, which is no length of time',
      { sessions: [makeSession({ stream: { averageJitter: '-PT1S' } })] },
      1n,
    ],
    ['a list that is none', { sessions: [makeSession({ session: { segments: 5 } })] }, 1n],
    ['nothing of how Graph answered', { 'participants_v2@odata.context': 'x' }, 0n],
    [
      'nothing that is known to be left out',
      { sessions: [makeSession({ segment: { caller: { cpuName: 'x' } } })] },
      0n,
    ],
    ['no time that Graph does not know', { startDateTime: '0001-01-01T00:00:00Z' }, 0n],
  ])('%s', async (_, members, unmapped) => {
    const { calls } = await rowsOfRecord(members);
    expect(calls).toMatchObject([{ unmapped, started_at: null }]);
  });

  test('and whatever stands in the record, it has its row', async () => {
    const names = [
      'id',
      'media',
      'streams',
      'segments',
      'caller',
      'userAgent',
      'callerNetwork',
      'traceRouteHops',
      'failureInfo',
      'modalities',
      'startDateTime',
      'feedback',
      'tokens',
      'label',
      'identity',
      'user',
    ];
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, 0, -1.5, true, '', 'x', 1e300),
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 3 }), value, async (sessions, anything) => {
        const { calls, sessions: rows } = await rowsOfRecord({
          sessions,
          organizer_v2: anything,
          participants: anything,
          modalities: anything,
          endDateTime: anything,
        });
        expect(calls).toMatchObject([{ sessions: sessions.length }]);
        expect(rows).toHaveLength(sessions.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a long record', () => {
  const endedAt = new Date('2026-11-21T10:00:00Z');
  const long = expectedDocument(makeRecord('long', { id: callId, version: 3, sessions: 700, endedAt }));

  test('gives the same rows as if it had been read whole', async () => {
    expect(long.length).toBeGreaterThan(8 * 1024 * 1024);
    const read = await rowsOfDocument(long);
    const record = JSON.parse(long.toString('utf8'));
    expect(read.calls).toMatchObject([{ sessions: 700, participants: record.participants_v2.length }]);
    const sessions = record.sessions.slice(0, 40);
    const short = await rowsOfRecord({ ...record, sessions });
    expect(read.sessions.slice(0, 40)).toEqual(short.sessions);
    expect(read.streams.slice(0, short.streams.length)).toEqual(short.streams);
    expect(read.streams).toHaveLength(Number(read.calls[0]?.['streams']));
  });

  test('counts the last of a list that comes twice', async () => {
    const padding = `"a":"${'x'.repeat(9_000_000)}"`;
    const text = `{"id":"${callId}","version":3,"sessions":[{"id":"first"}],${padding},"sessions":[{"id":"last"}]}`;
    const { sessions, calls } = await rowsOfDocument(text);
    expect(sessions).toMatchObject([{ session_id: 'last' }]);
    expect(calls).toMatchObject([{ sessions: 1, unmapped: 1n }]);
  });

  test.each([
    ['broken off', long.subarray(0, -1000)],
    [
      'of another id',
      Buffer.from(long.toString('latin1').replaceAll(callId, callId.replace('0a', '0b')), 'latin1'),
    ],
  ])('that is %s gives no rows', async (_, document) => {
    await expect(rowsOfDocument(document)).rejects.toThrow(IntegrityError);
  });
});

describe('a file gives no rows and is named when it is', () => {
  const document = JSON.stringify({ id: callId, version: 3, sessions: [] });
  const file = gzipSync(document);

  test.each<[string, Buffer, Partial<typeof tableRecord>]>([
    ['no gzip', Buffer.from('{}'), {}],
    ['cut off', file.subarray(0, -9), {}],
    ['no JSON', gzipSync('<html>'), {}],
    ['no object', gzipSync('null'), {}],
    ['other than its hash says', file, { sha256: '0'.repeat(64) }],
    ['of another call', gzipSync(document.replace('0a', '0b')), {}],
    ['of another version', file, { version: '4' }],
    ['without sessions', gzipSync(document.replace('[]', '{}')), {}],
    [
      'of a version beyond 64 bits',
      gzipSync(document.replace('3,"s', '9223372036854775808,"s')),
      { version: '9223372036854775808' },
    ],
  ])('%s', async (_, bytes, change) => {
    const read = rowsOfFile(bytes, { ...tableRecord, ...change });
    await expect(read).rejects.toThrow(IntegrityError);
    await expect(read).rejects.toThrow(tableRecord.path);
  });
});
