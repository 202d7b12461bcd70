/** A record whose version moves while its participants are read page by page: never archived as a mixture of the two. */
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import * as faults from '../../local/graph-simulator/faults/fault.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import { makeGraphCallRecords } from '../../src/adapters/graph/graph-call-records.ts';
import { makeArchiveRecord } from '../../src/archiving/archive-record.ts';
import type { RecordProgress } from '../../src/model/record-progress.ts';
import type { CallRecordSource } from '../../src/ports/call-record-source.ts';
import { useGraph } from '../support/contract-graph.ts';
import { freePacer } from '../support/free-pacer.ts';
import { makeMemoryCallIndex } from '../support/memory-call-index.ts';
import { throttle } from '../support/memory-call-records.ts';
import { makeMemoryRecordStore } from '../support/memory-record-store.ts';
import { throughMessage } from '../support/through-message.ts';

const graph = useGraph();
const size = { sessions: 70, participants: 300 };
const first = makeRecord('moves', { ...size, version: 1 });
const second = makeRecord('moves', { ...size, participants: 301, version: 2 });

type Read = 'readRecord' | 'readParticipants' | 'readNextPage' | 'readHead';

/** Something happens once, right after a read of this kind. */
function setUp(then: { after: Read; happens(): void }) {
  const { simulator, connect } = graph();
  simulator.removeRecord(first.id);
  simulator.addRecord(first);
  const source = makeGraphCallRecords(connect(), { omitNulls: false });
  const reads: Read[] = [];
  let hasHappened = false;
  const spy = <Args extends unknown[], Answer>(name: Read, read: (...args: Args) => Promise<Answer>) => {
    return async (...args: Args) => {
      reads.push(name);
      const answer = await read(...args);
      if (name !== then.after || hasHappened) return answer;
      hasHappened = true;
      then.happens();
      return answer;
    };
  };
  const spied: CallRecordSource = {
    readRecord: spy('readRecord', source.readRecord),
    readParticipants: spy('readParticipants', source.readParticipants),
    readNextPage: spy('readNextPage', source.readNextPage),
    readHead: spy('readHead', source.readHead),
  };
  const records = makeMemoryRecordStore();
  const archive = makeArchiveRecord({
    tenantId: '7e1a0c2d-0000-4000-8000-0000000000aa',
    graphUrl: 'https://graph.test/v1.0',
    noteWritten: async () => undefined,
    graph: spied,
    records,
    index: makeMemoryCallIndex(),
    now: () => new Date(),
    pacer: freePacer,
  });
  const run = (progress?: RecordProgress) =>
    archive({
      callId: first.id,
      reason: 'notification',
      deadline: new Date('2100-01-01T00:00:00Z'),
      progress: progress && throughMessage(progress),
    });
  const documents = () => [...records.blobs.values()].map(({ bytes }) => gunzipSync(bytes));
  return { reads, run, documents };
}

const moves = () => graph().simulator.addRecord(second);

/** The simulator answers the next request for a page of participants, and then has the new version. */
function moveAfterNextPage(): void {
  const fault: faults.Fault = { name: 'move', answer: (_request, proper) => proper().finally(moves) };
  graph().simulator.addFault({ on: furtherParticipants, fault });
}

const furtherParticipants = { path: 'participants_v2?' };

describe('a record whose version moves', () => {
  test('between two pages of its participants is archived as the new version alone', async () => {
    const { run, documents } = setUp({ after: 'readParticipants', happens: moves });
    expect(await run()).toMatchObject({ outcome: 'created', version: '2', participants: 301 });
    expect(documents()).toEqual([expectedDocument(second)]);
  });

  test('between two further pages of its participants is archived as the new version alone', async () => {
    const { run, documents } = setUp({ after: 'readParticipants', happens: moveAfterNextPage });
    expect(await run()).toMatchObject({ outcome: 'created', version: '2' });
    expect(documents()).toEqual([expectedDocument(second)]);
  });

  test('while it is left between two pages is archived as the new version alone', async () => {
    const happens = () => {
      moves();
      throw throttle(60);
    };
    const { run, documents } = setUp({ after: 'readParticipants', happens });
    const result = await run();
    if (result.outcome !== 'paused') throw new Error('It was not left');
    expect(await run(result.progress)).toMatchObject({ outcome: 'created', version: '2' });
    expect(documents()).toEqual([expectedDocument(second)]);
  });

  test('while it is left inside the participants starts over before it reads another page', async () => {
    const { run, reads, documents } = setUp({ after: 'readHead', happens: () => undefined });
    graph().simulator.addFault({ on: furtherParticipants, fault: faults.throttle(60) });
    const result = await run();
    if (result.outcome !== 'paused') throw new Error('It was not left');
    // Its participants stay the same: by them alone the two versions cannot be told apart.
    const next = makeRecord('moves', { ...size, version: 2 });
    graph().simulator.addRecord(next);
    reads.length = 0;
    expect(await run(result.progress)).toMatchObject({ outcome: 'created', version: '2' });
    expect(reads.slice(0, 2)).toEqual(['readParticipants', 'readRecord']);
    expect(documents()).toEqual([expectedDocument(next)]);
  });

  test('when it is resumed inside the participants is archived as the new version alone', async () => {
    const { run, reads, documents } = setUp({ after: 'readHead', happens: () => undefined });
    graph().simulator.addFault({ on: furtherParticipants, fault: faults.throttle(60) });
    const result = await run();
    if (result.outcome !== 'paused') throw new Error('It was not left');
    expect(result.progress.cursor).toMatchObject({ part: 'participants', link: expect.any(String) });
    reads.length = 0;
    moveAfterNextPage();
    expect(await run(result.progress)).toMatchObject({ outcome: 'created', version: '2' });
    expect(reads.indexOf('readHead')).toBeLessThan(reads.indexOf('readRecord', 1));
    expect(documents()).toEqual([expectedDocument(second)]);
  });
});

describe('the last look at the version', () => {
  test.each([
    ['the same', first, ['readParticipants']],
    ['another', second, ['readParticipants', 'readRecord']],
  ])(
    'is what the next run opens with where Graph wants a pause before it: %s version',
    async (_, now, begins) => {
      const { run, reads, documents } = setUp({ after: 'readHead', happens: () => undefined });
      graph().simulator.addFault({ on: { path: '$select=' }, fault: faults.throttle(60) });
      const result = await run();
      if (result.outcome !== 'paused') throw new Error('It was not left');
      expect(result.progress.cursor).toMatchObject({ part: 'participants', isWritten: true });
      graph().simulator.addRecord(now);
      reads.length = 0;
      expect(await run(result.progress)).toMatchObject({ outcome: 'created' });
      expect(reads.slice(0, 2)).toEqual(begins);
      expect(documents()).toEqual([expectedDocument(now)]);
    },
  );

  test('is not taken where the participants came in one page', async () => {
    const { simulator, connect } = graph();
    const small = makeRecord('small', { sessions: 70, participants: 100 });
    simulator.addRecord(small);
    simulator.clearRequests();
    const source = makeGraphCallRecords(connect(), { omitNulls: false });
    const archive = makeArchiveRecord({
      tenantId: '7e1a0c2d-0000-4000-8000-0000000000aa',
      graphUrl: 'https://graph.test/v1.0',
      noteWritten: async () => undefined,
      graph: source,
      records: makeMemoryRecordStore(),
      index: makeMemoryCallIndex(),
      now: () => new Date(),
      pacer: freePacer,
    });
    await archive({ callId: small.id, reason: 'notification', deadline: new Date('2100-01-01T00:00:00Z') });
    expect(simulator.countRequests({ path: small.id })).toBe(3);
  });
});
