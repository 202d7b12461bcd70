/**
 * Which of the calls that Graph listed and no manifest has are gone because somebody said so: an erasure, or the end of
 * retention. A pure rule, used where a seal is made and where it is checked.
 */
import type { RemovalReason } from '../model/removal-reasons.ts';
import { compareDigits, type ListedVersion } from './listed-version.ts';
import type { SealedChange, SealedDay } from './seal.ts';
import { containerOf, parseSealedPath } from './sealed-path.ts';

export type ExplainedMissing = ListedVersion & {
  /** `undefined`: nobody said so. */
  because: RemovalReason | undefined;
};

/** This many versions are looked up at once. */
const defaultAtOnce = 50_000;

/**
 * In the order of `missing`. `changes`: of the seals up to the one that names these versions as missing, of its day and
 * of those that may have had them (`orderOfSearch`); may be read several times, and the first that explains a version counts.
 */
export async function* explainMissing(
  missing: AsyncIterable<ListedVersion>,
  changes: () => AsyncIterable<SealedChange>,
  atOnce = defaultAtOnce,
): AsyncGenerator<ExplainedMissing> {
  for await (const batch of inBatches(missing, atOnce)) yield* lookUp(batch, changes());
}

/** Whether a seal may explain why something of the day is gone. */
export function mayExplain({ changes, changesRest }: Pick<SealedDay, 'changes' | 'changesRest'>): boolean {
  return changesRest !== undefined || changes.some((change) => reasonOf(change) !== undefined);
}

async function* lookUp(
  missing: readonly ListedVersion[],
  changes: AsyncIterable<SealedChange>,
): AsyncGenerator<ExplainedMissing> {
  const sought = new Map<string, ListedVersion[]>();
  for (const listed of missing) sought.set(listed.id, [...(sought.get(listed.id) ?? []), listed]);
  const found = new Map<ListedVersion, RemovalReason>();
  for await (const change of changes) {
    const because = reasonOf(change);
    const record = because && parseSealedPath(containerOf(change.path), change.path)?.record;
    if (!record) continue;
    for (const listed of sought.get(record.callId) ?? [])
      if (!found.has(listed) && compareDigits(record.version, listed.version) >= 0)
        found.set(listed, because);
    if (found.size === missing.length) break;
  }
  for (const listed of missing) yield { ...listed, because: found.get(listed) };
}

/** What came before a fault is handed on first. */
async function* inBatches(
  items: AsyncIterable<ListedVersion>,
  atOnce: number,
): AsyncGenerator<ListedVersion[]> {
  let batch: ListedVersion[] = [];
  try {
    for await (const item of items) {
      batch.push(item);
      if (batch.length < atOnce) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    if (batch.length > 0) yield batch;
    throw error;
  }
  if (batch.length > 0) yield batch;
}

/** Nothing but a removal can be an erasure. */
function reasonOf({ is, because }: SealedChange): RemovalReason | undefined {
  return is === null && because !== 'unexplained' ? because : undefined;
}
