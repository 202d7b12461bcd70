/** What the check of some days reads in `call-proof`: the whole chain, and what its seals name of these days. */
import { dayMs } from '../model/durations.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { parseSealPath, parseStampPath, proofContainer, sealPrefix } from './proof-paths.ts';
import { maxSealBytes, parseSeal, type Seal, type SealedDay } from './seal.ts';

export interface Evidence {
  /** Of every seal and stamp, and of all files that they name of the days. */
  paths: string[];
  /** Whose archive it is, and the first day that it claims; `undefined` when no seal can be read. */
  claim: Pick<Seal, 'tenantId' | 'sealsFrom'> | undefined;
  /** Names of seals that are none. They are evidence too. */
  unreadable: string[];
}

/** A listed version may be archived under another day, this far away: its manifests are read as well. */
const neighboursMs = 31 * dayMs;

/** `days`: both included. */
export async function listEvidence(
  files: HeldFiles,
  days: { first: string; last: string },
  signal?: AbortSignal,
): Promise<Evidence> {
  const evidence: Evidence = { paths: [], claim: undefined, unreadable: [] };
  for await (const { path } of files.list(proofContainer, sealPrefix)) {
    signal?.throwIfAborted();
    const isSeal = parseSealPath(path) !== undefined;
    if (!isSeal && parseStampPath(path) === undefined) continue;
    evidence.paths.push(path);
    if (!isSeal) continue;
    const seal = parseOrNot(await files.read(proofContainer, path, maxSealBytes));
    if (!seal) evidence.unreadable.push(path);
    evidence.claim ??= seal;
    for (const day of seal?.days ?? []) evidence.paths.push(...namedPaths(day, days));
  }
  return evidence;
}

function namedPaths(day: SealedDay, { first, last }: { first: string; last: string }): string[] {
  const { date, manifest, graph, changesRest } = day;
  const at = Date.parse(date);
  if (at < Date.parse(first) - neighboursMs || at > Date.parse(last) + neighboursMs) return [];
  if (date < first || date > last) return [manifest.path];
  const compared = 'reason' in graph ? [] : [graph.list, graph.missingRest, graph.elsewhereRest];
  return [manifest, changesRest, ...compared].flatMap((named) => named?.path ?? []);
}

function parseOrNot(bytes: Uint8Array | undefined): Seal | undefined {
  try {
    return bytes && parseSeal(bytes);
  } catch {
    return undefined;
  }
}
