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

export function makeApplicationInsights(
  telemetry: TelemetryConfig,
  makeCredential: (clientId: string | undefined) => TokenCredential,
  writeLine: WriteLine,
): TrackEvent {
  let client: Promise<TelemetryClient> | undefined;

  async function load(): Promise<TelemetryClient> {
    const { default: insights } = await import('applicationinsights');
    const loaded = new insights.TelemetryClient(telemetry.connectionString, { useGlobalProviders: false });
    if (telemetry.usesEntraId) loaded.config.aadTokenCredential = makeCredential(telemetry.clientId);
    return loaded;
  }

  return (name, facts) => {
    client ??= load();
    client.then(
      (loaded) => loaded.trackEvent({ name, ...splitFacts(facts) }),
      (error) => writeLine('warn', `Loading telemetry: ${formatError(error)}`),
    );
  };
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
