/**
 * Step 2, and the comparison of step 5: every seal of one day in order. Each manifest is read once; while its lines pass
 * by, they are compared with those of the manifest before and with Graph's list, and what comes out with what the seal says.
 */
import { checkUnchanged } from './check-unchanged.ts';
import { compareList, orderOfSearch } from './compare-list.ts';
import { compareManifests, type FileChange, sameState } from './compare-manifests.ts';
import { compareListed } from './listed-version.ts';
import type { ManifestEntry } from './manifest-line.ts';
import { matchInOrder } from './match-in-order.ts';
import { sealPath } from './proof-paths.ts';
import {
  DamagedProof,
  type ProofPlace,
  readChanges,
  readElsewhere,
  readMissing,
  readSealedList,
  readSealedManifest,
} from './read-proof-file.ts';
import type { Comparison, SealedDay } from './seal.ts';
import { type DaySeal, hasHole, newestAsOf } from './sealed-chain.ts';
import { containerOf } from './sealed-path.ts';
import type { VerifyWork } from './verify-work.ts';

/** Says whether the newest manifest of the day is what its seal says, so that files can be compared with it. */
export async function checkSealedDay(
  day: string,
  seals: readonly DaySeal[],
  work: VerifyWork,
): Promise<boolean> {
  let before: DaySeal | 'none' | 'damaged' = 'none';
  let sealedBefore: SealedDay | undefined;
  for (const seal of seals) {
    work.signal.throwIfAborted();
    const sealed = await work.readSealedDay(seal.sequence, day);
    // The manifest before may be one of which nothing is known.
    if (hasHole(work.chain, typeof before === 'object' ? before.sequence : 0, seal.sequence))
      before = 'damaged';
    try {
      if (!sealed)
        throw new DamagedProof(sealPath(seal.sequence), 'altered', 'It changed while it was checked');
      const isUnchanged =
        typeof before === 'object' &&
        sealedBefore &&
        (await checkUnchanged(sealed, sealedBefore, work.placeOf(day)));
      if (!isUnchanged) await checkOneSeal(sealed, seal, before, work);
      before = seal;
    } catch (error) {
      if (!(error instanceof DamagedProof)) throw error;
      work.tellDamaged(error, seal.sequence);
      // Where only a list or a rest is damaged, the manifest may still be good.
      before = error.path === seal.manifest.path || !sealed ? 'damaged' : seal;
      if (before !== 'damaged' && !(await isWhole(seal, day, work))) before = 'damaged';
    }
    sealedBefore = sealed;
    work.counts.manifests += 1;
    work.progress();
  }
  return before !== 'damaged';
}

async function checkOneSeal(
  sealed: SealedDay,
  seal: DaySeal,
  before: DaySeal | 'none' | 'damaged',
  work: VerifyWork,
): Promise<void> {
  const place = work.placeOf(sealed.date);
  const changes = checkChanges(sealed, seal, place, work);
  let added = 0;
  const manifest = readSealedManifest(place, sealed.manifest);
  const earlier = typeof before === 'object' ? before : undefined;
  const entries =
    before === 'damaged'
      ? manifest
      : compareManifests(
          earlier ? readSealedManifest(place, unrooted(earlier)) : nothing(),
          manifest,
          earlier?.listedAt,
          {
            change: changes.found,
            added: () => {
              added += 1;
            },
          },
        );
  await compareWithGraph(sealed, seal, entries, place, work);
  if (before === 'damaged') return;
  await changes.end();
  if (added !== sealed.added)
    work.tell(
      'seal-inconsistent',
      work.nameOf(seal.sequence),
      `${sealed.date}: it says that ${sealed.added} files were added; the manifests show ${added}`,
    );
}

/** The changes that the manifests show against those that the seal tells. */
function checkChanges(sealed: SealedDay, { sequence }: DaySeal, place: ProofPlace, work: VerifyWork) {
  const recorded = readChanges(place, sealed.changes, sealed.changesRest);
  const detail = `Seal ${sequence}`;
  const match = matchInOrder<FileChange, SealedDay['changes'][number]>(
    recorded,
    (one, found) => (one.path === found.path ? 0 : one.path < found.path ? -1 : 1),
    (one) => work.tell('change-untrue', nameOf(one.path), detail),
  );
  return {
    async found(change: FileChange): Promise<void> {
      const said = await match.take(change);
      const name = nameOf(change.path);
      if (!said || !sameState(said.was, change.was) || !sameState(said.is, change.is))
        return work.tell('change-unrecorded', name, `${detail}: it was ${explainChange(change)}`);
      // Nothing but a removal can be an erasure.
      if (said.because === 'unexplained' || change.is !== null)
        return work.tell('change-unexplained', name, `${detail}: it was ${explainChange(change)}`);
      if (said.because === 'erasure') work.counts.erased += 1;
      else work.counts.expired += 1;
    },
    end: match.end,
  };
}

function explainChange({ was, is }: FileChange): string {
  if (!was) return 'added later than it says that it was fetched';
  if (!is) return 'removed';
  return was.sha256 === is.sha256 && was.bytes === is.bytes ? 'altered beside its document' : 'altered';
}

/** Takes all of the manifest, whether there is a list to compare it with or not. */
async function compareWithGraph(
  { date, graph }: SealedDay,
  seal: DaySeal,
  entries: AsyncGenerator<ManifestEntry>,
  place: ProofPlace,
  work: VerifyWork,
): Promise<void> {
  try {
    // Where a seal before is not known, nor are the manifests of other days that it names.
    const canCompare = !hasHole(work.chain, 0, seal.sequence);
    if (!('reason' in graph) && canCompare) await compareWithList(date, graph, seal, entries, place, work);
    for (let one = await entries.next(); !one.done; one = await entries.next());
  } finally {
    await entries.return(undefined);
  }
}

async function compareWithList(
  date: string,
  graph: Comparison,
  { sequence }: DaySeal,
  entries: AsyncGenerator<ManifestEntry>,
  place: ProofPlace,
  work: VerifyWork,
): Promise<void> {
  const differ = (id: string, version: string, why: string) =>
    work.tell('comparison-differs', id, `Version ${version}, listed for ${date}, seal ${sequence}: ${why}`);
  const missing = matchInOrder(
    readMissing(place, graph.missing, graph.missingRest),
    compareListed,
    ({ id, version }) => differ(id, version, 'it says that the call is missing, and it is not'),
  );
  const elsewhere = matchInOrder(
    readElsewhere(place, graph.elsewhere, graph.elsewhereRest),
    compareListed,
    ({ id, version }) =>
      differ(id, version, 'it says that the call is archived under another day, and it is not'),
  );
  const others = orderOfSearch(date, work.chain.days.keys()).flatMap((day) => {
    const newest = newestAsOf(work.chain, day, sequence);
    return newest ? [() => readSealedManifest(work.placeOf(day), unrooted(newest))] : [];
  });
  // Without `return`, so that the manifest stays open when the list has come to its end.
  const ownDay = { [Symbol.asyncIterator]: () => ({ next: () => entries.next() }) };
  for await (const one of compareList({
    list: readSealedList(place, graph.list),
    ownDay,
    otherDays: others,
  })) {
    const said = one.path === undefined ? await missing.take(one) : await elsewhere.take(one);
    if (!said)
      differ(
        one.id,
        one.version,
        `it is ${one.path ? `archived as ${one.path}` : 'missing'}, which the seal does not say`,
      );
    else if ('path' in said && said.path !== one.path)
      differ(one.id, one.version, `it is archived as ${one.path}, not as ${said.path}`);
  }
  await missing.end();
  await elsewhere.end();
}

async function isWhole(seal: DaySeal, day: string, work: VerifyWork): Promise<boolean> {
  try {
    for await (const _ of readSealedManifest(work.placeOf(day), seal.manifest));
    return true;
  } catch (error) {
    if (error instanceof DamagedProof) return false;
    throw error;
  }
}

/** For a manifest whose root was checked when it was the newest. */
function unrooted({ manifest }: DaySeal) {
  return { ...manifest, root: undefined };
}

function nameOf(path: string): string {
  return `${containerOf(path)}/${path}`;
}

async function* nothing(): AsyncGenerator<ManifestEntry> {}
