/** The first seals of a day among thousands: the chain is in the order of time, so few of them are read. */
import { IntegrityError } from '../errors.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { parseSealPath, proofContainer, sealPath, sealPrefix } from './proof-paths.ts';
import { maxSealBytes, parseSeal, type Seal, type SealedDay } from './seal.ts';

export interface FoundSeal {
  seal: Seal;
  bytes: Uint8Array;
  sealed: SealedDay;
}

/** Every seal of a UTC day, in order; read as they are taken. Throws IntegrityError at one that cannot be read. */
export async function* listSealsOf(files: HeldFiles, day: string): AsyncGenerator<FoundSeal> {
  const sequences: number[] = [];
  for await (const { path } of files.list(proofContainer, sealPrefix)) {
    const sequence = parseSealPath(path);
    if (sequence !== undefined) sequences.push(sequence);
  }
  for (const sequence of sequences.slice(await findFirst(files, sequences, day))) {
    const { seal, bytes } = await readSeal(files, sequence);
    for (const sealed of seal.days) if (sealed.date === day) yield { seal, bytes, sealed };
  }
}

/** Where the seals begin that were made on that day or later: none before it can be of that day. */
async function findFirst(files: HeldFiles, sequences: readonly number[], day: string): Promise<number> {
  let [low, high] = [0, sequences.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { seal } = await readSeal(files, sequences[middle] ?? 0);
    if (seal.sealedAt.slice(0, 10) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function readSeal(files: HeldFiles, sequence: number): Promise<{ seal: Seal; bytes: Uint8Array }> {
  const path = sealPath(sequence);
  const bytes = await files.read(proofContainer, path, maxSealBytes);
  if (!bytes) throw new IntegrityError(`Reading ${proofContainer}/${path}: it is not there`);
  try {
    return { seal: parseSeal(bytes), bytes };
  } catch (cause) {
    throw new IntegrityError(`Reading ${proofContainer}/${path}: it is no seal`, { cause });
  }
}
