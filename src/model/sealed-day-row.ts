/**
 * The rows of the table `CallIndex` by which a sealed day is looked up: one a UTC day, with what its newest seal says, and
 * one for the newest seal of all. They are derived from the seals and can be made from them again.
 */
import { z } from 'zod';
import type { Columns } from './index-rows.ts';

export interface SealedDayRow {
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  /** The number and the time of the seal. */
  sequence: number;
  sealedAt: string;
  /** `late`: something was written to the day after it had been final. */
  state: 'open' | 'final' | 'late';
  /** When the listing of its files began. */
  listedAt: string;
  manifest: { path: string; sha256: string; entries: number; root: string };
  /** Calls that the manifest has, each with all of its versions. */
  calls: number;
  /** What Graph listed; `undefined` where the day was not compared with its list. */
  graph: SealedComparison | undefined;
  /** Why it was not compared. */
  reason: string | undefined;
  /** Files that were altered, removed or added without a reason, of all seals of the day so far. */
  unexplained: number;
}

export interface SealedComparison {
  comparedAt: string;
  /** Versions that Graph listed. */
  listed: number;
  /** Rows of the list that name no call, or no version of it. */
  unreadable: number;
  /** Listed versions that are nowhere in the archive, nor a later one; those that a seal says were erased do not count. */
  missing: number;
  /** Listed versions that are archived under another day. */
  elsewhere: number;
}

/** The newest seal that the rows know. */
export interface ChainHead {
  sequence: number;
  /** Of its bytes. */
  sha256: string;
  sealedAt: string;
  sealsFrom: string;
}

/** Where the head is; its partition comes before those of the days. */
export const headRowKey = 'head';
export function headPartition(tenantId: string): string {
  return `s-${tenantId}`;
}

/** A year of days; the row key is the date. */
export function sealedPartition(tenantId: string, year: string): string {
  return `${headPartition(tenantId)}-${year}`;
}

export function formatSealedDay(row: SealedDayRow): Columns {
  const { manifest, graph } = row;
  return {
    sequence: row.sequence,
    sealed_at: row.sealedAt,
    state: row.state,
    listed_at: row.listedAt,
    manifest: manifest.path,
    manifest_sha256: manifest.sha256,
    manifest_root: manifest.root,
    entries: BigInt(manifest.entries),
    calls: row.calls,
    unexplained: row.unexplained,
    ...(graph && {
      compared_at: graph.comparedAt,
      listed: graph.listed,
      unreadable: graph.unreadable,
      missing: graph.missing,
      elsewhere: graph.elsewhere,
      // What a reader asks first: whether all that Graph listed is there.
      complete: graph.missing === 0 && graph.unreadable === 0,
    }),
    ...(row.reason !== undefined && { reason: row.reason }),
  };
}

/** `undefined` for columns that are not those of a sealed day. */
export function parseSealedDay(
  day: string,
  columns: Readonly<Record<string, unknown>>,
): SealedDayRow | undefined {
  const { data } = dayColumns.safeParse(columns);
  if (!data || !z.iso.date().safeParse(day).success) return undefined;
  const { compared_at: comparedAt, listed, unreadable, missing, elsewhere } = data;
  return {
    day,
    sequence: data.sequence,
    sealedAt: data.sealed_at,
    state: data.state,
    listedAt: data.listed_at,
    manifest: {
      path: data.manifest,
      sha256: data.manifest_sha256,
      root: data.manifest_root,
      entries: data.entries,
    },
    calls: data.calls,
    graph: comparedAt === undefined ? undefined : { comparedAt, listed, unreadable, missing, elsewhere },
    reason: data.reason,
    unexplained: data.unexplained,
  };
}

export function formatChainHead({ sequence, sha256, sealedAt, sealsFrom }: ChainHead): Columns {
  return { sequence, sha256, sealed_at: sealedAt, seals_from: sealsFrom };
}

export function parseChainHead(columns: Readonly<Record<string, unknown>>): ChainHead | undefined {
  const { data } = headColumns.safeParse(columns);
  if (!data) return undefined;
  const { sequence, sha256, sealed_at: sealedAt, seals_from: sealsFrom } = data;
  return { sequence, sha256, sealedAt, sealsFrom };
}

const count = z.int().nonnegative();
const hex = z.string().regex(/^[0-9a-f]{64}$/);

const dayColumns = z.object({
  sequence: z.int().positive(),
  sealed_at: z.iso.datetime(),
  state: z.enum(['open', 'final', 'late']),
  listed_at: z.iso.datetime(),
  manifest: z.string(),
  manifest_sha256: hex,
  manifest_root: hex,
  entries: z.union([z.bigint(), z.number()]).transform(Number).pipe(count),
  calls: count,
  unexplained: count,
  compared_at: z.iso.datetime().optional(),
  listed: count.default(0),
  unreadable: count.default(0),
  missing: count.default(0),
  elsewhere: count.default(0),
  reason: z.string().optional(),
});

const headColumns = z.object({
  sequence: z.int().positive(),
  sha256: hex,
  sealed_at: z.iso.datetime(),
  seals_from: z.iso.date(),
});
