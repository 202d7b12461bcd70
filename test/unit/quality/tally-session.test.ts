/** What is read from the bytes of a session is what the parsed session says, in Graph's form and in any other. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeRecord } from '../../../local/graph-simulator/generator/make-record.ts';
import { expectedDocument } from '../../../local/graph-simulator/records/expected-document.ts';
import { makeEvidenceGatherer } from '../../../src/quality/gather-evidence.ts';
import { judgeSession } from '../../../src/quality/judge-session.ts';
import { tallyStreams } from '../../../src/quality/tally-session.ts';

function tally(json: string) {
  const bytes = Buffer.from(json);
  const found = { classified: 0, poor: 0 };
  tallyStreams(bytes, 0, bytes.length, found);
  return found;
}

function parsed(session: unknown) {
  const gatherer = makeEvidenceGatherer();
  gatherer.addSession(judgeSession(session));
  const { good, poor } = gatherer.evidence().counts;
  return { classified: good + poor, poor };
}

const number = fc.oneof(
  fc.constantFrom(
    'null',
    '0',
    '500',
    '501',
    '0.1',
    '0.11',
    '5E2',
    '5.01e+2',
    '1e999',
    '-7',
    '"501"',
    '"5x"',
    '50',
    '51',
    '7',
    '6.99',
  ),
  fc.double({ min: -1, max: 100, noNaN: true }).map(String),
  fc.nat().map(String),
);
const duration = fc.oneof(
  fc.constantFrom(
    'null',
    '"PT0.03S"',
    '"PT0.030S"',
    '"PT0.0300001S"',
    '"PT0.5S"',
    '"PT1M"',
    '"-PT9S"',
    '"PT0.S"',
    '"x"',
    '7',
    '"PT0.50000000000000000001S"',
  ),
  fc.nat(999_999).map((digits) => `"PT0.${String(digits).padStart(6, '0')}S"`),
);
const stream = fc
  .shuffledSubarray(
    [
      'packetUtilization',
      'averageRoundTripTime',
      'maxRoundTripTime',
      'averagePacketLossRate',
      'averageJitter',
      'averageAudioNetworkJitter',
      'averageVideoFrameLossPercentage',
      'averageVideoFrameRate',
      'averageReceivedFrameRate',
      'postForwardErrorCorrectionPacketLossRate',
    ],
    { minLength: 4 },
  )
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        (/Time|Jitter/.test(name) ? duration : number).map((value) => `"${name}":${value}`),
      ),
    ),
  )
  .map((members) => `{${members.join()}}`);
const label = fc.constantFrom(
  '"main-audio"',
  '"main-video"',
  '"applicationsharing-video"',
  '"data"',
  'null',
  '"main-\\u0061udio"',
);
const network = '"callerNetwork":{"dnsSuffix":"a]}[\\"streams\\":[{","traceRouteHops":[{"hopCount":1}]}';
const media = fc.tuple(label, fc.array(stream, { maxLength: 3 }), fc.nat(9)).map(([name, streams, form]) => {
  const list = `"streams":[${streams.join()}]`;
  // Now and then in another order, or without a member.
  if (form === 0) return `{${list},"label":${name}}`;
  if (form === 1) return `{${list}}`;
  // Not null: an object without streams could be taken for the start of one without a label.
  if (form === 2) return `{"label":${name},"streams":[]}`;
  return `{"label":${name},${network},${list}}`;
});
const segment = fc
  .array(media, { maxLength: 3 })
  .map((list) => `{"caller":{"name":"[x] \\"media\\":["},"media":[${list.join()}]}`);
const session = fc
  .array(segment, { maxLength: 3 })
  .map((list) => `{"modalities":["audio"],"segments":[${list.join()}]}`);

test('of sessions as Graph writes them', () => {
  fc.assert(
    fc.property(session, (json) => {
      expect(tally(json)).toEqual(parsed(JSON.parse(json)));
    }),
    { seed: 18, numRuns: 300 },
  );
});

test('of one segment', () => {
  fc.assert(
    fc.property(segment, (json) => {
      expect(tally(json)).toEqual(parsed({ segments: [JSON.parse(json)] }));
    }),
    { seed: 18, numRuns: 100 },
  );
});

test('of whole records, with and without white space', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const record = makeRecord(`tally ${seed}`, { endedAt: new Date('2026-11-20T10:00:00Z'), sessions: 5 });
    for (const value of JSON.parse(expectedDocument(record).toString()).sessions) {
      const expected = parsed(value);
      expect(tally(JSON.stringify(value))).toEqual(expected);
      expect(tally(JSON.stringify(value, undefined, 1))).toEqual(expected);
    }
  }
});

test.each([
  '{}',
  '[]',
  '7',
  'null',
  '{"segments":null}',
  '{"segments":[7]}',
  '{"segments":[{"media":[]}]}',
  '{"streams":[{}]}',
])('of %s nothing', (json) => {
  expect(tally(json)).toEqual({ classified: 0, poor: 0 });
});

test('adds to what was counted, and reads between its borders only', () => {
  const poor = '{"segments":[{"media":[{"label":"main-video","streams":[{"averageVideoFrameRate":1}]}]}]}';
  const bytes = Buffer.from(`[${poor},${poor},${poor}]`);
  const found = { classified: 1, poor: 0 };
  tallyStreams(bytes, 1 + poor.length + 1, 1 + 2 * poor.length + 1, found);
  expect(found).toEqual({ classified: 2, poor: 1 });
});
