/** Whatever archives says to which days it wrote: those that may be final are noted, before anything says that all is done. */
import { describe, expect, test } from '@jest/globals';
import { makeArchiveRecord } from '../../../src/archiving/archive-record.ts';
import { dayMs } from '../../../src/model/durations.ts';
import { makeNoteWritten } from '../../../src/sealing/note-written.ts';
import { freePacer } from '../../support/free-pacer.ts';
import { answersOf } from '../../support/memory-answers.ts';
import { makeMemoryCallIndex } from '../../support/memory-call-index.ts';
import { makeMemoryCallRecords } from '../../support/memory-call-records.ts';
import { makeMemoryRecordStore } from '../../support/memory-record-store.ts';
import { makeMemoryStateStore } from '../../support/memory-state-store.ts';
import { callId, makePagedRecord } from '../../support/record-pages.ts';
import { call, makeWorld } from '../reporting/reports-world.ts';

const day = '2020-02-25';

/** A record of that day, archived so many days after it began. */
function setUp(ageDays: number) {
  const now = () => new Date(Date.parse(day) + ageDays * dayMs);
  const state = makeMemoryStateStore();
  const records = makeMemoryRecordStore();
  const index = makeMemoryCallIndex();
  const archive = (noteWritten = makeNoteWritten({ state, now })) =>
    makeArchiveRecord({
      tenantId: '7e1a0c2d-0000-4000-8000-0000000000aa',
      graphUrl: 'https://graph.test/v1.0',
      noteWritten,
      graph: makeMemoryCallRecords(answersOf(makePagedRecord())),
      records,
      index,
      now,
      pacer: freePacer,
    })({ callId, reason: 'notification', deadline: new Date(now().getTime() + dayMs) });
  return { state, records, index, archive, at: now().toISOString() };
}

describe('a record', () => {
  test('of a day that cannot be final yet costs no note', async () => {
    const { archive, state } = setUp(28.9);
    expect(await archive()).toMatchObject({ outcome: 'created' });
    expect([...state.states]).toEqual([]);
  });

  test('of a day that may be final is noted', async () => {
    const { archive, state, at } = setUp(29);
    expect(await archive()).toMatchObject({ outcome: 'created' });
    expect([...state.states]).toEqual([[`late-${day}`, { written_at: at }]]);
  });

  test('that a killed run archived without a note is noted by the next, which finds it there', async () => {
    const { archive, state, records, index } = setUp(40);
    const killed = archive(async () => {
      throw new Error('Killed');
    });
    await expect(killed).rejects.toThrow('Killed');
    expect(records.blobs.size).toBe(1);
    // Without rows it does not count as archived: the message comes again.
    expect(await Array.fromAsync(index.listDay('7e1a0c2d-0000-4000-8000-0000000000aa', day))).toEqual([]);
    expect(await archive()).toMatchObject({ outcome: 'exists' });
    expect([...state.states.keys()]).toEqual([`late-${day}`]);
  });
});

describe('a call report', () => {
  test('says which days it wrote, and which it found unchanged: the run before may have been killed', async () => {
    const world = makeWorld();
    world.graph.rows.set('pstn-calls', [
      call('a', '2028-01-15T12:00:00Z'),
      call('b', '2028-03-01T12:00:00Z'),
    ]);
    expect(await world.round()).toBe(2);
    expect(world.written.sort()).toEqual(['2028-01-15', '2028-03-01']);
    world.later(dayMs);
    expect(await world.round()).toBe(0);
    expect(world.written).toEqual(['2028-01-15', '2028-03-01', '2028-03-01']);
  });
});
