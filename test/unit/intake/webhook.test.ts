/** The HTTP policy of both routes: handshake, limits, and the answer only when everything is stored (design §4). */
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { makeParseChangeNotifications } from '../../../src/intake/change-notifications.ts';
import { makeParseLifecycleNotifications } from '../../../src/intake/lifecycle-notifications.ts';
import { makeWebhook, type WebhookRequest, type WebhookTools } from '../../../src/intake/webhook.ts';
import type { ArchiveRequest } from '../../../src/model/archive-request.ts';
import type { RequestQueue } from '../../../src/ports/request-queue.ts';
import { makeMemoryEventLog } from '../../support/memory-event-log.ts';
import {
  currentSecret,
  makeCallId,
  makeChangeNotification,
  makeLifecycleNotification,
  sender,
  tenantId,
} from './notifications.ts';

const askedAt = '2026-11-21T08:00:00.000Z';

const mebibyte = 1024 * 1024;
const limit = 4 * mebibyte;

/** A queue that needs a moment to store a message. */
function makeQueue(): { queue: RequestQueue; stored: ArchiveRequest[] } {
  const stored: ArchiveRequest[] = [];
  const queue: RequestQueue = {
    async send(request) {
      await setImmediate();
      stored.push(request);
    },
  };
  return { queue, stored };
}

const deadQueue: RequestQueue = {
  send: async () => {
    throw new Error('the queue is gone');
  },
};

function makeNotificationsWebhook(tools: Partial<WebhookTools> = {}) {
  const { note, notes } = makeMemoryEventLog();
  const { queue, stored } = makeQueue();
  const parseItems = makeParseChangeNotifications(sender, note, () => new Date(askedAt));
  return { receive: makeWebhook({ parseItems, queue, note, ...tools }), stored, notes };
}

async function* stream(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

function post(...parts: (string | Uint8Array)[]): WebhookRequest {
  return { validationToken: undefined, contentLength: undefined, body: stream(...parts) };
}

function envelope(...value: unknown[]): string {
  return JSON.stringify({ value });
}

const oneCall = envelope(makeChangeNotification(makeCallId(1)));

describe.each(['notifications', 'lifecycle'])('the handshake of %s', (route) => {
  const { note } = makeMemoryEventLog();
  const parseItems =
    route === 'lifecycle'
      ? makeParseLifecycleNotifications(sender, note, () => new Date(0))
      : makeParseChangeNotifications(sender, note, () => new Date(askedAt));
  const receive = makeWebhook({ parseItems, note, queue: deadQueue });

  test.each([
    'Validation: Testing client application reachability for subscription Request-Id: 1',
    'a+b%20c%2Bd&e=f',
    '<script>alert("1")</script>',
    'Zürich ☎ "quoted" \\',
    '',
  ])('gives the token %j back as it is, as plain text', async (validationToken) => {
    const reply = await receive({ validationToken, contentLength: 0, body: null });
    expect(reply.status).toBe(200);
    expect(reply.body).toBe(validationToken);
    expect(reply.headers?.['content-type']).toMatch(/^text\/plain\b/);
    expect(reply.headers?.['x-content-type-options']).toBe('nosniff');
  });

  test('looks at no body: neither one that breaks nor one of notifications', async () => {
    const broken: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('cut off')) }),
    };
    expect(await receive({ ...post(), body: broken, validationToken: 't' })).toMatchObject({ status: 200 });
    expect(await receive({ ...post(oneCall), validationToken: 't' })).toMatchObject({ body: 't' });
  });
});

describe('notifications that are stored', () => {
  test('are answered 202 without a body', async () => {
    const { receive, stored } = makeNotificationsWebhook();
    expect(await receive(post(oneCall))).toEqual({ status: 202 });
    expect(stored).toEqual([
      { schema: 1, kind: 'records', reason: 'notification', callIds: [makeCallId(1)], askedAt },
    ]);
  });

  test('are all in the queue before the answer, every one of a batch of 1,200 in three messages', async () => {
    const { receive, stored } = makeNotificationsWebhook();
    const ids = Array.from({ length: 1200 }, (_, i) => makeCallId(i));
    const reply = await receive(post(envelope(...ids.map((id) => makeChangeNotification(id)))));
    const callIds = stored.flatMap((request) => (request.kind === 'records' ? request.callIds : []));
    expect(reply.status).toBe(202);
    expect(stored).toHaveLength(3);
    expect(callIds.sort()).toEqual(ids);
  });

  test('of one call, 100 in a batch, become one id in one message', async () => {
    const { receive, stored } = makeNotificationsWebhook();
    await receive(post(envelope(...Array(100).fill(makeChangeNotification(makeCallId(1))))));
    expect(stored).toMatchObject([{ callIds: [makeCallId(1)] }]);
  });

  test('may come in parts that cut a character, without a length or with a wrong one', async () => {
    const { receive, stored } = makeNotificationsWebhook();
    const bytes = Buffer.from(JSON.stringify({ note: 'Zürich', value: JSON.parse(oneCall).value }));
    const cut = bytes.indexOf('ü') + 1;
    for (const contentLength of [undefined, Number.NaN, 3]) {
      const reply = await receive({ ...post(bytes.subarray(0, cut), bytes.subarray(cut)), contentLength });
      expect(reply.status).toBe(202);
    }
    expect(stored).toHaveLength(3);
  });

  test('are stored although wrong ones are among them', async () => {
    const { receive, stored } = makeNotificationsWebhook();
    const forged = makeChangeNotification(makeCallId(2), { clientState: 'forged' });
    const reply = await receive(post(envelope(null, forged, makeChangeNotification(makeCallId(1)), 7)));
    expect(reply.status).toBe(202);
    expect(stored).toMatchObject([{ callIds: [makeCallId(1)] }]);
  });
});

describe('a batch that asks for nothing is answered 202, so that Graph does not send it again', () => {
  test.each([
    ['an empty list', envelope()],
    ['forged items only', envelope(makeChangeNotification(makeCallId(1), { clientState: 'forged' }))],
    ['items of no shape', envelope(null, 1, 'x', [], {})],
  ])('%s', async (_, body) => {
    const { receive } = makeNotificationsWebhook({ queue: deadQueue });
    expect(await receive(post(body))).toEqual({ status: 202 });
  });
});

describe('a body that is not an envelope is answered 400', () => {
  test.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['JSON that breaks off', oneCall.slice(0, -2)],
    ['two documents', `${oneCall}${oneCall}`],
    ['null', 'null'],
    ['a text', '"value"'],
    ['a number', '1'],
    ['a list', `[${oneCall}]`],
    ['no value', '{}'],
    ['a value of null', '{"value":null}'],
    ['an object as value', '{"value":{"0":{}}}'],
    ['a text as value', '{"value":"x"}'],
    ['two values, in a body too large to be parsed whole', `{"value":[],${' '.repeat(131_072)}"value":[]}`],
    ['a value and a list of two', `{"value":[]}[]`],
    ['an item that is not JSON', '{"value":[{"clientState":}]}'],
    ['items without a comma', '{"value":[1 2]}'],
    ['a comma without an item', '{"value":[1,]}'],
    ['a list that is closed as an object', '{"value":[1}'],
    ['a value deeper down', `{"a":${oneCall}}`],
    ['a text before the list', '{"value":"x"[]}'],
    ['a value that is inherited', `{"__proto__":${oneCall}}`],
    ['invalid UTF-8', Buffer.from([...Buffer.from('{"value":[],"x":"'), 0xc3, 0x28, ...Buffer.from('"}')])],
    ['UTF-16', Buffer.from(oneCall, 'utf16le')],
  ])('%s', async (_, body) => {
    const { receive, stored, notes } = makeNotificationsWebhook();
    const reply = await receive({ ...post(body), contentLength: body.length });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body ?? '')).toMatchObject({ error: { code: 'NotAnEnvelope' } });
    expect(stored).toEqual([]);
    expect(notes).toEqual([{ name: 'intake.body-refused', facts: { status: 400 } }]);
  });

  test('no body at all', async () => {
    const { receive } = makeNotificationsWebhook();
    expect(await receive({ ...post(), contentLength: 0, body: null })).toMatchObject({ status: 400 });
  });
});

describe('a body that breaks off is answered 400', () => {
  async function* breakOff(...parts: string[]): AsyncGenerator<Uint8Array> {
    yield* stream(...parts);
    throw new Error('aborted');
  }

  test.each<[string, string[]]>([
    ['before its first byte', []],
    ['in the middle', [oneCall.slice(0, 20)]],
    ['after a whole envelope, which may not be all', [oneCall]],
  ])('%s', async (_, parts) => {
    const { receive, stored, notes } = makeNotificationsWebhook();
    const reply = await receive({ ...post(), body: breakOff(...parts) });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body ?? '')).toMatchObject({ error: { code: 'NotAnEnvelope' } });
    expect(stored).toEqual([]);
    expect(notes).toEqual([{ name: 'intake.body-refused', facts: { status: 400 } }]);
  });
});

test.each([null, stream()])(
  'an empty body without a length is answered 411: what was sent did not arrive',
  async (body) => {
    const { receive, notes } = makeNotificationsWebhook();
    const reply = await receive({ ...post(), body });
    expect(reply.status).toBe(411);
    expect(JSON.parse(reply.body ?? '')).toEqual({
      error: { code: 'LengthRequired', message: expect.stringContaining('Content-Length') },
    });
    expect(notes).toEqual([{ name: 'intake.body-refused', facts: { status: 411 } }]);
  },
);

describe('a body with more than 5,000 items is answered 413', () => {
  const items = (count: number) =>
    Array.from({ length: count }, (_, i) => makeChangeNotification(makeCallId(i)));

  test('and nothing of it is stored', async () => {
    const { receive, stored, notes } = makeNotificationsWebhook();
    const reply = await receive(post(envelope(...items(5001))));
    expect(reply.status).toBe(413);
    expect(JSON.parse(reply.body ?? '')).toMatchObject({ error: { code: 'BodyTooLarge' } });
    expect(stored).toEqual([]);
    expect(notes).toEqual([{ name: 'intake.body-refused', facts: { status: 413 } }]);
  });

  test('but one with 5,000 is taken, in whatever form they come', async () => {
    const { receive, stored } = makeNotificationsWebhook();
    expect(await receive(post(JSON.stringify({ value: items(5000) }, null, 1)))).toMatchObject({
      status: 202,
    });
    expect(stored.flatMap((request) => (request.kind === 'records' ? request.callIds : []))).toHaveLength(
      5000,
    );
  });
});

describe('a body over 4 MiB is answered 413', () => {
  /** Counts what was taken from it, and whether it was let go. */
  function makeFlood() {
    const taken = { bytes: 0, released: false };
    async function* flood(): AsyncGenerator<Uint8Array> {
      try {
        for (let i = 0; i < 64; i += 1) {
          taken.bytes += mebibyte;
          yield Buffer.alloc(mebibyte, ' ');
        }
      } finally {
        taken.released = true;
      }
    }
    return { taken, body: flood() };
  }

  test('by its length alone, without a byte read', async () => {
    const { receive, stored } = makeNotificationsWebhook();
    const { taken, body } = makeFlood();
    const reply = await receive({ ...post(), contentLength: limit + 1, body });
    expect(reply.status).toBe(413);
    expect(JSON.parse(reply.body ?? '')).toMatchObject({ error: { code: 'BodyTooLarge' } });
    expect(taken.bytes).toBe(0);
    expect(stored).toEqual([]);
  });

  test.each([undefined, 10, Number.NaN])(
    'as soon as more has come, with a length of %s; the rest is not read',
    async (contentLength) => {
      const { receive } = makeNotificationsWebhook();
      const { taken, body } = makeFlood();
      expect(await receive({ ...post(), contentLength, body })).toMatchObject({ status: 413 });
      expect(taken).toEqual({ bytes: limit + mebibyte, released: true });
    },
  );

  test('but one of exactly 4 MiB is taken', async () => {
    const { receive, stored } = makeNotificationsWebhook();
    const full = oneCall.padEnd(limit, ' ');
    expect(await receive({ ...post(full), contentLength: limit })).toMatchObject({ status: 202 });
    expect(await receive(post(full, ' '))).toMatchObject({ status: 413 });
    expect(stored).toHaveLength(1);
  });
});

describe('when the queue does not take a message, the answer is 503, so that Graph sends again', () => {
  const many = envelope(...Array.from({ length: 1200 }, (_, i) => makeChangeNotification(makeCallId(i))));

  /** Takes the first messages as it should. */
  function makeQueueFailingAt(position: number, fail: RequestQueue['send']): RequestQueue {
    let sent = 0;
    return {
      async send(request, options) {
        sent += 1;
        if (sent >= position) await fail(request, options);
      },
    };
  }

  test.each([1, 2, 3])('with the message %i of three', async (position) => {
    const queue = makeQueueFailingAt(position, deadQueue.send);
    const { receive, notes } = makeNotificationsWebhook({ queue });
    const reply = await receive(post(many));
    expect(reply.status).toBe(503);
    expect(JSON.parse(reply.body ?? '')).toMatchObject({ error: { code: 'QueueUnavailable' } });
    expect(notes.map(({ name }) => name)).toContain('intake.queue-failed');
  });

  test('also when it hangs for longer than it may, and what was begun is ended', async () => {
    let ended: boolean | undefined;
    const queue = makeQueueFailingAt(3, (_, { signal } = {}) => {
      signal?.addEventListener('abort', () => {
        ended = true;
      });
      return new Promise(() => {});
    });
    const { receive, notes } = makeNotificationsWebhook({ queue, enqueueTimeoutMs: 20 });
    expect(await receive(post(many))).toMatchObject({ status: 503 });
    expect(ended).toBe(true);
    expect(notes.map(({ name }) => name)).toContain('intake.queue-failed');
  });

  test('and neither answer nor note holds a secret or the tenant', async () => {
    const { receive, notes } = makeNotificationsWebhook({ queue: deadQueue });
    const text = JSON.stringify([await receive(post(oneCall)), notes]);
    expect(text).not.toContain(currentSecret);
    expect(text).not.toContain(tenantId);
  });
});

test('lifecycle notifications are stored before the answer as well', async () => {
  const { note } = makeMemoryEventLog();
  const { queue, stored } = makeQueue();
  const parseItems = makeParseLifecycleNotifications(sender, note, () => new Date('2026-11-21T12:00:00Z'));
  const receive = makeWebhook({ parseItems, queue, note });
  const items = ['missed', 'reauthorizationRequired', 'subscriptionRemoved', 'unknown'].map((event) =>
    makeLifecycleNotification(event),
  );
  expect(await receive(post(envelope(...items)))).toEqual({ status: 202 });
  expect(stored.map(({ kind }) => kind)).toEqual(['reconcile', 'renew', 'renew']);
});

describe('what became of a body is remembered', () => {
  const forged = makeChangeNotification(makeCallId(2), { clientState: 'forged' });

  async function outcomesOf(body: string, tools: Partial<WebhookTools> = {}): Promise<string[]> {
    const outcomes: string[] = [];
    const remember = (...said: (string | undefined)[]) => void outcomes.push(said.join(' '));
    const { note } = makeMemoryEventLog();
    const parseItems = makeParseChangeNotifications(sender, note, () => new Date(askedAt), remember);
    const { receive } = makeNotificationsWebhook({ parseItems, remember, ...tools });
    await receive(post(body));
    return outcomes;
  }

  test.each<[string, string, string[]]>([
    ['valid items', oneCall, ['accepted']],
    [
      'valid items and others',
      envelope(forged, makeChangeNotification(makeCallId(1))),
      ['dropped client-state', 'accepted'],
    ],
    ['others only', envelope(forged), ['dropped client-state']],
    ['no items', envelope(), []],
    ['no envelope', '[]', []],
  ])('with %s', async (_what, body, outcomes) => {
    expect(await outcomesOf(body)).toEqual(outcomes);
  });

  test('that the queue did not take', async () => {
    expect(await outcomesOf(oneCall, { queue: deadQueue })).toEqual(['failed']);
  });
});
