/** What `/days/{date}` answers: its JSON as it is. */
import type { DayVerdict } from '../seen/day-verdict.ts';
import type { SeenChange } from '../seen/seen-days.ts';

export interface DayData {
  date: string;
  verdict: DayVerdict;
  /** The verdict in words. */
  words: string;
  calls: number | null;
  /** When the day is to be sealed next, ISO 8601; `null`: no more by itself. */
  nextSealAt: string | null;
  sealed: {
    sequence: number;
    /** Of the seal's bytes, lower-case hex; `null` where it cannot be read. */
    sha256: string | null;
    sealedAt: string;
    state: 'open' | 'final' | 'late';
    listedAt: string;
    manifest: { path: string; sha256: string; entries: number; root: string };
    /** Why the seal itself cannot be read. */
    unreadable: string | null;
  } | null;
  /** `null` where the day was not compared with what Graph lists. */
  comparison: {
    comparedAt: string;
    listed: number;
    unreadable: number;
    missing: number;
    elsewhere: number;
  } | null;
  /** Why it was not compared. */
  reason: string | null;
  /** What Graph listed and the archive does not have: at most 500. */
  missing: { id: string; version: string }[];
  /** Files altered, removed or added without a reason, of all seals of the day so far. */
  unexplained: number;
  /** What the newest seal says of files that are not as before: at most 500. */
  changes: SeenChange[];
  claim: string;
  notClaimed: string;
}
