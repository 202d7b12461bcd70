/** What the index says about a call, beyond its head: the form in which it is gathered (src/facts). */
import type { NamedPerson } from './named-person.ts';
import type { RecordHead } from './record-head.ts';

export interface RecordFacts {
  /** The organizer's name, or who it is by kind, id and tenant. */
  organizer: string | undefined;
  /** How many different people, numbers and applications took part. */
  people: number;
  /** Whether a session, or a segment of one, says that it failed. */
  failed: boolean;
  /** How many sessions do. */
  failedSessions: number;
  /** Streams with a verdict, and those of them that are poor. */
  classifiedStreams: number;
  poorStreams: number;
  /** Everything by which the call is found, each once, in no certain order. */
  findKeys: string[];
  /** By each key of a person, a number or an application: the streams of the sessions that they were an end of. */
  ownStreams: ReadonlyMap<string, OwnStreams | undefined>;
  /** Who took part under which name, each pair once. */
  named: NamedPerson[];
}

export interface OwnStreams {
  classified: number;
  poor: number;
}

export interface RecordSummary {
  head: RecordHead;
  facts: RecordFacts;
  sessions: number;
  participants: number;
  /** Length of the document. */
  sizeBytes: number;
  /** Lower-case hex. */
  sha256: string;
}
