/** What the steps of a check share while it goes on. */
import type { HeldFiles } from '../ports/held-files.ts';
import type { Tell } from './findings.ts';
import { proofContainer, sealPath } from './proof-paths.ts';
import type { DamagedProof, ProofPlace } from './read-proof-file.ts';
import { hashSeal, maxSealBytes, parseSeal, type Seal, type SealedDay } from './seal.ts';
import type { SealedChain } from './sealed-chain.ts';

/** What was checked, and what was found that is no deviation. */
export interface VerifyCounts {
  seals: number;
  stamps: number;
  days: number;
  manifests: number;
  /** Files that were erased, or deleted at the end of their retention, and whose seal says so. */
  erased: number;
  expired: number;
  /** Of the newest manifests. */
  files: number;
  /** Of these, how many were read and hashed. */
  filesRead: number;
  /** Files of sealed days that no manifest has. */
  unsealed: number;
  /** Files that an operating system or azcopy left in a downloaded folder. */
  litter: number;
  /** Days whose newest comparison with Graph was made again, and what it says. */
  daysCompared: number;
  listed: number;
  missing: number;
  /** Listed, and gone by an erasure or at the end of retention, as the seals say: not missing. */
  listedErased: number;
  listedExpired: number;
  elsewhere: number;
}

export interface VerifyWork {
  files: HeldFiles;
  chain: SealedChain;
  counts: VerifyCounts;
  tell: Tell;
  /** Tells of a damaged file of the proof, once. */
  tellDamaged(damaged: DamagedProof, sequence: number): void;
  /** What a seal says of a day; `undefined` when it says nothing, or is no longer the seal that was checked. */
  readSealedDay(sequence: number, day: string): Promise<SealedDay | undefined>;
  placeOf(day: string): ProofPlace;
  nameOf(sequence: number): string;
  progress(): void;
  signal: AbortSignal;
}

const damage = { absent: 'proof-missing', altered: 'proof-altered', unreadable: 'unreadable' } as const;

/** Seals are read for each of their days, and days lie side by side. */
const keptSeals = 12;

export function makeWork(
  parts: Pick<VerifyWork, 'files' | 'chain' | 'counts' | 'tell' | 'progress' | 'signal'>,
): VerifyWork {
  const { files, chain, tell } = parts;
  const told = new Set<string>();
  const seals = new Map<number, Seal | undefined>();

  async function readSeal(sequence: number): Promise<Seal | undefined> {
    const bytes = await files.read(proofContainer, sealPath(sequence), maxSealBytes);
    return bytes && hashSeal(bytes) === chain.seals.get(sequence)?.sha256 ? parseSeal(bytes) : undefined;
  }

  return {
    ...parts,
    tellDamaged({ path, found, message }, sequence) {
      if (told.has(path)) return;
      told.add(path);
      if (found === 'misnamed') tell('seal-inconsistent', nameOf(sequence), `${path}: ${message}`);
      else tell(damage[found], `${proofContainer}/${path}`, message);
    },
    async readSealedDay(sequence, day) {
      if (!seals.has(sequence)) {
        seals.set(sequence, await readSeal(sequence));
        const [oldest] = seals.keys();
        if (seals.size > keptSeals && oldest !== undefined) seals.delete(oldest);
      }
      return seals.get(sequence)?.days.find(({ date }) => date === day);
    },
    placeOf: (day) => ({ files, tenantId: chain.tenantId ?? '', day }),
    nameOf,
  };
}

function nameOf(sequence: number): string {
  return `${proofContainer}/${sealPath(sequence)}`;
}
