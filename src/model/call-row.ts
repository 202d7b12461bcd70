/** A version of a call as the index knows it. */
import type { NamedPerson } from './named-person.ts';

/** What the index says of a version: what a list of calls shows, and where the record is. */
export interface CallRow {
  tenantId: string;
  callId: string;
  /** Digits. */
  version: string;
  /** `YYYY-MM-DD`, UTC date of the start. */
  callDay: string;
  /** Name of the blob in `call-records`. */
  blob: string;
  /** ISO 8601 UTC. */
  startedAt: string;
  endedAt: string | undefined;
  type: string | undefined;
  modalities: string[];
  sessions: number;
  participants: number;
  /** Length of the document. */
  sizeBytes: number;
  sha256: string;
  fetchedAt: string;
  reason: string;
  /** The organizer's name, or who it is by kind, id and tenant. */
  organizer: string | undefined;
  /** How many different people, numbers and applications took part. */
  people: number;
  /** Whether a session or segment failed. */
  failed: boolean;
}

/** What is written of a version into the index. */
export interface IndexEntry extends CallRow {
  /** Everything by which the call is found (model/find-key.ts), each once. */
  findKeys: string[];
  /** Who took part under which name. */
  named: NamedPerson[];
}
