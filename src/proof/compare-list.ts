/**
 * What Graph listed for a day against what the manifests have: which versions are missing, and which are archived under
 * another day, since a version may start on another day than the one before. Never from the index. A pure rule, used
 * where a seal is made and where it is checked.
 */
import { compareDigits, type ListedVersion } from './listed-version.ts';
import type { ManifestEntry } from './manifest-line.ts';
import type { Elsewhere } from './seal.ts';
import { parseSealedPath } from './sealed-path.ts';

export type ListedElsewhere = ListedVersion & {
  /** Where it is archived, in that version or a later one; `undefined`: in no manifest, it is missing. */
  path: Elsewhere['path'] | undefined;
};

/** How far the days of two versions of a call may lie apart. */
export const neighbourDays = 31;

/** This many versions that their own day does not have are looked up at once. */
const defaultAtOnce = 50_000;

export interface ListComparison {
  /** In the order of lists. */
  list: AsyncIterable<ListedVersion>;
  /** The day's manifest of the same seal. */
  ownDay: AsyncIterable<ManifestEntry>;
  /**
   * The newest manifests of the other days as of that seal, its own days included, up to `neighbourDays` away, in the order of
   * `orderOfSearch`. Each may be read several times.
   */
  otherDays: readonly (() => AsyncIterable<ManifestEntry>)[];
  atOnce?: number;
}

/** In the order of the list. Memory is bounded however many there are. */
export async function* compareList({
  list,
  ownDay,
  otherDays,
  atOnce = defaultAtOnce,
}: ListComparison): AsyncGenerator<ListedElsewhere> {
  let absent: ListedVersion[] = [];
  for await (const listed of findAbsent(list, ownDay)) {
    absent.push(listed);
    if (absent.length < atOnce) continue;
    yield* lookUp(absent, otherDays);
    absent = [];
  }
  yield* lookUp(absent, otherDays);
}

/** The days around `day` in which a version may be: the nearest first, of two the later one first. */
export function orderOfSearch(day: string, days: Iterable<string>): string[] {
  const distance = (other: string) => (Date.parse(other) - Date.parse(day)) / 86_400_000;
  return [...new Set(days)]
    .map((other) => ({ other, away: distance(other) }))
    .filter(({ away }) => away !== 0 && Math.abs(away) <= neighbourDays)
    .sort((a, b) => Math.abs(a.away) - Math.abs(b.away) || b.away - a.away)
    .map(({ other }) => other);
}

/** The listed versions that a manifest does not have, in that version or a later one. Both are in the order of ids. */
async function* findAbsent(
  list: AsyncIterable<ListedVersion>,
  manifest: AsyncIterable<ManifestEntry>,
): AsyncGenerator<ListedVersion> {
  const calls = newestOfCalls(manifest);
  try {
    let call = (await calls.next()).value;
    for await (const listed of list) {
      while (call && call.id < listed.id) call = (await calls.next()).value;
      if (call?.id !== listed.id || compareDigits(call.version, listed.version) < 0) yield listed;
    }
  } finally {
    await calls.return(undefined);
  }
}

/** Each call of a manifest with its newest version. */
async function* newestOfCalls(
  manifest: AsyncIterable<ManifestEntry>,
): AsyncGenerator<ListedVersion, undefined> {
  let newest: ListedVersion | undefined;
  for await (const { container, path } of manifest) {
    const record = parseSealedPath(container, path)?.record;
    if (!record) continue;
    const { callId: id, version } = record;
    if (newest && newest.id !== id) yield newest;
    if (newest?.id !== id || compareDigits(version, newest.version) > 0) newest = { id, version };
  }
  if (newest) yield newest;
  return undefined;
}

/** The first day that has the version or a later one counts, with the newest version that it has. */
async function* lookUp(
  absent: readonly ListedVersion[],
  otherDays: ListComparison['otherDays'],
): AsyncGenerator<ListedElsewhere> {
  const sought = new Map<string, ListedVersion[]>();
  for (const listed of absent) sought.set(listed.id, [...(sought.get(listed.id) ?? []), listed]);
  const found = new Map<ListedVersion, string>();
  for (const open of otherDays) {
    if (sought.size === 0) break;
    const newest = new Map<string, { version: string; path: string }>();
    for await (const { container, path } of open()) {
      const record = parseSealedPath(container, path)?.record;
      if (!record || !sought.has(record.callId)) continue;
      const known = newest.get(record.callId);
      if (!known || compareDigits(record.version, known.version) > 0)
        newest.set(record.callId, { version: record.version, path });
    }
    for (const [id, { version, path }] of newest) {
      const still = (sought.get(id) ?? []).filter((listed) => {
        if (compareDigits(version, listed.version) < 0) return true;
        found.set(listed, path);
        return false;
      });
      if (still.length > 0) sought.set(id, still);
      else sought.delete(id);
    }
  }
  for (const listed of absent) yield { ...listed, path: found.get(listed) };
}
