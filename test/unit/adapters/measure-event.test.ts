/** Metrics that are made of events. */
import { describe, expect, test } from '@jest/globals';
import { measureEvent } from '../../../src/adapters/telemetry/measure-event.ts';
import { events } from '../../../src/events.ts';
import { metrics } from '../../../src/metrics.ts';

describe('an event', () => {
  test('of which a metric takes a fact measures it, under its dimensions', () => {
    expect(measureEvent('intake.notification-dropped', { reason: 'tenant', count: 3 })).toEqual([
      { name: 'intake.dropped', value: 3, dimensions: { reason: 'tenant' } },
    ]);
  });

  test('that a metric counts measures 1; the same metric may count several events', () => {
    const lost = { name: 'archiving.lost', value: 1, dimensions: {} };
    expect(measureEvent('reconciling.record-lost', { call_id: 'c' })).toEqual([lost]);
    expect(measureEvent('archiving.record-lost', { call_id: 'c', meaning: 'not-found' })).toEqual([
      { name: 'archiving.setbacks', value: 1, dimensions: { meaning: 'not-found' } },
      lost,
    ]);
  });

  test('that does not know the fact measures nothing; zero is a value', () => {
    expect(measureEvent('archiving.record-archived', { reason: 'redrive' }).map(({ name }) => name)).toEqual([
      'archiving.archived',
    ]);
    expect(measureEvent('reconciling.recounted', { expiring: 0 })).toMatchObject([{ value: 0 }]);
    expect(measureEvent('subscription.kept', { subscription_id: 's' })).toEqual([]);
  });
});

test.each(Object.entries(metrics))(
  '%s is made of events that exist, under a name of a room',
  (name, { of }) => {
    expect(name).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*$/);
    expect(name in events).toBe(false);
    expect(Object.keys(of ?? {}).filter((event) => !(event in events))).toEqual([]);
  },
);
