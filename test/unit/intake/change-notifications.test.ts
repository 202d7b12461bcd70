/** Which items of a batch become requests, and what is noted about the others. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeParseChangeNotifications } from '../../../src/intake/change-notifications.ts';
import { makeMemoryEventLog } from '../../support/memory-event-log.ts';
import {
  currentSecret,
  give,
  makeCallId,
  makeChangeNotification,
  previousSecret,
  sender,
  tenantId,
} from './notifications.ts';

const askedAt = '2026-11-21T08:00:00.000Z';

const callId = makeCallId(1);

/** The call ids that a batch asks for, and what was noted. */
async function readBatch(items: unknown[]) {
  const { note, notes } = makeMemoryEventLog();
  const requests = await makeParseChangeNotifications(sender, note, () => new Date(askedAt))(give(items));
  const callIds = requests.flatMap((request) => (request.kind === 'records' ? request.callIds : []));
  const dropped = notes
    .filter(({ name }) => name === 'intake.notification-dropped')
    .map(({ facts }) => facts);
  return { requests, callIds, notes, dropped };
}

describe('a valid notification', () => {
  test('becomes a request for its record', async () => {
    expect((await readBatch([makeChangeNotification(callId)])).requests).toEqual([
      { schema: 1, kind: 'records', reason: 'notification', callIds: [callId], askedAt },
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['the previous client state', { clientState: previousSecret }],
    ['the tenant in upper case', { tenantId: tenantId.toUpperCase() }],
    ['a leading slash in the resource', { resource: `/communications/callRecords/${callId}` }],
    ['a resource in another case', { resource: `Communications/CallRecords/${callId.toUpperCase()}` }],
    ['a resource with the id in quotes', { resource: `communications/callRecords('${callId}')` }],
    ['its id in upper case', { resourceData: { id: callId.toUpperCase() } }],
    ['no resourceData', { resourceData: undefined }],
    ['resourceData of null', { resourceData: null }],
    ['nothing in resourceData', { resourceData: {} }],
    ['an id of null in resourceData', { resourceData: { id: null } }],
    [
      'resourceData without an id',
      { resourceData: { '@odata.id': `communications/callRecords/${makeCallId(2)}` } },
    ],
    ['another change type', { changeType: 'created' }],
    ['no change type', { changeType: undefined }],
    ['a subscription that is not known here', { subscriptionId: 'none' }],
    ['properties that nobody knows', { futureThing: { a: [1] } }],
  ])('is accepted with %s', async (_, changes) => {
    const { callIds, dropped } = await readBatch([makeChangeNotification(callId, changes)]);
    expect(callIds).toEqual([callId]);
    expect(dropped).toEqual([]);
  });
});

describe('a notification is left out', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['client-state', 'a forged client state', { clientState: 'forged-secret-of-the-app!' }],
    ['client-state', 'an empty client state', { clientState: '' }],
    ['client-state', 'a client state that begins right', { clientState: `${currentSecret}!` }],
    ['client-state', 'a shorter client state', { clientState: currentSecret.slice(0, 5) }],
    ['shape', 'no client state', { clientState: undefined }],
    ['client-state', 'a client state of null', { clientState: null }],
    ['client-state', 'a wrong secret and no tenant', { clientState: 'forged', tenantId: undefined }],
    ['client-state', 'a client state of null and no resource', { clientState: null, resource: undefined }],
    ['shape', 'a list as client state', { clientState: [currentSecret] }],
    ['tenant', 'another tenant', { tenantId: '99999999-9999-4999-8999-999999999999' }],
    ['tenant', 'a tenant that is no GUID', { tenantId: 'contoso' }],
    ['tenant', 'space around the tenant', { tenantId: ` ${tenantId}` }],
    ['shape', 'no tenant', { tenantId: undefined }],
    ['shape', 'a number as tenant', { tenantId: 7 }],
    ['shape', 'no resource', { resource: undefined }],
    ['shape', 'a resource of null', { resource: null }],
    ['resource', 'another resource', { resource: `users/${callId}` }],
    [
      'resource',
      'a path that leads elsewhere',
      { resource: `communications/callRecords/../users/${callId}` },
    ],
    ['resource', 'an encoded path', { resource: `communications/callRecords/%2e%2e/${callId}` }],
    ['resource', 'a longer path', { resource: `communications/callRecords/${callId}/sessions` }],
    ['resource', 'a query', { resource: `communications/callRecords/${callId}?$expand=sessions` }],
    ['resource', 'a trailing slash', { resource: `communications/callRecords/${callId}/` }],
    [
      'resource',
      'an id that is no GUID',
      { resource: 'communications/callRecords/1', resourceData: { id: '1' } },
    ],
    ['call-id', 'another id in resourceData', { resourceData: { id: makeCallId(2) } }],
    ['call-id', 'a number as id in resourceData', { resourceData: { id: 1 } }],
    ['call-id', 'an empty id in resourceData', { resourceData: { id: '' } }],
    ['shape', 'a text as resourceData', { resourceData: callId }],
  ])('as "%s" with %s', async (reason, _, changes) => {
    const { requests, dropped } = await readBatch([makeChangeNotification(callId, changes)]);
    expect(requests).toEqual([]);
    expect(dropped).toEqual([{ reason, count: 1 }]);
  });

  test.each<[string]>([
    ['null'],
    ['17'],
    ['"text"'],
    ['true'],
    ['[]'],
    ['{}'],
    ['{"__proto__":{"clientState":"x"}}'],
    [`{"__proto__":${JSON.stringify(makeChangeNotification(callId))}}`],
    [`{"constructor":{"prototype":${JSON.stringify(makeChangeNotification(callId))}}}`],
    [`[${JSON.stringify(makeChangeNotification(callId))}]`],
  ])('when it is %s', async (json) => {
    const { requests, dropped } = await readBatch([JSON.parse(json)]);
    expect(requests).toEqual([]);
    expect(dropped).toEqual([{ reason: 'shape', count: 1 }]);
  });

  test('when it is forged, before anything else in it is looked at', async () => {
    const forged = makeChangeNotification(callId, { clientState: 'forged', tenantId: 'x', resource: 'y' });
    expect((await readBatch([forged])).dropped).toEqual([{ reason: 'client-state', count: 1 }]);
  });
});

describe('a batch', () => {
  test('is read to its end: one wrong item never spoils the good ones', async () => {
    const good = fc.integer({ min: 0, max: 50 }).map((number) => ({ number }));
    const bad = fc.oneof(
      fc.anything(),
      fc.constant(makeChangeNotification(callId, { clientState: 'forged' })),
      fc.constant(makeChangeNotification(callId, { tenantId: makeCallId(9) })),
      fc.constant(makeChangeNotification('x')),
    );
    const item = fc.oneof(
      good,
      bad.map((value) => ({ value })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 60 }), async (items) => {
        const numbers = items.flatMap((one) => ('number' in one ? [one.number] : []));
        const { callIds, dropped } = await readBatch(
          items.map((one) => ('number' in one ? makeChangeNotification(makeCallId(one.number)) : one.value)),
        );
        expect(callIds).toEqual([...new Set(numbers)].map(makeCallId));
        const count = dropped.reduce((sum, facts) => sum + Number(facts['count']), 0);
        expect(count).toBe(items.length - numbers.length);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('of 100 notifications of one call asks for it once, in whatever spelling they name it', async () => {
    const items = Array.from({ length: 100 }, (_, i) =>
      makeChangeNotification(i % 2 ? callId : callId.toUpperCase()),
    );
    expect((await readBatch(items)).requests).toMatchObject([{ callIds: [callId] }]);
  });

  test('of 1,200 notifications becomes three requests with every call in them', async () => {
    const ids = Array.from({ length: 1200 }, (_, i) => makeCallId(i));
    const { requests, callIds } = await readBatch(ids.map((id) => makeChangeNotification(id)));
    expect(requests).toHaveLength(3);
    expect(callIds).toEqual(ids);
  });

  test('without items becomes no request', async () => {
    expect((await readBatch([])).requests).toEqual([]);
  });
});

describe('what is noted', () => {
  const forged = makeChangeNotification(makeCallId(3), { clientState: 'forged-secret-of-anna' });
  const foreign = makeChangeNotification(makeCallId(4), {
    tenantId: '99999999-9999-4999-8999-999999999999',
    resource: 'users/anna@example.org',
  });
  const reading = readBatch([
    forged,
    makeChangeNotification(callId),
    forged,
    foreign,
    null,
    makeChangeNotification('anna@example.org'),
    makeChangeNotification(makeCallId(5), { resourceData: { id: 'anna@example.org' } }),
  ]);

  test('is one event for each reason, with its count, and one for the batch', async () => {
    const { notes } = await reading;
    expect(notes.map(({ facts }) => facts)).toEqual([
      { reason: 'client-state', count: 2 },
      { reason: 'tenant', count: 1 },
      { reason: 'shape', count: 1 },
      { reason: 'resource', count: 1 },
      { reason: 'call-id', count: 1 },
      { items: 7, calls: 1, messages: 1 },
    ]);
  });

  test('holds no secret, no tenant, no name and nothing that the sender wrote', async () => {
    const { notes } = await reading;
    const text = JSON.stringify(notes);
    for (const word of [currentSecret, previousSecret, 'forged', tenantId, '99999999', 'anna', 'e523d2ed']) {
      expect(text).not.toContain(word);
    }
  });
});
