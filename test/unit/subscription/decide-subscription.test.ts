/** What to do about the subscription, as a decision on facts (design §7). */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hourMs, minuteMs } from '../../../src/model/durations.ts';
import type { GraphSubscription } from '../../../src/ports/subscription-api.ts';
import {
  decideSubscription,
  type KnownSubscriptions,
  lifetimeMs,
} from '../../../src/subscription/decide-subscription.ts';
import { foreign, makeSubscription, startsAt, urls } from './subscription-world.ts';

const inMs = (ms: number) => new Date(startsAt.getTime() + ms);

/** One fresh subscription, which is remembered. */
function makeFacts(changes: Partial<KnownSubscriptions> = {}): KnownSubscriptions {
  return {
    now: startsAt,
    listed: [makeSubscription()],
    remembered: { id: 'ours', secretFingerprint: 'f1' },
    wanted: { ...urls, secretFingerprint: 'f1' },
    askedToRenew: false,
    ...changes,
  };
}

function withOne(changes: Partial<GraphSubscription>): KnownSubscriptions {
  return makeFacts({ listed: [...foreign, makeSubscription(changes)] });
}

const cases: [string, string, KnownSubscriptions][] = [
  ['keep', 'a fresh one', makeFacts()],
  ['create', 'none', makeFacts({ listed: [] })],
  ['create', 'none, and none remembered', makeFacts({ listed: [], remembered: undefined })],
  ['create', 'foreign ones only', makeFacts({ listed: foreign })],
  ['create', 'one that has expired', withOne({ expiresAt: inMs(-1) })],
  ['create', 'one that expires now', withOne({ expiresAt: startsAt })],
  ['renew', 'one with less than two days to live', withOne({ expiresAt: inMs(48 * hourMs - 1) })],
  ['renew', 'one with a second to live', withOne({ expiresAt: inMs(1000) })],
  ['keep', 'one with more than two days to live', withOne({ expiresAt: inMs(48 * hourMs + 1) })],
  ['renew', 'a fresh one for which Graph asks', makeFacts({ askedToRenew: true })],
  ['create', 'none, though Graph asks to renew it', makeFacts({ listed: [], askedToRenew: true })],
  ['keep', 'a resource with a leading slash', withOne({ resource: '/communications/callRecords' })],
  ['keep', 'a resource in another case', withOne({ resource: '/Communications/callrecords' })],
  ['keep', 'a URL in another case', withOne({ notificationUrl: urls.notificationUrl.toUpperCase() })],
  ['keep', 'a change type in another case', withOne({ changeType: 'Updated' })],
  ['move', 'the remembered one at another URL', withOne({ notificationUrl: 'https://old.example.org/n' })],
];

describe('decideSubscription', () => {
  test.each(cases)('says "%s" for %s', (action, _, facts) => {
    const plan = decideSubscription(facts);
    expect(plan.action).toBe(action);
    expect(plan.surplus).toEqual([]);
    if ('subscription' in plan) expect(plan.subscription.id).toBe('ours');
  });

  test.each<[string, string, KnownSubscriptions]>([
    ['secret', 'another secret', makeFacts({ wanted: { ...urls, secretFingerprint: 'f2' } })],
    ['secret', 'a secret that nobody remembers', makeFacts({ remembered: undefined })],
    ['secret', 'a secret of another one', makeFacts({ remembered: { id: 'gone', secretFingerprint: 'f1' } })],
    ['change-type', 'change type created', withOne({ changeType: 'created' })],
    ['change-type', 'change type created,updated', withOne({ changeType: 'created,updated' })],
    [
      'lifecycle-url',
      'another lifecycle URL',
      withOne({ lifecycleNotificationUrl: 'https://old.example.org/l' }),
    ],
    ['lifecycle-url', 'no lifecycle URL', withOne({ lifecycleNotificationUrl: undefined })],
  ])('says "replace" because of the %s for one with %s', (flaw, _, facts) => {
    expect(decideSubscription(facts)).toMatchObject({
      action: 'replace',
      flaw,
      subscription: { id: 'ours' },
    });
    expect(decideSubscription({ ...facts, askedToRenew: true }).action).toBe('replace');
  });

  test('names duplicates of ours as surplus, and keeps the remembered one though another lives longer', () => {
    const twin = makeSubscription({ id: 'twin', expiresAt: inMs(71 * hourMs) });
    const third = makeSubscription({ id: 'third', resource: '/communications/callrecords' });
    const plan = decideSubscription(makeFacts({ listed: [twin, ...foreign, makeSubscription(), third] }));
    expect(plan).toMatchObject({ action: 'keep', subscription: { id: 'ours' } });
    expect(plan.surplus.map(({ id }) => id).sort()).toEqual(['third', 'twin']);
  });

  test('takes the one that lives longest where none is remembered', () => {
    const short = makeSubscription({ id: 'short', expiresAt: inMs(hourMs) });
    const plan = decideSubscription(
      makeFacts({ listed: [short, makeSubscription()], remembered: undefined }),
    );
    expect(plan).toMatchObject({ subscription: { id: 'ours' }, surplus: [{ id: 'short' }] });
  });

  test('names nothing foreign, neither to change nor as surplus, and nothing that has expired', () => {
    const anySubscription = fc.record({
      id: fc.constantFrom('ours', 'a', 'b', 'c', 'd'),
      resource: fc.constantFrom('communications/callRecords', '/Communications/CallRecords', 'users', ''),
      changeType: fc.constantFrom('updated', 'created', 'created,updated'),
      notificationUrl: fc.constantFrom(urls.notificationUrl, 'https://other.example.org/api/notifications'),
      lifecycleNotificationUrl: fc.constantFrom(urls.lifecycleNotificationUrl, undefined),
      expiresAt: fc.integer({ min: -hourMs, max: 70 * hourMs }).map(inMs),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(anySubscription, { selector: ({ id }) => id }),
        fc.constantFrom(undefined, { id: 'ours', secretFingerprint: 'f1' }),
        fc.constantFrom('f1', 'f2'),
        fc.boolean(),
        (listed, remembered, secretFingerprint, askedToRenew) => {
          const wanted = { ...urls, secretFingerprint };
          const plan = decideSubscription({ now: startsAt, listed, remembered, wanted, askedToRenew });
          const named = [...plan.surplus, ...('subscription' in plan ? [plan.subscription] : [])];
          for (const one of named) {
            const isRemembered = one.id === remembered?.id;
            const isAtHome = one.resource.length > 5 && one.notificationUrl === urls.notificationUrl;
            expect(isRemembered || isAtHome).toBe(true);
            expect(one.expiresAt.getTime()).toBeGreaterThan(startsAt.getTime());
          }
          expect(new Set(named).size).toBe(named.length);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });
});

test('the requested lifetime is below the maximum of 4,230 minutes and beyond the renewal', () => {
  expect(lifetimeMs).toBeLessThan(4230 * minuteMs);
  const renewed = withOne({ expiresAt: inMs(lifetimeMs) });
  expect(decideSubscription(renewed).action).toBe('keep');
});
