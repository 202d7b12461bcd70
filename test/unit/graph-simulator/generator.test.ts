import { describe, expect, test } from '@jest/globals';
import { type MakeRecordOptions, makeRecord } from '../../../local/graph-simulator/generator/make-record.ts';
import { makeRandom } from '../../../local/graph-simulator/generator/random.ts';
import { expectedDocument } from '../../../local/graph-simulator/records/expected-document.ts';
import { itemSource, type SimulatedRecord } from '../../../local/graph-simulator/records/simulated-record.ts';

const startedAt = new Date('2026-11-02T10:00:00Z');
const make = (seed: number | string, options: MakeRecordOptions = {}) =>
  makeRecord(seed, { startedAt, ...options });
const text = (record: SimulatedRecord) => expectedDocument(record).toString();

describe('generated call records', () => {
  test('are the same for the same seed and differ between seeds', () => {
    expect(text(make(7))).toBe(text(make(7)));
    expect(make(7).id).not.toBe(make(8).id);
  });

  test('are valid JSON with the members of a call record, for many seeds', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const record = make(seed);
      const parsed = JSON.parse(text(record));
      expect(parsed).toMatchObject({
        id: record.id,
        version: 1,
        startDateTime: record.startDateTime,
        endDateTime: record.endDateTime,
        type: expect.stringMatching(/^(peerToPeer|groupCall)$/),
      });
      expect(record.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(Date.parse(record.startDateTime)).toBe(startedAt.getTime());
      expect(parsed.sessions).toHaveLength(itemSource(record.sessions).count);
      expect(parsed.participants_v2).toHaveLength(itemSource(record.participants).count);
      for (const session of parsed.sessions) expect(session.segments.length).toBeGreaterThan(0);
    }
  });

  test('hold, over many seeds, what has broken archivers before', () => {
    const all = Array.from({ length: 120 }, (_, seed) => text(make(seed, { sessions: 6 }))).join();
    for (const trap of [
      ':1.0,',
      '9007199254740993',
      '1.2E-05',
      '\\u00eb',
      '李小龍',
      '\\ud83d\\ude00',
      '\\"sessions@odata.nextLink\\":',
      '"sessions@odata.nextLink":"this is data"',
      'azureCommunicationServices',
      '"failureInfo":{"stage"',
      '"phone":{"id":"+49',
      '"guest":{"id"',
      '"user":{"id":"',
      '"callee":{"@odata.type":"#microsoft.graph.callRecords.serviceEndpoint"',
    ]) {
      expect(all).toContain(trap);
    }
    expect(all).toMatch(/"startDateTime":"[^"]+\.\d{7}Z"/);
  });

  test('repeat a session id where a call was transferred', () => {
    const sessions = itemSource(make(1, { sessions: 40 }).sessions);
    const ids = Array.from({ length: 40 }, (_, index) => JSON.parse(sessions.at(index)).id);
    expect(ids[16]).toBe(ids[15]);
    expect(new Set(ids).size).toBe(38);
  });

  test('keep what they said and say more in a later version', () => {
    const options = { sessions: 30, kind: 'groupCall' } as const;
    const [first, third] = [make(5, options), make(5, { ...options, version: 3 })];
    expect(third).toMatchObject({ id: first.id, startDateTime: first.startDateTime, version: '3' });
    const [before, after] = [first, third].map((record) => JSON.parse(text(record)));
    expect(countNulls(after.sessions)).toBeLessThan(countNulls(before.sessions));
    expectNothingLost(before.sessions, after.sessions);
  });

  test('come in the size of real ones and are made one session at a time', () => {
    const sessions = itemSource(make(3, { sessions: 10_000 }).sessions);
    expect(sessions.count).toBe(10_000);
    const sizes = Array.from({ length: 200 }, (_, index) => sessions.at(index * 50).length);
    const average = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(average).toBeGreaterThan(5_000);
    expect(average).toBeLessThan(16_000);
  });

  test('one session, two people and a telephone in a PSTN call', () => {
    const parsed = JSON.parse(text(make(11, { kind: 'pstn' })));
    expect(parsed.sessions).toHaveLength(1);
    expect(parsed.sessions[0].id).toBe(parsed.id);
    expect(parsed.participants_v2[1].identity.phone.id).toMatch(/^\+49/);
  });
});

test('the random numbers are the same everywhere and spread over their range', () => {
  const random = makeRandom('fixed', 1);
  const numbers = Array.from({ length: 1000 }, () => random.next());
  expect(makeRandom('fixed', 1).next()).toBe(numbers[0]);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
});

function countNulls(value: unknown): number {
  if (value === null) return 1;
  if (typeof value !== 'object') return 0;
  return Object.values(value).reduce((sum: number, one) => sum + countNulls(one), 0);
}

function expectNothingLost(before: unknown, after: unknown): void {
  if (before === null) return;
  if (typeof before !== 'object') {
    expect(after).toBe(before);
    return;
  }
  for (const [name, value] of Object.entries(before))
    expectNothingLost(value, Reflect.get(Object(after), name));
}
