/** A version of a call as the index knows it. */
import type { NamedPerson } from './named-person.ts';
import type { OwnStreams } from './record-facts.ts';

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
  /** The find key by which the row was found; absent where it was not found by one. */
  foundBy?: string;
  /** How many sessions failed. This and the following are not known of rows that an earlier version of the archive wrote. */
  failedSessions?: number | undefined;
  /** Streams with a verdict (src/quality), and those of them that are poor. */
  classifiedStreams?: number | undefined;
  poorStreams?: number | undefined;
  /** The same of the sessions that this person was an end of, in a row that was found by a key of theirs. */
  ownClassifiedStreams?: number | undefined;
  ownPoorStreams?: number | undefined;
}

/** What is written of a version into the index. */
export interface IndexEntry extends CallRow {
  /** Everything by which the call is found (model/find-key.ts), each once. */
  findKeys: string[];
  /** By each key of somebody who took part: the streams of their own sessions. */
  ownStreams: ReadonlyMap<string, OwnStreams | undefined>;
  /** Who took part under which name. */
  named: NamedPerson[];
}

/** What the index says of a version to those who find it by this key of it, or by none. */
export function rowOfEntry(
  { findKeys: _, named: __, ownStreams, ...row }: IndexEntry,
  foundBy?: string,
): CallRow {
  if (foundBy === undefined) return row;
  const own = ownStreams.get(foundBy);
  return {
    ...row,
    foundBy,
    ...(own && { ownClassifiedStreams: own.classified, ownPoorStreams: own.poor }),
  };
}
