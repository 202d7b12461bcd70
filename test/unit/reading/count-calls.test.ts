import { describe, expect, test } from '@jest/globals';
import { countCalls } from '../../../src/reading/count-calls.ts';
import { makeIndexEntry } from '../../support/index-entry.ts';
import { makeMemoryCallArchive } from '../../support/memory-call-archive.ts';

const idOf = (n: number) => `0a1b2c3d-0000-4000-8000-${String(n).padStart(12, '0')}`;
const entries = [
  makeIndexEntry(idOf(1), { callDay: '2026-11-19', type: 'peerToPeer', people: 2 }),
  makeIndexEntry(idOf(2), { people: 3, failed: true }),
  makeIndexEntry(idOf(3), { startedAt: '2026-11-20T23:30:00Z', endedAt: undefined, people: 4 }),
];
const silent = { problem: () => undefined };

function makeArchive() {
  const archive = makeMemoryCallArchive([]);
  for (const entry of entries) archive.rows.set(entry.blob, entry);
  return archive;
}

describe('calls are counted', () => {
  test('by day, with all of them together', async () => {
    const { groups, total } = await countCalls(makeArchive(), {}, 'day', silent);
    expect(groups).toMatchObject([
      { group: '2026-11-19', calls: 1, failed: 0, people: 2 },
      { group: '2026-11-20', calls: 2, failed: 1, people: 7 },
    ]);
    expect(total).toMatchObject({ group: 'total', calls: 3, failed: 1, people: 9, sizeBytes: 3 * 12_345 });
    expect(total.minutes).toBeCloseTo(10, 1);
  });

  test.each(['day', 'hour'] as const)('by %s, the unknown one too', async (by) => {
    const archive = makeMemoryCallArchive([]);
    const entry = makeIndexEntry(idOf(9), { startedAt: '0001-01-01T00:00:00Z' });
    archive.rows.set(entry.blob, entry);
    const { groups } = await countCalls(archive, {}, by, silent);
    expect(groups).toMatchObject([{ group: 'unknown', calls: 1, minutes: 0 }]);
  });

  test('by type', async () => {
    const { groups } = await countCalls(makeArchive(), {}, 'type', silent);
    expect(groups.map(({ group, calls }) => [group, calls])).toEqual([
      ['groupCall', 2],
      ['peerToPeer', 1],
    ]);
  });

  test('by quality, with the streams behind it', async () => {
    const archive = makeMemoryCallArchive([]);
    const own = new Map([['id:a', { poor: 0, classified: 2 }]]);
    for (const [n, changes] of [
      {},
      { poorStreams: 0 },
      { poorStreams: 0, classifiedStreams: 0 },
      { poorStreams: undefined },
    ].entries()) {
      const entry = makeIndexEntry(idOf(n), { ...changes, findKeys: ['id:a'], ownStreams: own });
      archive.rows.set(entry.blob, entry);
    }
    const counted = await countCalls(archive, {}, 'quality', silent);
    expect(counted.groups.map(({ group, calls }) => [group, calls])).toEqual([
      ['good', 1],
      ['no verdict', 1],
      ['poor', 1],
      ['unknown', 1],
    ]);
    expect(counted.total).toMatchObject({ poor: 1, unknown: 1, poorStreams: 1, classifiedStreams: 12 });
    const ofPerson = await countCalls(archive, { by: 'id:a' }, 'quality', silent);
    expect(ofPerson.total).toMatchObject({ poor: 0, poorStreams: 0, classifiedStreams: 8 });
    expect((await countCalls(archive, { by: 'id:a', poor: true }, 'quality', silent)).total.calls).toBe(0);
  });

  test('by hour, of UTC or of another zone', async () => {
    const hours = async (zone?: string) =>
      (await countCalls(makeArchive(), {}, 'hour', silent, zone)).groups.map(({ group }) => group);
    expect(await hours()).toEqual(['10:00', '23:00']);
    expect(await hours('Europe/Berlin')).toEqual(['00:00', '11:00']);
  });

  test('only where the query says so', async () => {
    const { total } = await countCalls(makeArchive(), { failed: true }, 'day', silent);
    expect(total.calls).toBe(1);
  });
});
