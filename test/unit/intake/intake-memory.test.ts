/** What intake leaves for health, and what that costs. */
import { beforeEach, expect, test } from '@jest/globals';
import { type IntakeMemoryTools, makeIntakeMemory } from '../../../src/intake/intake-memory.ts';
import { minuteMs } from '../../../src/model/durations.ts';
import { makeMemoryEventLog } from '../../support/memory-event-log.ts';
import { makeMemoryStateStore } from '../../support/memory-state-store.ts';

const startsAt = new Date('2026-11-21T12:00:00.000Z');
let now = startsAt;
let writes: string[] = [];

beforeEach(() => {
  now = startsAt;
  writes = [];
});

function makeTools() {
  const state = makeMemoryStateStore();
  const log = makeMemoryEventLog();
  const tools: IntakeMemoryTools = {
    state: {
      ...state,
      async write(name, facts) {
        writes.push(name);
        await state.write(name, facts);
      },
    },
    note: log.note,
    now: () => now,
  };
  return { tools, log, state };
}

test('each outcome has a row of its own, so that instances do not overwrite what others know', async () => {
  const { tools, state } = makeTools();
  const remember = makeIntakeMemory(tools);
  remember('accepted');
  remember('dropped', 'client-state');
  remember('failed');
  const at = startsAt.toISOString();
  expect(Object.fromEntries(state.states)).toEqual({
    'intake-accepted': { at },
    'intake-dropped': { at, reason: 'client-state' },
    'intake-failed': { at },
  });
});

test('a thousand bodies in five minutes cost one write', () => {
  const remember = makeIntakeMemory(makeTools().tools);
  for (let i = 0; i < 1000; i += 1) {
    now = new Date(startsAt.getTime() + i * 299);
    remember('accepted');
  }
  expect(writes).toEqual(['intake-accepted']);
  now = new Date(startsAt.getTime() + 5 * minuteMs);
  remember('accepted');
  expect(writes.length).toBe(2);
});

test('a write that fails is noted, and does no harm', async () => {
  const { tools, log } = makeTools();
  const remember = makeIntakeMemory({
    ...tools,
    state: { ...tools.state, write: () => Promise.reject(new Error('no storage')) },
  });
  remember('accepted');
  await new Promise(setImmediate);
  expect(log.notes).toEqual([
    { name: 'intake.memory-failed', facts: { outcome: 'accepted', error: 'Error: no storage' } },
  ]);
});
