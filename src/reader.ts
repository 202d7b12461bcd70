/** The readers' app: one use case, answering a reader's request. */
import type { ReaderConfig } from './config/read-reader-config.ts';
import { makeReaderWorld, type ReaderHost } from './reader-world.ts';
import { makePlatformGate } from './web/access/platform-gate.ts';
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
      gate: makePlatformGate({ ...world, signInIsOn: config.signInIsOn }),
      makeSeen: makeSeen(world),
      noteLook: world.accessLog.note,
    }),
    end: world.flushTelemetry,
  };
}
