/** The verdict that /api/health gives to anybody: from the timer's last run, and from nothing else. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { dayMs, hourMs, minuteMs } from '../../../src/model/durations.ts';
import {
  addFailure,
  type HealthWorld,
  later,
  look,
  makeHealthyWorld,
  setRow,
  startInstance,
} from './health-world.ts';

const ok = { status: 200, body: '{"status":"ok"}' };
const atRisk = { status: 503, body: '{"status":"at-risk"}' };
let world: HealthWorld;

beforeEach(() => {
  world = makeHealthyWorld();
});

const ask = () => startInstance(world).receiveHealth();
const breakSubscription = () => setRow(world, 'subscription', { problem: 'quota', advice: 'Remove one' });

describe('a fresh deployment', () => {
  test('is ok until the first due run has failed', async () => {
    world.state.states.clear();
    expect(await ask()).toMatchObject(ok);
    await startInstance(world).watch();
    expect(await ask()).toMatchObject(atRisk);
  });

  test('whose timer never runs is at risk when the first run is overdue', async () => {
    world.state.states.clear();
    const { receiveHealth } = startInstance(world);
    later(world, 19 * minuteMs);
    expect(await receiveHealth()).toMatchObject(ok);
    later(world, 2 * minuteMs);
    expect(await receiveHealth()).toMatchObject(atRisk);
  });
});

describe('the verdict', () => {
  test('is that of the last run, on whatever instance', async () => {
    await startInstance(world).watch();
    expect(await ask()).toMatchObject(ok);
    breakSubscription();
    expect(await ask()).toMatchObject(ok);
    await startInstance(world).watch();
    expect(await ask()).toMatchObject(atRisk);
    setRow(world, 'subscription', { problem: '' });
    world.state.states.set('subscription', withoutProblem());
    await startInstance(world).watch();
    expect(await ask()).toMatchObject(ok);
  });

  const withoutProblem = () => {
    const { problem: _, advice: __, ...row } = world.state.states.get('subscription') ?? {};
    return row;
  };

  test('ends when no newer one comes: an app that was away for a week is at risk', async () => {
    await startInstance(world).watch();
    later(world, 7 * dayMs);
    expect(await ask()).toMatchObject(atRisk);
    expect(await look(world, 'health-timer')).toMatchObject({ state: 'fail', facts: { verdict: 'ok' } });
  });

  test('lasts as long as the timer’s schedule says', async () => {
    await startInstance(world, '0 0 4 * * *').watch();
    later(world, 16 * hourMs);
    expect(await ask()).toMatchObject(ok);
    later(world, hourMs);
    expect(await ask()).toMatchObject(atRisk);
  });

  test('that cannot be read is at risk, never an error', async () => {
    setRow(world, 'health', { status: 'ok', due_by: 'tomorrow' });
    expect(await ask()).toMatchObject(atRisk);
    world.stateFault = new Error('TableNotFound');
    expect(await ask()).toMatchObject(atRisk);
  });

  test('that cannot be written leaves the older one to its end, and the run fails', async () => {
    await startInstance(world).watch();
    world.stateFault = new Error('storage is read-only');
    await expect(startInstance(world).watch()).rejects.toThrow('storage is read-only');
    expect(world.log.notes.map(({ facts }) => facts['check'])).toContain('subscription');
    world.stateFault = undefined;
    expect(await ask()).toMatchObject(ok);
    later(world, 21 * minuteMs);
    expect(await ask()).toMatchObject(atRisk);
  });

  test('is noted: each check that complains, with what to do', async () => {
    breakSubscription();
    setRow(world, 'reconcile', { problem: 'unavailable' });
    await startInstance(world).watch();
    const notes = world.log.notes.map(({ name, facts }) => [name, facts['check'] ?? facts['status']]);
    expect(notes).toEqual([
      ['health.check-failed', 'subscription'],
      ['health.check-warned', 'reconcile'],
      ['health.checked', 'at-risk'],
    ]);
    expect(world.log.notes[0]?.facts['advice']).toBe('Remove one');
  });

  test('is noted with what waits, and without what could not be counted', async () => {
    await addFailure(world);
    await addFailure(world, { state: 'refused' });
    world.storage.messages.set('archive-requests-poison', 3);
    await startInstance(world).watch();
    const noted = () => world.log.notes.findLast(({ name }) => name === 'health.checked')?.facts;
    expect(noted()).toMatchObject({ failed: 1, pending: 1, refused: 1, poison_messages: 3 });
    world.storage.problems.set('read archive-requests-poison', { status: 404, code: 'QueueNotFound' });
    await startInstance(world).watch();
    expect(noted()).toMatchObject({ pending: 1, poison_messages: undefined });
  });
});

describe('an answer', () => {
  test('is kept for 15 seconds, for however many ask, and costs one read', async () => {
    const { receiveHealth } = startInstance(world);
    const replies = await Promise.all(Array.from({ length: 50 }, () => receiveHealth()));
    expect(new Set(replies.map(({ body }) => body)).size).toBe(1);
    later(world, 14_999);
    await receiveHealth();
    expect(world.reads.count).toBe(1);
    later(world, 1);
    await receiveHealth();
    expect(world.reads.count).toBe(2);
  });

  test('is requested again when the clock was set back', async () => {
    const { receiveHealth } = startInstance(world);
    await receiveHealth();
    later(world, -hourMs);
    await receiveHealth();
    expect(world.reads.count).toBe(2);
  });

  test('holds no detail', async () => {
    breakSubscription();
    await startInstance(world).watch();
    const { headers, ...reply } = await ask();
    expect(reply).toEqual(atRisk);
    expect(headers).toMatchObject({ 'cache-control': 'no-store' });
  });
});
