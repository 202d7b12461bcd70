/** Long records under Graph's documented limits, and an app that is killed in the middle of its work. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import type { SimulatedRecord } from '../../local/graph-simulator/records/simulated-record.ts';
import type { AppLog } from '../support/app-log.ts';
import type { ArchiveReader } from '../support/archive-reader.ts';
import { eventually } from '../support/eventually.ts';
import { watchQuietSystem } from '../support/watch-system.ts';
import type { WatchedSystem } from '../support/watched-system.ts';

let log: AppLog;
let system: WatchedSystem;
let reader: ArchiveReader;

beforeAll(async () => {
  ({ log, system, reader } = await watchQuietSystem({ HOST_LEASE_SECONDS: '4' }));
  system.graph.configure({ throttling: 'documented' });
});

afterAll(() => system?.close());

async function expectArchived(records: SimulatedRecord[]): Promise<void> {
  for (const { id, version } of records) {
    const found = await reader.readBlobs('call-records', id);
    expect(found.length).toBe(1);
    expect(found[0]?.document.equals(system.graph.expectedDocument(id, version))).toBe(true);
  }
}

describe('a meeting of 1,700 people', () => {
  const endMeeting = (seed: string) => {
    const meeting = makeRecord(seed, { endedAt: new Date(), sessions: 1700, participants: 1700 });
    system.graph.endCall(meeting);
    return meeting;
  };
  const until = (name: string, { id }: SimulatedRecord) =>
    log.until((event) => event.name === name && event.facts['call_id'] === id);

  test('is read in parts, under the limits: each page once, and the opening answer for each part', async () => {
    const meeting = endMeeting('town hall');
    await until('archiving.record-archived', meeting);
    await expectArchived([meeting]);
    expect(system.graph.throttled()).toEqual({});
    const reads = system.graph.requests.filter(({ path }) => path.includes(meeting.id)).length;
    const parts = log.events('archiving.record-paused').length + 1;
    // 29 pages of sessions and 14 of participants, the opening answer for the second part, a last look at the version.
    expect([parts, reads]).toEqual([2, 29 + 14 + 1 + 1]);
  });

  test('is whole though the app is killed between the parts', async () => {
    const meeting = endMeeting('another town hall');
    await until('archiving.record-paused', meeting);
    // Else the message of the first part comes again too, and both want the same pages.
    await eventually(async () => expect(await reader.countMessages('archive-requests')).toBe(1));
    await system.host.kill();
    expect(await reader.readBlobs('call-records', meeting.id)).toEqual([]);
    await system.restartHost();
    await until('archiving.record-archived', meeting);
    await expectArchived([meeting]);
  });
});

describe('calls that end while the app is killed again and again', () => {
  test('are all in the archive in the end, each once', async () => {
    system.graph.configure({ throttling: 'off' });
    const records = Array.from({ length: 60 }, (_, i) => makeRecord(`killed ${i}`, { endedAt: new Date() }));
    for (let round = 0; round < 3; round += 1) {
      const before = log.events('archiving.record-archived').length;
      for (const record of records.slice(round * 20, round * 20 + 20)) system.graph.endCall(record);
      await log.until(({ name }) => name === 'archiving.record-archived', before + 3);
      await system.host.kill();
      await system.restartHost();
    }
    await eventually(() => expectArchived(records));
    expect(await reader.countMessages('archive-requests-poison')).toBe(0);
  });
});
