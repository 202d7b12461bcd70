/** The app's own events on their way to Application Insights. */
import { describe, expect, test } from '@jest/globals';
import {
  type EventClient,
  makeApplicationInsights,
} from '../../../src/adapters/telemetry/application-insights.ts';

const telemetry = { connectionString: 'InstrumentationKey=k', usesEntraId: false, clientId: undefined };
const makeCredential = () => ({ getToken: async () => null });

describe('telemetry', () => {
  test('gets numbers as measurements and everything else as properties, and is loaded once', async () => {
    const tracked: unknown[] = [];
    let loads = 0;
    const client: EventClient = { trackEvent: (event) => void tracked.push(event) };
    const track = makeApplicationInsights(telemetry, {
      makeCredential,
      writeLine: () => undefined,
      load: async () => {
        loads += 1;
        return client;
      },
    });
    track('archiving.record-archived', { call_id: 'c', sessions: 3, again: true, endedAt: undefined });
    track('subscription.kept', {});
    await Promise.resolve();
    expect(loads).toBe(1);
    expect(tracked).toEqual([
      {
        name: 'archiving.record-archived',
        properties: { call_id: 'c', again: 'true' },
        measurements: { sessions: 3 },
      },
      { name: 'subscription.kept', properties: {}, measurements: {} },
    ]);
  });

  test('that cannot be loaded is said and stops nothing', async () => {
    const lines: string[] = [];
    const track = makeApplicationInsights(telemetry, {
      makeCredential,
      writeLine: (level, line) => lines.push(`${level} ${line}`),
      load: () => Promise.reject(new Error('no such module')),
    });
    expect(() => track('subscription.kept', {})).not.toThrow();
    await Promise.resolve();
    await Promise.resolve();
    expect(lines).toEqual(['warn Loading telemetry: Error: no such module']);
  });

  test('loads its real client, which takes an event', async () => {
    const { default: insights } = await import('applicationinsights');
    expect(typeof insights.TelemetryClient.prototype.trackEvent).toBe('function');
  });
});
