/** The whole lists of a UTC day that full reconciles kept, with what their evidence says of them. */
import { z } from 'zod';
import { evidencePrefix } from '../model/archive-path.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { listPrefix, parseDayFilePath, proofContainer } from '../proof/proof-paths.ts';

export interface KeptList {
  path: string;
  comparedAt: string;
  /** Rows that name no call, or no version of it. */
  unreadable: number;
  /** About how many versions it has. */
  listed: number;
}

export interface KeptLists {
  newest: KeptList | undefined;
  /** The ones before, the newest first. */
  older: AsyncGenerator<KeptList, undefined>;
}

const evidenceContainer = 'call-evidence';
const maxEvidenceBytes = 64 * 1024;

const evidence = z.object({
  comparedAt: z.iso.datetime(),
  unreadable: z.int().nonnegative(),
  listed: z.int().nonnegative(),
});

export async function findLists(day: string, files: HeldFiles): Promise<KeptLists> {
  const lists = listLists(day, files);
  return { newest: (await lists.next()).value, older: lists };
}

/** The newest first; one whose evidence is gone does not say when it was made, and is left out. */
async function* listLists(day: string, files: HeldFiles): AsyncGenerator<KeptList, undefined> {
  const kept = await Array.fromAsync(files.list(proofContainer, listPrefix(day)));
  for (const { path } of kept.reverse()) {
    const runId = parseDayFilePath(path)?.runId;
    const facts = runId === undefined ? undefined : await readEvidence(day, runId, files);
    if (facts) yield { path, ...facts };
  }
  return undefined;
}

/** The evidence names the run with milliseconds, the list without. */
async function readEvidence(day: string, runId: string, files: HeldFiles) {
  for await (const { path } of files.list(evidenceContainer, evidencePrefix(day, runId))) {
    const bytes = await files.read(evidenceContainer, path, maxEvidenceBytes);
    const { data } = evidence.safeParse(parseJson(bytes));
    if (data) return data;
  }
  return undefined;
}

function parseJson(bytes: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(bytes ?? []).toString());
  } catch {
    return undefined;
  }
}
