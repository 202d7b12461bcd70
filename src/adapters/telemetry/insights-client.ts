/** The client of Application Insights. Heavy: only application-insights.ts loads it, when it is first needed. */
import type { TokenCredential } from '@azure/identity';
import { type ContextManager, context, ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import insights from 'applicationinsights';
import type { TelemetryConfig } from '../../config/read-settings.ts';

/** What is used of the library's client. */
export type InsightsClient = Pick<
  insights.TelemetryClient,
  'trackEvent' | 'trackMetric' | 'trackDependency' | 'flush'
> & {
  /** What `send` tracks belongs to this operation, a W3C `traceparent`. */
  within(operation: string | undefined, send: () => void): void;
};

export function makeInsightsClient(
  { connectionString, usesEntraId, clientId, site }: TelemetryConfig,
  makeCredential: (clientId: string | undefined) => TokenCredential,
): InsightsClient {
  context.setGlobalContextManager(makeSynchronousContext());
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
  return Object.assign(client, { within });
}

function within(operation: string | undefined, send: () => void): void {
  const [, traceId, spanId] = operation?.split('-') ?? [];
  if (!traceId || !spanId) {
    send();
    return;
  }
  // What the host leaves out of its sample, the app's few items are still worth.
  const parent = { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
  context.with(trace.setSpanContext(ROOT_CONTEXT, parent), send);
}

/** The library reads the operation from a context while it tracks, which it does at once: no more is needed. */
function makeSynchronousContext(): ContextManager {
  let active = ROOT_CONTEXT;
  const manager: ContextManager = {
    active: () => active,
    with(inner, work, self, ...args) {
      const outer = active;
      active = inner;
      try {
        return work.call(self, ...args);
      } finally {
        active = outer;
      }
    },
    bind: (_inner, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}
