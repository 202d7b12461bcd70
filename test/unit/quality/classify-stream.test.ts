/** Microsoft's stream rules, limit by limit, and what a record may hold instead of a measurement. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { classifyStream, type Verdict } from '../../../src/quality/classify-stream.ts';
import { streamsOf } from '../../../src/quality/session-streams.ts';

const [audio, video, sharing] = ['main-audio', 'main-video', 'applicationsharing-video'];
const enough = { packetUtilization: 501 };

function verdictsOf(sessions: unknown[]): Verdict[] {
  return sessions
    .flatMap((session) => [...streamsOf(session)])
    .map(({ stream, label }) => classifyStream(stream, label).verdict);
}

describe('the verdict of audio', () => {
  test.each<[Verdict, string, object]>([
    ['poor', 'round trip 501 ms > 500 ms', { averageRoundTripTime: 'PT0.501S' }],
    ['good', 'round trip 500 ms ≤ 500 ms', { averageRoundTripTime: 'PT0.5S' }],
    ['poor', 'packet loss 10.1% > 10%', { averagePacketLossRate: 0.101 }],
    ['good', 'packet loss 10% ≤ 10%', { averagePacketLossRate: 0.1 }],
    ['poor', 'jitter 31 ms > 30 ms', { averageJitter: 'PT0.031S' }],
    ['good', 'jitter 30 ms ≤ 30 ms', { averageJitter: 'PT0.030S' }],
    ['good', 'jitter 0 ms ≤ 30 ms', { averageJitter: 'PT0S', averageRoundTripTime: null }],
    ['unclassified', 'Graph has no measurements', {}],
    ['unclassified', 'Graph has no measurements', { averageJitter: null, averagePacketLossRate: null }],
    ['poor', 'jitter 30.00001 ms > 30 ms', { averageJitter: 'PT0.03000001S' }],
    ['poor', 'round trip 3722000 ms > 500 ms', { averageRoundTripTime: 'PT1H2M2S' }],
    [
      'poor',
      'round trip 612 ms > 500 ms, jitter 41 ms > 30 ms',
      { averageRoundTripTime: 'PT0.612S', averagePacketLossRate: 0.01, averageJitter: 'PT0.041S' },
    ],
    [
      'good',
      'round trip 61 ms ≤ 500 ms, packet loss 0% ≤ 10%, jitter 16 ms ≤ 30 ms',
      { averageRoundTripTime: 'PT0.061S', averagePacketLossRate: 0, averageJitter: 'PT0.016S' },
    ],
  ])('is %s: %s', (verdict, reason, measures) => {
    expect(classifyStream({ ...enough, ...measures }, audio)).toMatchObject({
      verdict,
      reason,
      ruleId: 'cqd-audio',
    });
  });

  test('names the first measure beyond its limit, and keeps the others', () => {
    const measures = { averageRoundTripTime: 'PT0.612S', averageJitter: 'PT0.041S' };
    expect(classifyStream({ ...enough, ...measures }, audio)).toMatchObject({
      measure: 'averageRoundTripTime',
      value: 612,
      limit: 500,
      beyond: ['averageRoundTripTime', 'averageJitter'],
    });
  });

  test.each([
    [500, 'too few packets: 500, where a verdict needs more than 500'],
    [0, 'too few packets: 0, where a verdict needs more than 500'],
    [-1, 'the number of packets is not known'],
    [null, 'the number of packets is not known'],
    [undefined, 'the number of packets is not known'],
    ['5e5', 'the number of packets is not known'],
  ])('with %s packets is open, however bad it was', (packetUtilization, reason) => {
    const stream = { packetUtilization, averageRoundTripTime: 'PT9S' };
    expect(classifyStream(stream, audio)).toMatchObject({ verdict: 'unclassified', reason });
  });
});

describe('the verdict of video', () => {
  test.each<[Verdict, string, string, object]>([
    ['poor', 'frame loss 51% > 50%', 'main-video', { averageVideoFrameLossPercentage: 51 }],
    ['good', 'frame loss 50% ≤ 50%', 'main-video', { averageVideoFrameLossPercentage: 50 }],
    ['poor', 'frame rate 6.9 frames/s < 7 frames/s', 'main-video', { averageVideoFrameRate: 6.9 }],
    ['good', 'frame rate 7 frames/s ≥ 7 frames/s', 'main-video', { averageVideoFrameRate: 7 }],
    [
      'poor',
      'frame rate 1.9 frames/s < 2 frames/s',
      'applicationsharing-video',
      { averageVideoFrameRate: 1.9 },
    ],
    ['good', 'frame rate 2 frames/s ≥ 2 frames/s', 'applicationsharing-video', { averageVideoFrameRate: 2 }],
    [
      'poor',
      'packet loss after error correction 16% > 15%',
      'main-video',
      { postForwardErrorCorrectionPacketLossRate: 0.16 },
    ],
    ['unclassified', 'Graph has no measurements', 'main-video', { averagePacketLossRate: 1 }],
    ['unclassified', 'Graph has no measurements', 'main-video', { averageVideoFrameRate: -1 }],
  ])('is %s: %s (%s)', (verdict, reason, label, stream) => {
    expect(classifyStream(stream, label)).toMatchObject({ verdict, reason });
  });

  test('is decided by the first measure that is known, good or poor', () => {
    const stream = { averageVideoFrameLossPercentage: 1, averageVideoFrameRate: 1 };
    expect(classifyStream(stream, video)).toMatchObject({
      verdict: 'good',
      measure: 'averageVideoFrameLossPercentage',
      beyond: [],
    });
    expect(classifyStream({ ...stream, averageVideoFrameLossPercentage: null }, video)).toMatchObject({
      verdict: 'poor',
      measure: 'averageVideoFrameRate',
      value: 1,
      limit: 7,
    });
  });
});

describe('a known answer:', () => {
  test('screen sharing with 4 frames a second and 450 ms of jitter is good', () => {
    const stream = {
      packetUtilization: 9000,
      averageVideoFrameRate: 4,
      averageJitter: 'PT0.45S',
      averageRoundTripTime: 'PT0.05S',
    };
    expect(classifyStream(stream, sharing)).toMatchObject({ verdict: 'good', ruleId: 'cqd-vbss' });
    for (const label of [audio, video]) expect(classifyStream(stream, label).verdict).toBe('poor');
  });

  // The page's own file is not at hand: these are streams in its order, with the shapes that its answers come from.
  test('the three-way call of Microsoft has good, open and good streams in this order', () => {
    const heard = { packetUtilization: 4210, averageRoundTripTime: 'PT0.061S', averageJitter: 'PT0.007S' };
    const muted = { packetUtilization: 0, averageRoundTripTime: null, averageJitter: null };
    const seen = { packetUtilization: 12, averageVideoFrameRate: 24.5 };
    const session = (...media: [label: string | undefined, ...streams: object[]][]) => ({
      segments: [{ media: media.map(([label, ...streams]) => ({ label, streams })) }],
    });
    const sessions = [
      session([audio, heard, muted]),
      session([audio, muted, heard]),
      session([audio, muted, heard], [video, seen, seen], [sharing, seen, seen]),
    ];
    expect(verdictsOf(sessions)).toEqual([
      'good',
      'unclassified',
      'unclassified',
      'good',
      'unclassified',
      ...Array.from({ length: 5 }, () => 'good'),
    ]);
  });

  test('of the two streams on the page "List sessions", the one of 67 packets is open and the other good', () => {
    const folder = new URL('../../../local/graph-simulator/fixtures/', import.meta.url);
    const page = readFileSync(new URL('list-sessions.sessions-with-segments.json', folder), 'utf8');
    expect(verdictsOf(JSON.parse(page).value)).toEqual(['unclassified', 'good']);
  });
});

describe('whatever a record holds', () => {
  test.each(['data', 'main-Audio', 'MAIN-VIDEO', 'panoramic-video', '', null, 7, {}])(
    'the label %p has its rule',
    (label) => {
      const { verdict, ruleId } = classifyStream(
        { ...enough, averageJitter: 'PT1S', averageVideoFrameRate: 1 },
        label,
      );
      const expected = /audio/i.test(String(label))
        ? 'cqd-audio'
        : /video/i.test(String(label))
          ? 'cqd-video'
          : undefined;
      expect([verdict, ruleId]).toEqual([expected ? 'poor' : 'unclassified', expected]);
    },
  );

  test.each(['-PT9S', 'PT', 'P', 'PTS', 'PT9', '9', 'PT1,5S', 'P1Y', 'PT1e9S', '0.9', 0.9, {}, [], true])(
    'the duration %p is none',
    (averageRoundTripTime) => {
      const stream = { ...enough, averageRoundTripTime };
      expect(classifyStream(stream, audio).verdict).toBe('unclassified');
    },
  );

  test.each([-0.5, '0.5', '0.5x', 'NaN', Number.POSITIVE_INFINITY, [], {}, true])(
    'the rate %p is none',
    (rate) => {
      expect(classifyStream({ ...enough, averagePacketLossRate: rate }, audio).verdict).toBe('unclassified');
    },
  );

  test('the spelling of a number makes no difference', () => {
    const stream = JSON.parse('{"packetUtilization":5.01E+2,"averagePacketLossRate":1.01e-1}');
    expect(classifyStream(stream, audio).verdict).toBe('poor');
  });

  test('a verdict is given, and agrees with its measure', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(audio, video, sharing), (stream, label) => {
        const { verdict, beyond, measure } = classifyStream(stream, label);
        expect(verdict === 'poor').toBe(beyond.length > 0);
        if (verdict === 'poor') expect(measure).toBe(beyond[0]);
      }),
      { seed: 18, numRuns: 300 },
    );
  });
});
