/**
 * A day that is the same in two of its seals: where manifest and list have the lines that they had in the seal before, and
 * the seal says that nothing changed, only their bytes are checked. Bought for the CPU of `verify`: most days are sealed six times, and
 * change between the first two.
 */
import { checkUnpacked, type ProofPlace } from './read-proof-file.ts';
import type { NamedLines, SealedDay } from './seal.ts';

/** `false`: something is not the same, and nothing was checked. Throws DamagedProof. */
export async function checkUnchanged(
  sealed: SealedDay,
  before: SealedDay,
  place: ProofPlace,
): Promise<boolean> {
  const { manifest, graph, changes, changesRest, added } = sealed;
  if (changes.length > 0 || changesRest || added > 0) return false;
  if (!isSame(manifest, before.manifest) || manifest.root !== before.manifest.root) return false;
  if ('reason' in graph) {
    await checkUnpacked(place, manifest, 'manifests');
    return true;
  }
  // Where the day's own manifest has all that Graph listed, those of other days say nothing.
  if ('reason' in before.graph || !isSame(graph.list, before.graph.list)) return false;
  if (hasAbsent(graph) || hasAbsent(before.graph)) return false;
  await checkUnpacked(place, manifest, 'manifests');
  await checkUnpacked(place, graph.list, 'lists');
  return true;
}

function isSame(one: NamedLines, other: NamedLines): boolean {
  return one.sha256 === other.sha256 && one.entries === other.entries;
}

function hasAbsent(graph: Exclude<SealedDay['graph'], { reason: string }>): boolean {
  return graph.missing.length + graph.elsewhere.length > 0 || !!graph.missingRest || !!graph.elsewhereRest;
}
