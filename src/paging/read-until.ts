/** Asks Graph patiently: waits as long as Graph wants, up to the deadline of the run. */
import { GraphError } from '../errors.ts';
import { askAtPace } from './ask-at-pace.ts';
import type { Pacer } from './pacer.ts';

/** The deadline has passed, and Graph was not asked. */
export type TimeIsUp = 'time-is-up';

/** Until when a run may read. */
export interface ReadingLimits {
  deadline: Date;
  /** Aborted when another run may have taken over: nothing more is read then. */
  held: AbortSignal;
}

export interface WaitingTools {
  pacer: Pacer;
  now(): Date;
  sleep(ms: number): Promise<unknown>;
}

export interface PatientReading extends ReadingLimits, WaitingTools {
  /** What the pacer counts the request for. */
  subject: string;
  /** See Pacer. */
  patient?: boolean;
}

/** Throws what asking throws ("throttled" when Graph wants a wait beyond the deadline), and the reason of `held`. */
export async function readUntil<Answer>(
  ask: () => Promise<Answer>,
  { subject, patient, deadline, held, pacer, now, sleep }: PatientReading,
): Promise<Answer | TimeIsUp> {
  for (;;) {
    held.throwIfAborted();
    if (now() > deadline) return 'time-is-up';
    try {
      return await askAtPace(pacer, subject, ask, patient);
    } catch (error) {
      const waitMs = error instanceof GraphError ? error.retryAfterMs : undefined;
      if (waitMs === undefined || now().getTime() + waitMs > deadline.getTime()) throw error;
      await sleep(waitMs);
    }
  }
}
