/** The benchmark's records: seeded, in the shares that it promises. */
import { expect, test } from '@jest/globals';
import { countPages, makePlannedRecord, planMeeting, planSmallRecords } from '../../../bench/workloads.ts';

test('Small records are 70 % calls of two, 20 % with 4 sessions, 10 % with 11, and the same each time', () => {
  const plans = planSmallRecords(200);
  const withSessions = (count: number) => plans.filter(({ sessions }) => sessions === count).length;
  expect([withSessions(1), withSessions(4), withSessions(11)]).toEqual([140, 40, 20]);
  expect(planSmallRecords(200)).toEqual(plans);
  expect(new Set(plans.map((plan) => makePlannedRecord(plan).id)).size).toBe(200);
});

test('A meeting of 10,000 has 244 pages, a call of two has 2', () => {
  expect(countPages(planMeeting(10_000))).toBe(167 + 77);
  expect(countPages({ seed: 'x', kind: 'peerToPeer', sessions: 1, participants: 2 })).toBe(2);
});

test('A meeting has as many participants as sessions', () => {
  const { sessions, participants } = makePlannedRecord(planMeeting(70));
  expect([sessions, participants]).toMatchObject([{ count: 70 }, { count: 70 }]);
});
