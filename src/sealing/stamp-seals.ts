/** Time stamps for seals that have none yet, the oldest first: of this run, and those that earlier runs did not get. */
import { IntegrityError } from '../errors.ts';
import { minuteMs } from '../model/durations.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import type { ProofStore } from '../ports/proof-store.ts';
import type { TimeStampAuthority } from '../ports/time-stamp-authority.ts';
import { proofContainer, sealPath, stampPath } from '../proof/proof-paths.ts';
import { maxSealBytes } from '../proof/seal.ts';
import { readSeal } from './read-seal.ts';

export interface StampingTools {
  /** `undefined`: none is set. */
  timeStamps: TimeStampAuthority | undefined;
  files: HeldFiles;
  proof: ProofStore;
  note: NoteEvent;
  now(): Date;
}

/** How many of the newest seals are looked at where nothing is known of them. */
const maxUnknown = 100;

/** Seals that expect a stamp, of those after `noted`: a run may end between its seal and the note of it. */
export async function listUnnoted(
  noted: number | undefined,
  newest: number | undefined,
  files: HeldFiles,
): Promise<number[]> {
  const unnoted: number[] = [];
  const last = newest ?? 0;
  for (let sequence = Math.max(noted ?? 0, last - maxUnknown) + 1; sequence <= last; sequence += 1) {
    const found = await readSeal(sequence, files);
    if (found?.seal?.stampExpected) unnoted.push(sequence);
  }
  return unnoted;
}

/** However long the seal took; an authority has 20 seconds for each. */
const stampingTimeMs = minuteMs;

/** Returns the seals that still have none. After the first failure the authority is left alone until the next run. */
export async function stampSeals(
  sequences: readonly number[],
  held: AbortSignal,
  tools: StampingTools,
): Promise<number[]> {
  const { timeStamps, files, proof, note, now } = tools;
  const deadline = new Date(now().getTime() + stampingTimeMs);
  const left = [...new Set(sequences)].sort((a, b) => a - b);
  while (timeStamps && left.length > 0 && now() <= deadline) {
    held.throwIfAborted();
    const [sequence = 0] = left;
    const seal = await readUnstamped(sequence, files);
    if (seal) {
      const stamping = await timeStamps.stamp(seal);
      if (stamping.outcome === 'failed') {
        note('sealing.stamp-failed', { sequence, why: stamping.why, waiting: left.length });
        break;
      }
      await proof.create(stampPath(sequence), stamping.response);
      note('sealing.stamped', { sequence, stamped_at: stamping.stampedAt.toISOString() });
    }
    left.shift();
  }
  return left;
}

/** `undefined`: it has a stamp, or is no seal any more. */
async function readUnstamped(sequence: number, files: HeldFiles): Promise<Uint8Array | undefined> {
  for await (const { path } of files.list(proofContainer, stampPath(sequence)))
    if (path === stampPath(sequence)) return undefined;
  try {
    return await files.read(proofContainer, sealPath(sequence), maxSealBytes);
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}
