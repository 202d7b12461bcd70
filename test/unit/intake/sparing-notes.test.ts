/** A flood of anonymous posts costs a few events a minute, and no number is lost. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { expect, jest, test } from '@jest/globals';
import { makeParseChangeNotifications } from '../../../src/intake/change-notifications.ts';
import { makeSparingNotes } from '../../../src/intake/sparing-notes.ts';
import { makeWebhook } from '../../../src/intake/webhook.ts';
import { minuteMs } from '../../../src/model/durations.ts';
import { makeMemoryEventLog } from '../../support/memory-event-log.ts';
import { makeCallId, makeChangeNotification, sender } from './notifications.ts';

/** Minutes end when the test says so. */
function makeSparing() {
  const { note, notes } = makeMemoryEventLog();
  let due: (() => void)[] = [];
  const sparing = makeSparingNotes(note, (work, afterMs) => {
    expect(afterMs).toBe(minuteMs);
    due.push(work);
  });
  const passMinute = () => {
    const now = due;
    due = [];
    for (const work of now) work();
    return due.length;
  };
  return { sparing, notes, passMinute };
}

function makeFloodedWebhook() {
  const tools = makeSparing();
  const { note } = tools.sparing;
  const parseItems = makeParseChangeNotifications(sender, note, () => new Date(0));
  const receive = makeWebhook({ parseItems, note, queue: { send: async () => undefined } });
  async function post(body: string) {
    const bytes = (async function* () {
      yield Buffer.from(body);
    })();
    return receive({ validationToken: undefined, contentLength: body.length, body: bytes });
  }
  return { ...tools, post };
}

const sumOf = (notes: readonly { facts: Record<string, unknown> }[], fact: string) =>
  notes.reduce((sum, { facts }) => sum + Number(facts[fact] ?? 0), 0);

test('a thousand forged posts are a few events a minute, and their items add up', async () => {
  const { post, notes, passMinute, sparing } = makeFloodedWebhook();
  const forged = JSON.stringify({
    value: Array.from({ length: 3 }, (_, n) => ({
      ...makeChangeNotification(makeCallId(n)),
      clientState: 'forged',
    })),
  });
  for (let i = 0; i < 600; i += 1) await post(forged);
  passMinute();
  for (let i = 0; i < 400; i += 1) await post(forged);
  expect(notes.length).toBe(22);
  sparing.end();
  const dropped = notes.filter(({ name }) => name === 'intake.notification-dropped');
  expect(dropped.slice(9)).toEqual([
    { name: 'intake.notification-dropped', facts: { reason: 'client-state', count: 3 } },
    { name: 'intake.notification-dropped', facts: { reason: 'client-state', count: 1770, posts: 590 } },
    { name: 'intake.notification-dropped', facts: { reason: 'client-state', count: 1200, posts: 400 } },
  ]);
  const received = notes.filter(({ name }) => name === 'intake.notifications-received');
  expect([sumOf(dropped, 'count'), sumOf(received, 'items')]).toEqual([3000, 3000]);
});

test('bodies that are refused are told apart by status, each with its count', async () => {
  const { post, notes, passMinute } = makeFloodedWebhook();
  const tooMany = `{"value":[${'0,'.repeat(5000)}0]}`;
  for (let i = 0; i < 30; i += 1) await post(i % 3 ? 'no envelope' : tooMany);
  passMinute();
  expect(notes.filter(({ facts }) => 'posts' in facts)).toEqual([
    { name: 'intake.body-refused', facts: { status: 400, posts: 10 } },
  ]);
  expect(notes.length).toBe(21);
});

test('what Graph sends with the secret is noted each time, in the middle of a flood too', async () => {
  const { post, notes } = makeFloodedWebhook();
  const good = JSON.stringify({ value: [makeChangeNotification(makeCallId(1))] });
  for (let i = 0; i < 50; i += 1) {
    await post('no envelope');
    await post(good);
  }
  expect(notes.filter(({ name }) => name === 'intake.notifications-received').length).toBe(50);
});

test('after a minute without a flood, events are noted one by one again, and nothing waits', async () => {
  const { post, notes, passMinute } = makeFloodedWebhook();
  for (let i = 0; i < 12; i += 1) await post('no envelope');
  expect([passMinute(), passMinute()]).toEqual([1, 0]);
  expect(notes.length).toBe(11);
  await post('no envelope');
  expect(notes.at(-1)?.facts).toEqual({ status: 400 });
});

test('the sum of a minute does not belong to an invocation that has ended', () => {
  const invocation = new AsyncLocalStorage<string>();
  const seen: (string | undefined)[] = [];
  jest.useFakeTimers();
  try {
    const { note } = makeSparingNotes(() => seen.push(invocation.getStore()));
    invocation.run('a post', () => {
      for (let i = 0; i < 12; i += 1) note('intake.body-refused', { status: 400 });
    });
    jest.advanceTimersByTime(minuteMs);
  } finally {
    jest.useRealTimers();
  }
  expect(seen).toEqual([...Array<string>(10).fill('a post'), undefined]);
});
