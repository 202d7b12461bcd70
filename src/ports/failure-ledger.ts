/** The call records that could not be archived, one row each, with a reason that an operator can read. */
import { dayMs } from '../model/durations.ts';

/** How long a closed row stays for the record. */
export const keepsClosedMs = 90 * dayMs;

export interface Failure {
  callId: string;
  /** `pending`: it is requested again. `refused`: Graph's answer was not a call record. `lost`: Graph has forgotten it. */
  state: 'pending' | 'refused' | 'lost';
  /** One sentence without personal data. */
  reason: string;
  httpStatus: number | undefined;
  firstTryAt: Date;
  lastTryAt: Date;
  /** When it is requested next; `undefined`: never by itself. */
  nextTryAt: Date | undefined;
  /** When Graph forgets the record. */
  forgottenAt: Date;
  /** Name of the blob in `call-evidence` that holds the newest answer of Graph's that was not a call record. */
  refusedBlob: string | undefined;
}

/** What can be changed in a row without replacing it. */
export type FailureChange = Partial<Pick<Failure, 'state' | 'nextTryAt' | 'forgottenAt'>>;

export interface FailureLedger {
  /** Writes the row, in place of an older one. */
  put(failure: Failure): Promise<void>;
  /** Marks the row as closed; it stays for the record for `keepsClosedMs`. A call without a row is not an error. */
  close(callId: string, at: Date): Promise<void>;
  /** The row of a call, unless it is closed. */
  find(callId: string): Promise<Failure | undefined>;
  /**
   * Every row in one of these states, at the cost of the open rows, however many are closed. Lost ones for as long as
   * closed ones are kept. A row that changes meanwhile may or may not be among them.
   */
  list(states: readonly Failure['state'][]): AsyncIterable<Failure>;
  /**
   * Changes what is named, and leaves the rest. `false`, and nothing changed, when there is no row, when it is closed, or
   * when it is written by another run at the same moment: then the other's row stands.
   */
  change(callId: string, change: FailureChange): Promise<boolean>;
  /**
   * Upkeep, for a limited time: deletes rows that closed longer than `keepsClosedMs` ago, and sees to it that `list`
   * finds rows that something else wrote. The next call resumes where this one stopped.
   */
  tidy(): Promise<void>;
}
