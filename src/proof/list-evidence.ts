/** What the check of some days reads in `call-proof`: the whole chain, and what its seals name of these days. */
import { mapInOrder } from '../concurrency/map-in-order.ts';
import { IntegrityError, ShapeError } from '../errors.ts';
import { dayMs } from '../model/durations.ts';
import type { ReadingListener } from '../ports/call-archive.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { parseSealPath, parseStampPath, proofContainer, sealPrefix } from './proof-paths.ts';
import { maxSealBytes, parseSeal, type Seal, type SealedDay } from './seal.ts';

export interface Evidence {
  /** Of every seal and stamp, and of all files that they name of the days. */
  paths: string[];
  /** Whose archive it is, and the first day that any seal claims; `undefined` when no seal can be read. */
  claim: Pick<Seal, 'tenantId' | 'sealsFrom'> | undefined;
  /** Names of seals that are none. They are evidence too. */
  unreadable: string[];
}

/** A listed version may be archived under another day, this far away, or have been erased there. */
const neighboursMs = 31 * dayMs;

const readAhead = 8;

/** `days`: both included. */
export async function listEvidence(
  files: HeldFiles,
  days: { first: string; last: string },
  { signal, progress }: Pick<ReadingListener, 'signal' | 'progress'> = {},
): Promise<Evidence> {
  const evidence: Evidence = { paths: [], claim: undefined, unreadable: [] };
  const found = mapInOrder(listChain(files), readAhead, async (path) => {
    signal?.throwIfAborted();
    const isStamp = parseStampPath(path) !== undefined;
    return { path, isStamp, seal: isStamp ? undefined : await readSealOrNot(files, path) };
  });
  for await (const { path, isStamp, seal } of found) {
    evidence.paths.push(path);
    progress?.({ done: evidence.paths.length, what: 'files of the proof' });
    if (!isStamp && !seal) evidence.unreadable.push(path);
    if (seal) evidence.claim = widen(evidence.claim, seal);
    for (const day of seal?.days ?? []) evidence.paths.push(...namedPaths(day, days));
  }
  return evidence;
}

/** A later seal may claim earlier days: what came of them later is theirs. */
function widen(claim: Evidence['claim'], { tenantId, sealsFrom }: Seal): Evidence['claim'] {
  if (claim && claim.sealsFrom <= sealsFrom) return claim;
  return { tenantId: claim?.tenantId ?? tenantId, sealsFrom };
}

/** The names of seals and stamps, in order. */
async function* listChain(files: HeldFiles): AsyncGenerator<string> {
  for await (const { path } of files.list(proofContainer, sealPrefix))
    if (parseSealPath(path) !== undefined || parseStampPath(path) !== undefined) yield path;
}

function namedPaths(day: SealedDay, { first, last }: { first: string; last: string }): string[] {
  const { date, manifest, graph, changesRest } = day;
  const at = Date.parse(date);
  if (at < Date.parse(first) - neighboursMs || at > Date.parse(last) + neighboursMs) return [];
  if (date < first || date > last) return [manifest, changesRest].flatMap((named) => named?.path ?? []);
  const compared = 'reason' in graph ? [] : [graph.list, graph.missingRest, graph.elsewhereRest];
  return [manifest, changesRest, ...compared].flatMap((named) => named?.path ?? []);
}

/** `undefined`: it is no seal, or far too long for one. */
async function readSealOrNot(files: HeldFiles, path: string): Promise<Seal | undefined> {
  try {
    const bytes = await files.read(proofContainer, path, maxSealBytes);
    return bytes && parseSeal(bytes);
  } catch (error) {
    if (error instanceof IntegrityError || error instanceof ShapeError) return undefined;
    throw error;
  }
}
