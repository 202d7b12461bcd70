/**
 * The app's own events and metrics for Application Insights, and the requests to Graph that failed. Requests to the
 * app and log lines are sent by the Functions host; sending them here too would count everything twice. The module is
 * heavy and loads when it is first needed.
 */
import type { TokenCredential } from '@azure/identity';
import type { TelemetryClient } from 'applicationinsights';
import type { TelemetryConfig } from '../../config/read-config.ts';
import { formatError } from '../../errors.ts';
import type { EventFacts } from '../../ports/event-log.ts';
import type { ObserveExchange } from '../graph/observe-exchange.ts';
import type { TrackEvent, WriteLine } from './event-log.ts';
import { type Measurement, measureEvent } from './measure-event.ts';

/** What is used of the client. */
export type InsightsClient = Pick<
  TelemetryClient,
  'trackEvent' | 'trackMetric' | 'trackDependency' | 'flush'
>;

export interface InsightsTools {
  makeCredential(clientId: string | undefined): TokenCredential;
  writeLine: WriteLine;
  /** Makes the client; the real one unless told otherwise. */
  load?: (
    telemetry: TelemetryConfig,
    makeCredential: InsightsTools['makeCredential'],
  ) => Promise<InsightsClient>;
}

export interface Telemetry {
  trackEvent: TrackEvent;
  /** Every exchange is measured; only one that failed is sent by itself. */
  trackExchange: ObserveExchange;
  /** Sends what waits, for the end of the process. Never throws. */
  flush(): Promise<void>;
}

export function makeApplicationInsights(telemetry: TelemetryConfig, tools: InsightsTools): Telemetry {
  const { makeCredential, writeLine, load = loadClient } = tools;
  let client: Promise<InsightsClient> | undefined;

  function use(work: (client: InsightsClient) => unknown): Promise<void> {
    client ??= load(telemetry, makeCredential);
    return client.then(
      (loaded) => void work(loaded),
      (error) => writeLine('warn', `Loading telemetry: ${formatError(error)}`),
    );
  }

  return {
    trackEvent(name, facts) {
      void use((loaded) => {
        loaded.trackEvent({ name, ...splitFacts(facts) });
        for (const measurement of measureEvent(name, facts)) trackMetric(loaded, measurement);
      });
    },
    trackExchange({ request, host, status, tookMs }) {
      const dimensions = { request, status: String(status ?? 'none') };
      void use((loaded) => {
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

async function loadClient(
  { connectionString, usesEntraId, clientId, site }: TelemetryConfig,
  makeCredential: InsightsTools['makeCredential'],
): Promise<InsightsClient> {
  const [{ default: insights }, { resourceFromAttributes }] = await Promise.all([
    import('applicationinsights'),
    import('@opentelemetry/resources'),
  ]);
  // Providers of its own: nothing of the process is instrumented, nothing is collected by itself.
  const client = new insights.TelemetryClient(connectionString, { useGlobalProviders: false });
  // An instance does not live long enough to send later what it could not send now.
  client.config.enableUseDiskRetryCaching = false;
  // The names under which the Functions host reports too.
  client.config.azureMonitorOpenTelemetryOptions = {
    resource: resourceFromAttributes({
      'service.name': site.name,
      'service.instance.id': site.instanceId,
    }),
  };
  if (usesEntraId) client.config.aadTokenCredential = makeCredential(clientId);
  return client;
}

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
