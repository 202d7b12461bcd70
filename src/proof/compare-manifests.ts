/**
 * What changed on a day between two of its seals. A pure rule on two manifests in their order, used where a seal is
 * made and where it is checked.
 */
import { minuteMs } from '../model/durations.ts';
import type { RemovalReason } from '../model/removal-reasons.ts';
import { compareEntries, type ManifestEntry } from './manifest-line.ts';
import type { SealedState } from './seal.ts';

export interface FileChange {
  path: string;
  was: SealedState | null;
  is: SealedState | null;
}

export interface ComparisonListener {
  /** A file of the manifest before that is not the same now, or one that should have been in it already. */
  change(change: FileChange): void | Promise<void>;
  /** A file that the manifest before does not have. */
  added(entry: ManifestEntry): void;
}

/** A file that was fetched this long before a listing was in it, whatever the clocks of the machines say. */
const settledMs = 30 * minuteMs;

/**
 * Hands the entries of `now` on, one by one, and tells on the way how they differ from those of `before`, in the order of
 * manifests. `beforeListedAt`: when the listing of the manifest before began; `undefined` where there is none.
 */
export async function* compareManifests(
  before: AsyncIterable<ManifestEntry>,
  now: AsyncIterable<ManifestEntry>,
  beforeListedAt: string | undefined,
  listener: ComparisonListener,
): AsyncGenerator<ManifestEntry> {
  const earlier = before[Symbol.asyncIterator]();
  try {
    let was = await nextOf(earlier);
    for await (const is of now) {
      for (; was && compareEntries(was, is) < 0; was = await nextOf(earlier))
        await listener.change(gone(was));
      if (was && compareEntries(was, is) === 0) {
        if (!isSame(was, is)) await listener.change({ path: is.path, was: stateOf(was), is: stateOf(is) });
        was = await nextOf(earlier);
      } else {
        listener.added(is);
        if (beforeListedAt !== undefined && shouldHaveBeenListed(is.fetchedAt, beforeListedAt))
          await listener.change({ path: is.path, was: null, is: stateOf(is) });
      }
      yield is;
    }
    for (; was; was = await nextOf(earlier)) await listener.change(gone(was));
  } finally {
    await earlier.return?.();
  }
}

/** Whether a listing that began at `listedAt` had this file before it; one that does not say when it was fetched had. */
export function shouldHaveBeenListed(fetchedAt: string, listedAt: string): boolean {
  const at = Date.parse(fetchedAt);
  return Number.isNaN(at) || at < Date.parse(listedAt) - settledMs;
}

export function isSame(one: ManifestEntry, other: ManifestEntry): boolean {
  return (
    one.sha256 === other.sha256 &&
    one.bytes === other.bytes &&
    one.size === other.size &&
    one.md5 === other.md5 &&
    one.meta === other.meta &&
    one.fetchedAt === other.fetchedAt
  );
}

/** Whether two states of a file are the same. */
export function sameState(one: SealedState | null, other: SealedState | null): boolean {
  if (!one || !other) return one === other;
  return (
    one.sha256 === other.sha256 &&
    one.bytes === other.bytes &&
    one.size === other.size &&
    one.md5 === other.md5 &&
    one.meta === other.meta &&
    one.fetched_at === other.fetched_at
  );
}

/** Why a file changed, where an operator said so for the day: only a removal can be an erasure, or the end of retention. */
export function becauseOf(
  { was, is }: FileChange,
  said: RemovalReason | undefined,
): RemovalReason | 'unexplained' {
  return said && was && !is ? said : 'unexplained';
}

function gone(was: ManifestEntry): FileChange {
  return { path: was.path, was: stateOf(was), is: null };
}

function stateOf({ sha256, bytes, size, md5, meta, fetchedAt }: ManifestEntry): SealedState {
  return { sha256, bytes, size, md5, meta, fetched_at: fetchedAt };
}

async function nextOf(entries: AsyncIterator<ManifestEntry>): Promise<ManifestEntry | undefined> {
  const { done, value } = await entries.next();
  return done ? undefined : value;
}
