/** Makes what the next seal says of its days: first the manifests of all of them, then what Graph listed. */
import type { SealedDayRow } from '../model/sealed-day-row.ts';
import type { SealRequest } from '../model/work-request.ts';
import { maxInSeal, maxSealBytes, type SealedDay } from '../proof/seal.ts';
import { compareWithGraph, type GraphComparisonTools } from './compare-with-graph.ts';
import type { DayNumbers } from './describe-seal.ts';
import { findLists, type KeptLists } from './find-lists.ts';
import { type MadeManifest, type ManifestTools, makeManifest } from './make-manifest.ts';
import { stateOfDay } from './plan-days.ts';

export interface PreparedDay {
  sealed: SealedDay;
  numbers: DayNumbers;
}

export interface DaysOrder {
  /** To be sealed, the oldest first. */
  days: readonly string[];
  because: SealRequest['because'];
  sealed: ReadonlyMap<string, SealedDayRow>;
  /** No day is begun after this, but for the first. */
  deadline: Date;
  held: AbortSignal;
}

/** How much of a seal a version that is missing or archived elsewhere takes at most. */
const listedBytes = 220;
/** How much of a seal its days may take. */
const daysBytes = maxSealBytes - 64 * 1024;

interface MadeDay {
  manifest: MadeManifest;
  lists: KeptLists;
}

/** As many of the days as there is time and room for, one at least. */
export async function prepareDays(
  { days, because, sealed, deadline, held }: DaysOrder,
  tools: ManifestTools & GraphComparisonTools,
): Promise<PreparedDay[]> {
  const made = new Map<string, MadeDay>();
  let sizeBytes = 0;
  for (const day of days) {
    held.throwIfAborted();
    if (made.size > 0 && tools.now() > deadline) break;
    const one = {
      manifest: await makeManifest({ day, before: sealed.get(day), because }, tools),
      lists: await findLists(day, tools.files),
    };
    sizeBytes += sizeInSeal(one);
    // Named by no seal, the manifest of this day is harmless; the next part makes another.
    if (made.size > 0 && sizeBytes > daysBytes) break;
    made.set(day, one);
  }
  const manifests = new Map([...sealed].map(([day, row]) => [day, row.manifest]));
  for (const [day, { manifest }] of made) manifests.set(day, manifest.manifest);
  const prepared: PreparedDay[] = [];
  for (const [date, { manifest, lists }] of made) {
    held.throwIfAborted();
    const { calls, unexplained, ...rest } = manifest;
    const state = stateOfDay(date, sealed.get(date), manifest.listedAt);
    const graph = await compareWithGraph(date, lists, manifests, tools);
    prepared.push({ sealed: { date, state, ...rest, graph }, numbers: { calls, unexplained } });
  }
  return prepared;
}

/** At most: every listed version may turn out to be missing, or archived under another day. */
function sizeInSeal({ manifest, lists: { newest } }: MadeDay): number {
  return JSON.stringify(manifest).length + 1024 + Math.min(newest?.listed ?? 0, 2 * maxInSeal) * listedBytes;
}
