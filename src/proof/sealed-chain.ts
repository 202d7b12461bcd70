/** What is remembered of a chain of seals while it is checked: little, however much stands in the seals. */
import { mayExplain } from './explain-missing.ts';
import type { NamedLines, SealedDay } from './seal.ts';

export interface SealFacts {
  sequence: number;
  /** Of the bytes that lie there, seal or not; empty where they could not be read. */
  sha256: string;
  /** Absent where the bytes are no seal. */
  sealedAt?: string;
  stampExpected?: boolean;
}

/** One of the seals of a day. */
export interface DaySeal {
  sequence: number;
  listedAt: string;
  manifest: NamedLines & { root: string };
  isCompared: boolean;
  /** Whether it may tell of an erasure, or of the end of retention. */
  mayExplain: boolean;
}

export interface SealedChain {
  /** Of the archive; `undefined` when no seal could be read. */
  tenantId: string | undefined;
  /** The first day that is claimed. */
  sealsFrom: string | undefined;
  /** By sequence, ascending. */
  seals: Map<number, SealFacts>;
  newest: SealFacts | undefined;
  /** The seals of each day, in order. */
  days: Map<string, DaySeal[]>;
  /** Sequences of which nothing is known, from and to: seals that are missing, or are none. */
  holes: [from: number, to: number][];
  /** Sequences that have a stamp. */
  stamps: Set<number>;
}

export function makeChain(tenantId: string | undefined): SealedChain {
  return {
    tenantId,
    sealsFrom: undefined,
    seals: new Map(),
    newest: undefined,
    days: new Map(),
    holes: [],
    stamps: new Set(),
  };
}

export function noteDay(chain: SealedChain, sequence: number, sealed: SealedDay): void {
  const { date, listedAt, manifest, graph } = sealed;
  const seals = chain.days.get(date) ?? [];
  seals.push({
    sequence,
    listedAt,
    manifest,
    isCompared: !('reason' in graph),
    mayExplain: mayExplain(sealed),
  });
  chain.days.set(date, seals);
}

/** The newest manifest of a day as of a seal, that seal included. */
export function newestAsOf(chain: SealedChain, day: string, sequence: number): DaySeal | undefined {
  return chain.days.get(day)?.findLast((seal) => seal.sequence <= sequence);
}

/** Whether a seal between two others is not known, in which the day may have been sealed. */
export function hasHole({ holes }: SealedChain, after: number, before: number): boolean {
  return holes.some(([from, to]) => from < before && to > after);
}
