/**
 * The app's own events and metrics for Application Insights, and the requests to Graph that failed. Requests to the
 * app and log lines are sent by the Functions host; sending them here too would count everything twice. The module is
 * heavy: it loads some seconds after it is first needed, so that the first answer of an instance does not wait for it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { TokenCredential } from '@azure/identity';
import type { TelemetryConfig } from '../../config/read-settings.ts';
import { formatError } from '../../errors.ts';
import type { WriteLine } from '../../ports/app-host.ts';
import type { EventFacts } from '../../ports/event-log.ts';
import type { ObserveExchange } from '../graph/observe-exchange.ts';
import type { TrackEvent } from './event-log.ts';
import type { InsightsClient } from './insights-client.ts';
import { type Measurement, measureEvent } from './measure-event.ts';
import type { Operation, ReadOperation } from './operation.ts';

export interface InsightsTools {
  readOperation: ReadOperation;
  makeCredential(clientId: string | undefined): TokenCredential;
  writeLine: WriteLine;
  /** Makes the client; the real one unless told otherwise. */
  load?: () => Promise<InsightsClient>;
  loadAfterMs?: number;
}

export interface Telemetry {
  trackEvent: TrackEvent;
  /** Every exchange is measured; only one that failed is sent by itself. */
  trackExchange: ObserveExchange;
  /** Sends what waits, for the end of the process. Never throws. */
  flush(): Promise<void>;
}

export function makeApplicationInsights(telemetry: TelemetryConfig, tools: InsightsTools): Telemetry {
  const { readOperation, makeCredential, writeLine, loadAfterMs = 3000 } = tools;
  const load = tools.load ?? (async () => (await loadModule()).makeInsightsClient(telemetry, makeCredential));
  const hurry = new AbortController();
  let client: Promise<InsightsClient> | undefined;

  async function loadInTime(): Promise<InsightsClient> {
    await delay(loadAfterMs, undefined, { signal: hurry.signal, ref: false }).catch(() => undefined);
    try {
      return await load();
    } catch (error) {
      writeLine('warn', `Loading telemetry: ${formatError(error)}`);
      throw error;
    }
  }

  /** The operation is that of the moment, however long loading takes. */
  function send(track: (client: InsightsClient, operation: Operation | undefined) => void): void {
    const operation = readOperation();
    client ??= loadInTime();
    client
      .then((loaded) => loaded.within(operation?.traceparent, () => track(loaded, operation)))
      // That it could not be loaded was said; an error on one item must not end the process.
      .catch(() => undefined);
  }

  return {
    trackEvent(name, facts) {
      send((loaded, operation) => {
        loaded.trackEvent({ name, ...splitFacts({ ...facts, invocation_id: operation?.invocationId }) });
        for (const measurement of measureEvent(name, facts)) trackMetric(loaded, measurement);
      });
    },
    trackExchange({ request, host, status, tookMs }) {
      const dimensions = { request, status: String(status ?? 'none') };
      send((loaded) => {
        trackMetric(loaded, { name: 'graph.request-time', value: tookMs, dimensions });
        if (status !== undefined && status < 400) return;
        const [method] = request.split(' ');
        loaded.trackDependency({
          name: request,
          dependencyTypeName: 'HTTP',
          target: host,
          data: '',
          duration: tookMs,
          success: false,
          resultCode: status ?? 0,
          properties: { 'http.method': method, 'http.status_code': status ?? 0 },
        });
      });
    },
    async flush() {
      hurry.abort();
      if (!client) return;
      try {
        await (await client).flush();
      } catch (error) {
        writeLine('warn', `Sending the last telemetry: ${formatError(error)}`);
      }
    },
  };
}

function trackMetric(client: InsightsClient, { name, value, dimensions }: Measurement): void {
  client.trackMetric({ name, value, properties: dimensions });
}

const loadModule = () => import('./insights-client.ts');

/** Numbers can be summed and averaged as measurements; everything else is a property. */
function splitFacts(facts: EventFacts): {
  properties: Record<string, string>;
  measurements: Record<string, number>;
} {
  const properties: Record<string, string> = {};
  const measurements: Record<string, number> = {};
  for (const [name, fact] of Object.entries(facts)) {
    if (typeof fact === 'number') measurements[name] = fact;
    else if (fact !== undefined) properties[name] = String(fact);
  }
  return { properties, measurements };
}
