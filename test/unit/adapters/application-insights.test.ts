/** The app's own telemetry on its way to Application Insights. */
import { describe, expect, test } from '@jest/globals';
import { makeApplicationInsights } from '../../../src/adapters/telemetry/application-insights.ts';
import type { InsightsClient } from '../../../src/adapters/telemetry/insights-client.ts';
import type { Operation } from '../../../src/adapters/telemetry/operation.ts';
import type { WriteLine } from '../../../src/ports/app-host.ts';
import { eventually } from '../../support/eventually.ts';

const config = {
  connectionString: 'InstrumentationKey=k',
  usesEntraId: false,
  clientId: undefined,
  site: { name: 'calls', instanceId: 'i1' },
};
const makeCredential = () => ({ getToken: async () => null });
const noLine: WriteLine = () => undefined;

/** Telemetry with a client that only remembers, and how often it was loaded. */
function makeTelemetry(options: { loadAfterMs?: number } = {}) {
  const sent: [kind: string, item: unknown][] = [];
  const remember = (kind: string) => (item: unknown) => void sent.push([kind, item]);
  const client: InsightsClient = {
    trackEvent: remember('event'),
    trackMetric: remember('metric'),
    trackDependency: remember('dependency'),
    flush: async () => void sent.push(['flush', undefined]),
    within(operation, send) {
      within.push(operation);
      send();
    },
  };
  const within: unknown[] = [];
  const now: { operation?: Operation } = {};
  let loads = 0;
  const load = async () => {
    loads += 1;
    return client;
  };
  const readOperation = () => now.operation;
  const tools = { readOperation, makeCredential, writeLine: noLine, load, ...options };
  return { telemetry: makeApplicationInsights(config, tools), sent, within, now, client, loads: () => loads };
}

describe('telemetry', () => {
  test('gets numbers as measurements and everything else as properties, and is loaded once', async () => {
    const { telemetry, sent, loads } = makeTelemetry();
    telemetry.trackEvent('archiving.record-present', {
      call_id: 'c',
      sessions: 3,
      again: true,
      lag: undefined,
    });
    telemetry.trackEvent('subscription.kept', {});
    await telemetry.flush();
    expect(loads()).toBe(1);
    expect(sent).toEqual([
      [
        'event',
        {
          name: 'archiving.record-present',
          properties: { call_id: 'c', again: 'true' },
          measurements: { sessions: 3 },
        },
      ],
      ['event', { name: 'subscription.kept', properties: {}, measurements: {} }],
      ['flush', undefined],
    ]);
  });

  test('gets the metrics that an event is part of', async () => {
    const { telemetry, sent } = makeTelemetry();
    telemetry.trackEvent('archiving.record-archived', { call_id: 'c', reason: 'backfill', lag_ms: 1500 });
    await telemetry.flush();
    expect(sent.filter(([kind]) => kind === 'metric')).toEqual([
      ['metric', { name: 'archiving.archived', value: 1, properties: { reason: 'backfill' } }],
      ['metric', { name: 'archiving.lag', value: 1500, properties: { reason: 'backfill' } }],
    ]);
  });

  test('belongs to the operation of the moment in which it arose, and names the invocation', async () => {
    const { telemetry, sent, within, now } = makeTelemetry();
    now.operation = { traceparent: 'that of the POST', invocationId: 'i' };
    telemetry.trackEvent('subscription.kept', {});
    now.operation = { traceparent: 'another', invocationId: 'j' };
    telemetry.trackEvent('subscription.kept', {});
    await telemetry.flush();
    expect(within).toEqual(['that of the POST', 'another']);
    expect(sent).toMatchObject([
      ['event', { properties: { invocation_id: 'i' } }],
      ['event', { properties: { invocation_id: 'j' } }],
      ['flush', undefined],
    ]);
  });

  test('measures every request to Graph, and sends by itself only one that failed', async () => {
    const { telemetry, sent } = makeTelemetry();
    const request = 'GET communications/callRecords/{id}';
    const host = 'graph.microsoft.com';
    for (const status of [200, 429, undefined]) {
      telemetry.trackExchange({ request, host, status, tookMs: 12 });
    }
    await telemetry.flush();
    const metrics = sent.filter(([kind]) => kind === 'metric').map(([, item]) => item);
    expect(metrics).toEqual(
      ['200', '429', 'none'].map((status) => ({
        name: 'graph.request-time',
        value: 12,
        properties: { request, status },
      })),
    );
    const dependencies = sent.filter(([kind]) => kind === 'dependency').map(([, item]) => item);
    expect(dependencies).toMatchObject([
      { name: request, target: host, duration: 12, resultCode: 429, success: false },
      { name: request, target: host, duration: 12, resultCode: 0, success: false },
    ]);
  });

  test('is loaded after a pause, during which nothing is lost', async () => {
    const { telemetry, sent, loads } = makeTelemetry({ loadAfterMs: 50 });
    telemetry.trackEvent('subscription.kept', {});
    telemetry.trackEvent('subscription.renewed', {});
    await Promise.resolve();
    expect(loads()).toBe(0);
    await eventually(async () => expect(sent.map(([kind]) => kind)).toEqual(['event', 'event']));
    expect(loads()).toBe(1);
  });

  test('whose client throws stops nothing, and the rest is sent', async () => {
    const { telemetry, sent, client } = makeTelemetry();
    client.trackEvent = () => {
      throw new Error('a bug of the library');
    };
    telemetry.trackEvent('archiving.poison-noted', {});
    await telemetry.flush();
    // A rejection that nobody handles would end the process; here it fails the test.
    await new Promise(setImmediate);
    expect(sent.map(([kind]) => kind)).toEqual(['flush']);
  });

  test('that was never needed is not loaded to be flushed', async () => {
    const { telemetry, loads } = makeTelemetry();
    await telemetry.flush();
    expect(loads()).toBe(0);
  });

  test('that cannot be loaded or sent is reported once and stops nothing', async () => {
    const lines: string[] = [];
    const telemetry = makeApplicationInsights(config, {
      readOperation: () => undefined,
      makeCredential,
      writeLine: (level, line) => lines.push(`${level} ${line}`),
      load: () => Promise.reject(new Error('no such module')),
    });
    for (let i = 0; i < 3; i += 1) telemetry.trackEvent('subscription.kept', {});
    await telemetry.flush();
    expect(lines).toEqual([
      'warn Loading telemetry: Error: no such module',
      'warn Sending the last telemetry: Error: no such module',
    ]);
  });
});
