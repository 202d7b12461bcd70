/** The readers' app: one use case, answering a reader's request. */
import type { ReaderConfig } from './config/read-reader-config.ts';
import { makeReaderWorld, type ReaderHost } from './reader-world.ts';
import { readerPages } from './web/page-table.ts';
import { makeSeen } from './web/seen/seen.ts';
import { makeServe } from './web/serve.ts';

export interface Reader {
  /** Never throws. */
  receive(request: Request): Promise<Response>;
  /** Before the process ends: sends the telemetry that waits. */
  end(): Promise<void>;
}

/** Wires the app. Nothing is sent anywhere yet. */
export function makeReader(config: ReaderConfig, host: ReaderHost): Reader {
  const world = makeReaderWorld(config, host);
  return {
    receive: makeServe({
      ...world,
      ...config,
      pages: readerPages,
      findGateReason: async () =>
        config.signInIsOn
          ? undefined
          : 'the sign-in of App Service is not switched on (WEBSITE_AUTH_ENABLED)',
      makeSeen: makeSeen(world),
      noteLook: world.accessLog.note,
    }),
    end: world.flushTelemetry,
  };
}
