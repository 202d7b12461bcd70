/**
 * What a call's sessions say about who received what from whom, and how well. Of each stream only the sums are kept, and
 * the worst: a meeting of 10,000 people is some thousands of small objects.
 */
import type { DeviceFault } from './check-device.ts';
import type { StreamVerdict, Verdict } from './classify-stream.ts';
import type { MediaKind } from './stream-rules.ts';

/** A person's key (`id:…`, `phone:+…`), `service:` with a role, or `unknown`. */
export type EndKey = string;

/** All streams of one kind that one end received from another. */
export interface Relation {
  receiver: EndKey;
  sender: EndKey;
  kind: MediaKind;
  good: number;
  poor: number;
  /** Measures that were beyond their limit in any of them. */
  beyond: ReadonlySet<string>;
  /** The poor stream that is furthest beyond its limit. */
  worst: PoorStream | undefined;
}

export interface PoorStream extends StreamVerdict {
  /** ISO 8601, as Graph gives it: of the stream, else of its segment. */
  from: string | undefined;
  to: string | undefined;
}

export interface EndNetwork {
  /** `wired`, `wifi`, `mobile`, `tunnel`. */
  type: string | undefined;
  subnet: string | undefined;
  publicAddress: string | undefined;
  /** Percent. */
  signal: number | undefined;
}

export interface EndDevice extends DeviceFault {
  end: EndKey;
  name: string | undefined;
}

export interface SessionFailure {
  ends: [EndKey, EndKey];
  stage: string | undefined;
  reason: string | undefined;
  /** From the session's start to its end; `undefined` when a time is unknown. */
  afterMs: number | undefined;
}

export interface CallEvidence {
  relations: Relation[];
  /** Of each end the network of its first poor stream, or of its first. */
  networks: ReadonlyMap<EndKey, EndNetwork>;
  /** Each part of each end's device once, as it was worst. */
  devices: EndDevice[];
  failures: SessionFailure[];
  /** Why streams have no verdict, how often: the reason without its figures. */
  unclassified: ReadonlyMap<Unclassified, number>;
  counts: QualityCounts;
}

/** How many streams have each verdict. */
export interface QualityCounts extends Record<Verdict, number> {
  /** Sessions that say, or a segment of which says, that they failed. */
  failedSessions: number;
}

export type Unclassified = 'too few packets' | 'no measurements' | 'no rule';
