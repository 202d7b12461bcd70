/** What each app logs and sends: its events as log lines, and as telemetry where that is configured. */
import type { TelemetryConfig } from '../../config/read-settings.ts';
import type { AppHost } from '../../ports/app-host.ts';
import type { NoteEvent } from '../../ports/event-log.ts';
import { makeManagedIdentity } from '../identity/managed-identity.ts';
import { makeApplicationInsights, type Telemetry } from './application-insights.ts';
import { makeEventLog } from './event-log.ts';
import { makeOperations, type Operations } from './operation.ts';

export interface OpenTelemetry {
  note: NoteEvent;
  operations: Operations;
  /** `undefined` where none is sent. */
  telemetry: Telemetry | undefined;
}

/** Nothing is sent yet. */
export function openTelemetry(
  config: TelemetryConfig | undefined,
  { writeLine, readInvocation }: AppHost,
): OpenTelemetry {
  const operations = makeOperations(readInvocation);
  const telemetry =
    config &&
    makeApplicationInsights(config, {
      readOperation: operations.current,
      makeCredential: makeManagedIdentity,
      writeLine,
    });
  return { note: makeEventLog(writeLine, telemetry?.trackEvent), operations, telemetry };
}
