/** What the app needs from whatever hosts it: the Functions runtime, or the project's own host. */
import type { EventLevel } from '../events.ts';

/** Writes one line to the log of whatever runs now. Never throws. */
export type WriteLine = (level: EventLevel, line: string) => void;

/** One run of a trigger. The same object for as long as it lasts. */
export interface Invocation {
  /** The id under which the host reports it. */
  id: string;
  /** W3C trace context, where the host names one. */
  traceparent: string | undefined;
}

export interface AppHost {
  /** The app's own. */
  version: string;
  writeLine: WriteLine;
  /** The invocation that runs now; `undefined` outside of any. */
  readInvocation(): Invocation | undefined;
}
