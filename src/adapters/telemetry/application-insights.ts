/**
 * The app's own events for Application Insights. Requests and log lines are sent by the Functions host; sending them
 * here too would count everything twice. The module is heavy and loads with the first event.
 */
import type { TokenCredential } from '@azure/identity';
import type { TelemetryClient } from 'applicationinsights';
import type { Config } from '../../config/read-config.ts';
import { formatError } from '../../errors.ts';
import type { EventFacts } from '../../ports/event-log.ts';
import type { TrackEvent, WriteLine } from './event-log.ts';

type TelemetryConfig = NonNullable<Config['telemetry']>;

/** What is used of the client. */
export type EventClient = Pick<TelemetryClient, 'trackEvent'>;

export interface InsightsTools {
  makeCredential(clientId: string | undefined): TokenCredential;
  writeLine: WriteLine;
  /** Makes the client; the real one unless told otherwise. */
  load?: (
    telemetry: TelemetryConfig,
    makeCredential: InsightsTools['makeCredential'],
  ) => Promise<EventClient>;
}

export function makeApplicationInsights(telemetry: TelemetryConfig, tools: InsightsTools): TrackEvent {
  const { makeCredential, writeLine, load = loadClient } = tools;
  let client: Promise<EventClient> | undefined;
  return (name, facts) => {
    client ??= load(telemetry, makeCredential);
    client.then(
      (loaded) => loaded.trackEvent({ name, ...splitFacts(facts) }),
      (error) => writeLine('warn', `Loading telemetry: ${formatError(error)}`),
    );
  };
}

async function loadClient(
  { connectionString, usesEntraId, clientId }: TelemetryConfig,
  makeCredential: InsightsTools['makeCredential'],
): Promise<EventClient> {
  const { default: insights } = await import('applicationinsights');
  const client = new insights.TelemetryClient(connectionString, { useGlobalProviders: false });
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
