/** Step 5: calls that Graph listed and nobody has, and days that were not compared or not sealed. */
import { daysBetween, earlierDay, laterDay } from '../model/day-ranges.ts';
import { utcDay } from '../model/day-window.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { orderOfSearch } from './compare-list.ts';
import { isDenied } from './denied.ts';
import type { DeviationKind } from './deviation.ts';
import { type ExplainedMissing, explainMissing } from './explain-missing.ts';
import { compareListed, type ListedVersion } from './listed-version.ts';
import { matchInOrder } from './match-in-order.ts';
import { DamagedProof, readChanges, readMissing } from './read-proof-file.ts';
import type { Comparison, SealedChange } from './seal.ts';
import { isOverdue } from './seal-schedule.ts';
import { type DaySeal, newestAsOf, type SealedChain } from './sealed-chain.ts';
import { sealedPrefixes } from './sealed-path.ts';
import type { VerifyWork } from './verify-work.ts';

export interface GapOptions {
  first: string | undefined;
  last: string | undefined;
  /** What this seal and those before it name already does not count. */
  known: number | undefined;
  now: Date;
  /** A downloaded copy claims no days after its newest seal of which it has no file. */
  isCopy: boolean;
}

/** What the newest comparison of a sealed day says. */
export async function checkDayGaps(
  day: string,
  seals: readonly DaySeal[],
  options: GapOptions,
  work: VerifyWork,
): Promise<void> {
  const { known } = options;
  const compared = seals.findLast(({ isCompared }) => isCompared);
  if (!compared) return tellUncompared(day, seals, options, work);
  const knownSeal = seals.findLast(({ sequence, isCompared }) => isCompared && sequence <= (known ?? 0));
  const graph = await readComparison(day, compared, work);
  if (!graph) return;
  const before = knownSeal && (await readComparison(day, knownSeal, work));
  const { counts, tell } = work;
  counts.daysCompared += 1;
  counts.listed += graph.list.entries;
  counts.elsewhere += graph.elsewhere.length + (graph.elsewhereRest?.entries ?? 0);
  if (graph.unreadable > 0)
    tell(
      graph.unreadable <= (before?.unreadable ?? 0) ? 'gap-known' : 'list-unreadable',
      day,
      `${graph.unreadable} of the calls that Graph listed`,
    );
  await tellMissing(day, { ...graph, sequence: compared.sequence }, before, work);
}

async function tellMissing(
  day: string,
  graph: Comparison & { sequence: number },
  before: Comparison | undefined,
  work: VerifyWork,
): Promise<void> {
  const place = work.placeOf(day);
  const knownBefore = before ? readMissing(place, before.missing, before.missingRest) : none();
  const known = matchInOrder(knownBefore, compareListed, () => undefined);
  try {
    const missing = readMissing(place, graph.missing, graph.missingRest);
    for await (const listed of explainMissing(missing, () => readRemovals(day, graph.sequence, work))) {
      const kind =
        countExplained(listed, work) ?? ((await known.take(listed)) ? 'gap-known' : 'call-missing');
      work.tell(kind, listed.id, `Version ${listed.version}, listed for ${day} at ${graph.comparedAt}`);
    }
  } catch (error) {
    // What a seal names and is not there was told when its day was checked.
    if (!(error instanceof DamagedProof)) throw error;
  }
}

/** A call that somebody said to be gone is not missing. */
function countExplained({ because }: ExplainedMissing, { counts }: VerifyWork): DeviationKind | undefined {
  switch (because) {
    case 'erasure':
      counts.listedErased += 1;
      return 'call-erased';
    case 'retention':
      counts.listedExpired += 1;
      return 'call-expired';
    default:
      counts.missing += 1;
      return undefined;
  }
}

/** What the seals up to this one say of files that are gone, of this day and of those around it; the newest first. */
async function* readRemovals(day: string, sequence: number, work: VerifyWork): AsyncGenerator<SealedChange> {
  const seals = [day, ...orderOfSearch(day, work.chain.days.keys())].flatMap((date) =>
    (work.chain.days.get(date) ?? []).map((seal) => ({ date, ...seal })),
  );
  const telling = seals.filter((seal) => seal.mayExplain && seal.sequence <= sequence);
  for (const one of telling.sort((a, b) => b.sequence - a.sequence)) {
    const sealed = await work.readSealedDay(one.sequence, one.date);
    if (!sealed) continue;
    try {
      yield* readChanges(work.placeOf(one.date), sealed.changes, sealed.changesRest);
    } catch (error) {
      if (!(error instanceof DamagedProof)) throw error;
      work.tellDamaged(error, one.sequence);
    }
  }
}

async function readComparison(
  day: string,
  { sequence }: DaySeal,
  work: VerifyWork,
): Promise<Comparison | undefined> {
  const graph = (await work.readSealedDay(sequence, day))?.graph;
  return graph && !('reason' in graph) ? graph : undefined;
}

async function tellUncompared(
  day: string,
  seals: readonly DaySeal[],
  { known, now }: GapOptions,
  work: VerifyWork,
): Promise<void> {
  const newest = seals.at(-1);
  const graph = newest && (await work.readSealedDay(newest.sequence, day))?.graph;
  const reason = graph && 'reason' in graph ? graph.reason : undefined;
  const first = firstCompared(work.chain);
  if (first === undefined || day < first) return work.tell('before-first-comparison', day, reason);
  if (!isOverdue(day, undefined, now)) return work.tell('not-compared-yet', day, reason);
  const isKnown = newestAsOf(work.chain, day, known ?? 0) !== undefined;
  work.tell(isKnown ? 'gap-known' : 'day-not-compared', day, reason);
}

function firstCompared(chain: SealedChain): string | undefined {
  const compared = [...chain.days].filter(([, seals]) => seals.some(({ isCompared }) => isCompared));
  return compared.map(([day]) => day).sort()[0];
}

/** Claimed days that should be sealed by now, and are not. */
export async function checkUnsealedDays(
  options: GapOptions,
  denied: Set<string>,
  work: VerifyWork,
): Promise<void> {
  const { chain, files, tell } = work;
  const { sealsFrom, newest } = chain;
  if (sealsFrom === undefined) return;
  const { first = sealsFrom, last = '9999-12-31', known, now, isCopy } = options;
  const today = utcDay(now);
  const newestAt = new Date(newest?.sealedAt ?? now);
  const knownAt = known === undefined ? undefined : chain.seals.get(known)?.sealedAt;
  const from = laterDay(first, sealsFrom);
  const to = earlierDay(last, today);
  for (const day of daysBetween(from, to)) {
    work.signal.throwIfAborted();
    if (chain.days.has(day) || !isOverdue(day, undefined, now)) continue;
    if (isCopy && !isOverdue(day, undefined, newestAt) && !(await hasFiles(day, files, denied, work)))
      continue;
    const isKnown = knownAt !== undefined && isOverdue(day, undefined, new Date(knownAt));
    tell(isKnown ? 'gap-known' : 'day-not-sealed', day);
  }
}

async function hasFiles(
  day: string,
  files: HeldFiles,
  denied: ReadonlySet<string>,
  { chain }: VerifyWork,
): Promise<boolean> {
  for (const { container, prefix } of sealedPrefixes(chain.tenantId ?? '', day)) {
    if (denied.has(container)) continue;
    try {
      for await (const _ of files.list(container, prefix)) return true;
    } catch (error) {
      if (!isDenied(error)) throw error;
    }
  }
  return false;
}

async function* none(): AsyncGenerator<ListedVersion> {}
