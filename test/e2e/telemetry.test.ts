/** What the app sends to Application Insights: its own events and metrics, under one operation from POST to blob. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { status } from '../../local/graph-simulator/faults/fault.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { makeAppLog } from '../support/app-log.ts';
import type { TelemetryItem } from '../support/ingestion-endpoint.ts';
import { startWatchedSystem, type WatchedSystem } from '../support/watched-system.ts';

const log = makeAppLog();
const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const endedAt = new Date(Date.now() - 60_000);
const prompt = makeRecord('prompt', { endedAt, sessions: 2 });
const late = makeRecord('late', { endedAt, sessions: 2 });
let system: WatchedSystem;

const itemsOf = (baseType: string) => system.telemetry.filter(({ data }) => data.baseType === baseType);
const eventsOf = (callId: string) =>
  itemsOf('EventData').filter(({ data }) => data.baseData.properties?.['call_id'] === callId);
const nameOf = ({ data }: TelemetryItem) => data.baseData.name;

beforeAll(async () => {
  system = await startWatchedSystem({
    port: 0,
    onLine: log.onLine,
    settings: { WEBSITE_SITE_NAME: 'calls', WEBSITE_INSTANCE_ID: 'i1' },
  });
  await log.until(({ name }) => name === 'reconciling.completed');
  for (const record of [prompt, late]) system.graph.addRecord(record);
  system.graph.addFault({ on: { path: late.id }, times: 1, fault: status(404) });
  const reply = await fetch(`${system.host.url}/notifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-${spanId}-01` },
    body: JSON.stringify({
      value: [prompt, late].map(({ id }) => ({
        clientState: system.clientState,
        tenantId: system.graph.tenantId,
        resource: `communications/callRecords/${id}`,
      })),
    }),
  });
  expect(reply.status).toBe(202);
  await log.until(({ name }) => name === 'archiving.record-archived', 2);
  // Sends what waits.
  await system.host.stop();
});

afterAll(() => system?.close());

describe('one operation', () => {
  test('leads from the POST of a notification to the archived record', () => {
    const [received] = itemsOf('EventData').filter(
      (item) => nameOf(item) === 'intake.notifications-received',
    );
    const [archived] = eventsOf(prompt.id);
    if (!received || !archived) throw new Error('both were sent');
    expect(nameOf(archived)).toBe('archiving.record-archived');
    for (const { tags } of [received, archived]) {
      expect(tags).toMatchObject({ 'ai.operation.id': traceId, 'ai.operation.parentId': spanId });
    }
    const invocations = [received, archived].map(({ data }) => data.baseData.properties?.['invocation_id']);
    expect(new Set(invocations).size).toBe(2);
  });

  test('continues when the record is asked for again, with the request that failed', () => {
    expect(eventsOf(late.id).map(nameOf)).toEqual([
      'archiving.record-postponed',
      'archiving.record-archived',
    ]);
    for (const { tags } of eventsOf(late.id)) expect(tags['ai.operation.id']).toBe(traceId);
    const failed = itemsOf('RemoteDependencyData').filter(({ tags }) => tags['ai.operation.id'] === traceId);
    expect(failed.map(({ data }) => data.baseData)).toMatchObject([
      {
        name: 'GET communications/callRecords/{id}',
        target: new URL(system.graph.origin).host,
        resultCode: '404',
        success: false,
      },
    ]);
    expect(failed[0]?.data.baseData.data ?? '').toBe('');
  });

  test('is another for what came from another trigger', () => {
    const kept = itemsOf('EventData').find((item) => nameOf(item)?.startsWith('subscription.'));
    expect(kept?.tags['ai.operation.id']).toMatch(/^[\da-f]{32}$/);
    expect(kept?.tags['ai.operation.id']).not.toBe(traceId);
  });
});

test('metrics are sent by their dimensions, with count, sum and extremes', () => {
  const metrics = itemsOf('MetricData').map(({ data }) => data.baseData);
  const named = (name: string) =>
    metrics.filter((one) => one.metrics?.some((metric) => metric.name === name));
  const [lag] = named('archiving.lag');
  expect(lag).toMatchObject({ properties: { reason: 'notification' }, metrics: [{ count: 2 }] });
  expect(lag?.metrics?.[0]?.min).toBeGreaterThan(60_000);
  expect(named('archiving.setbacks')).toMatchObject([
    { properties: { meaning: 'not-found' }, metrics: [{ count: 1, value: 1 }] },
  ]);
  const read = named('graph.request-time').find(
    ({ properties }) =>
      properties?.['status'] === '200' && properties['request']?.endsWith('callRecords/{id}'),
  );
  expect(read?.metrics?.[0]?.count).toBe(4);
});

test('nothing is sent but events, metrics and requests that failed, under the name of the app', () => {
  const types = new Set(system.telemetry.map(({ data }) => data.baseType));
  expect([...types].sort()).toEqual(['EventData', 'MetricData', 'RemoteDependencyData']);
  expect(itemsOf('RemoteDependencyData').every(({ data }) => data.baseData.success === false)).toBe(true);
  for (const { tags } of system.telemetry) {
    expect(tags).toMatchObject({ 'ai.cloud.role': 'calls', 'ai.cloud.roleInstance': 'i1' });
  }
});

test('each logged event is sent once', () => {
  const sent = itemsOf('EventData').map(nameOf).sort();
  expect(sent).toEqual(
    log
      .events()
      .map(({ name }) => name)
      .sort(),
  );
});
