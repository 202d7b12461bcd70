/** What Graph says about the subscription itself, and what is asked for because of it. */
import { describe, expect, test } from '@jest/globals';
import { makeParseLifecycleNotifications } from '../../../src/intake/lifecycle-notifications.ts';
import { parseArchiveRequest } from '../../../src/model/archive-request.ts';
import { makeMemoryEventLog } from '../../support/memory-event-log.ts';
import {
  currentSecret,
  give,
  makeLifecycleNotification,
  previousSecret,
  sender,
  tenantId,
} from './notifications.ts';

const receivedAt = '2026-11-21T12:00:00.000Z';
const subscriptionId = '33333333-3333-4333-8333-333333333333';

async function readBatch(items: unknown[]) {
  const { note, notes } = makeMemoryEventLog();
  const requests = await makeParseLifecycleNotifications(
    sender,
    note,
    () => new Date(receivedAt),
  )(give(items));
  const ignored = notes.filter(({ name }) => name === 'intake.lifecycle-ignored').map(({ facts }) => facts);
  return { requests, notes, ignored };
}

describe('a lifecycle event', () => {
  test.each(['reauthorizationRequired', 'subscriptionRemoved'])(
    '%s asks to renew the subscription',
    async (event) => {
      expect((await readBatch([makeLifecycleNotification(event)])).requests).toEqual([
        { schema: 1, kind: 'renew', subscriptionId, event, receivedAt },
      ]);
    },
  );

  test('missed asks to reconcile', async () => {
    expect((await readBatch([makeLifecycleNotification('missed')])).requests).toEqual([
      { schema: 1, kind: 'reconcile', cause: 'missed', askedAt: receivedAt },
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['the previous client state', { clientState: previousSecret }],
    ['the tenant in upper case', { tenantId: tenantId.toUpperCase() }],
    ['its tenant as organizationId', { tenantId: undefined, organizationId: tenantId }],
    ['a tenantId of null beside it', { tenantId: null, organizationId: tenantId }],
    ['the members that only a change notification has', { changeType: 'updated', resource: '' }],
  ])('is accepted with %s', async (_, changes) => {
    const { requests } = await readBatch([makeLifecycleNotification('reauthorizationRequired', changes)]);
    expect(requests).toHaveLength(1);
  });
});

describe('an item is ignored', () => {
  test.each<[string, string, unknown]>([
    ['unknown-event', 'an event that is not known', makeLifecycleNotification('subscriptionPaused')],
    ['unknown-event', 'an event in another case', makeLifecycleNotification('Missed')],
    ['unknown-event', 'the name of a built-in property', makeLifecycleNotification('constructor')],
    ['client-state', 'a wrong secret', makeLifecycleNotification('missed', { clientState: 'forged' })],
    [
      'tenant',
      'another organization',
      makeLifecycleNotification('missed', { tenantId: undefined, organizationId: subscriptionId }),
    ],
    ['shape', 'no tenant', makeLifecycleNotification('missed', { tenantId: undefined })],
    ['client-state', 'a secret of null', makeLifecycleNotification('missed', { clientState: null })],
    [
      'client-state',
      'a wrong secret and no event',
      makeLifecycleNotification('', { clientState: 'forged', lifecycleEvent: undefined }),
    ],
    ['shape', 'no secret', makeLifecycleNotification('missed', { clientState: undefined })],
    ['tenant', 'another tenant', makeLifecycleNotification('missed', { tenantId: subscriptionId })],
    ['shape', 'no event', makeLifecycleNotification('missed', { lifecycleEvent: undefined })],
    ['shape', 'no subscription', makeLifecycleNotification('missed', { subscriptionId: undefined })],
    [
      'shape',
      'a subscription that is no GUID',
      makeLifecycleNotification('missed', { subscriptionId: 'NA' }),
    ],
    ['shape', 'nothing in it', {}],
    ['shape', 'null in its place', null],
    ['shape', 'a number in its place', 5],
  ])('as "%s" with %s, and the others are read', async (reason, _, item) => {
    const { requests, ignored } = await readBatch([item, makeLifecycleNotification('subscriptionRemoved')]);
    expect(requests).toMatchObject([{ kind: 'renew', event: 'subscriptionRemoved' }]);
    expect(ignored).toEqual([{ reason, count: 1 }]);
  });
});

test('an item as people report it from Graph, with organizationId and a resource, renews the subscription', async () => {
  const item = {
    lifecycleEvent: 'reauthorizationRequired',
    subscriptionId,
    resource: `Subscriptions/${subscriptionId}`,
    clientState: currentSecret,
    organizationId: tenantId,
  };
  expect((await readBatch([item])).requests).toMatchObject([{ kind: 'renew', subscriptionId }]);
});

describe('a batch', () => {
  test('that names a subscription in both cases asks once, with the id in lower case', async () => {
    const id = 'ABCDEF01-2345-4789-8ABC-DEF012345678';
    const items = [id, id.toLowerCase()].map((name) =>
      makeLifecycleNotification('reauthorizationRequired', { subscriptionId: name }),
    );
    expect((await readBatch(items)).requests).toMatchObject([{ subscriptionId: id.toLowerCase() }]);
  });

  test('that says the same often asks once for each thing to do', async () => {
    const events = ['missed', 'reauthorizationRequired', 'subscriptionRemoved'];
    const items = Array.from({ length: 30 }, (_, i) => makeLifecycleNotification(events[i % 3] ?? ''));
    expect((await readBatch(items)).requests).toHaveLength(3);
  });

  test('that speaks of several subscriptions asks for each', async () => {
    const other = '44444444-4444-4444-8444-444444444444';
    const { requests } = await readBatch([
      makeLifecycleNotification('reauthorizationRequired'),
      makeLifecycleNotification('reauthorizationRequired', { subscriptionId: other }),
    ]);
    expect(requests).toMatchObject([{ subscriptionId }, { subscriptionId: other }]);
  });

  test('without items asks for nothing', async () => {
    expect((await readBatch([])).requests).toEqual([]);
  });
});

test('what is requested is a message that its handler accepts', async () => {
  const items = ['missed', 'reauthorizationRequired', 'subscriptionRemoved'].map((event) =>
    makeLifecycleNotification(event),
  );
  const { requests } = await readBatch(items);
  expect(requests.map((request) => parseArchiveRequest(JSON.stringify(request)))).toEqual(requests);
});

test('what is noted holds counts and reasons, no secret, no tenant and nothing that the sender wrote', async () => {
  const { notes } = await readBatch([
    makeLifecycleNotification('missed'),
    makeLifecycleNotification('anna', { clientState: currentSecret }),
    makeLifecycleNotification('missed', { clientState: 'forged by anna' }),
  ]);
  expect(notes.map(({ facts }) => facts)).toEqual([
    { reason: 'unknown-event', count: 1 },
    { reason: 'client-state', count: 1 },
    { items: 3, messages: 1 },
  ]);
});
