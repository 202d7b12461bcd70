/** The counts of a call, whatever its sessions hold. */
import { expect, test } from '@jest/globals';
import { makeEvidenceGatherer } from '../../../src/quality/gather-evidence.ts';
import { judgeSession } from '../../../src/quality/judge-session.ts';

function count(...sessions: unknown[]) {
  const gatherer = makeEvidenceGatherer();
  for (const session of sessions) gatherer.addSession(judgeSession(session));
  return gatherer.evidence().counts;
}

const none = { good: 0, poor: 0, unclassified: 0, failedSessions: 0 };
const [good, poor] = [1, 999].map((ms) => ({
  packetUtilization: 600,
  averageJitter: `PT0.${String(ms).padStart(3, '0')}S`,
}));
const media = (...streams: unknown[]) => ({ label: 'main-audio', streams });

test('every stream of every segment counts once', () => {
  const session = { segments: [{ media: [media(good, poor), media(poor)] }, { media: [media({}, good)] }] };
  expect(count(session, session)).toEqual({ good: 4, poor: 4, unclassified: 2, failedSessions: 0 });
});

test('a session failed when it, or a segment of it, says so: once', () => {
  const failureInfo = { stage: 'midcall', reason: null };
  const empty = { stage: null, reason: null };
  expect(
    count(
      { failureInfo, segments: [{ failureInfo }] },
      { failureInfo: null, segments: [{}, { failureInfo }] },
      { failureInfo: empty, segments: [{ failureInfo: empty }] },
    ),
  ).toEqual({ ...none, failedSessions: 2 });
});

test.each([
  undefined,
  null,
  7,
  'x',
  [],
  { segments: null },
  { segments: [null, { media: 'x' }, { media: [null, { streams: {} }] }] },
])('%j has no stream', (session) => {
  expect(count(session)).toEqual(none);
});

test('what stands where a stream should be is unclassified', () => {
  expect(count({ segments: [{ media: [media(null, 7, 'x')] }] })).toEqual({ ...none, unclassified: 3 });
});
