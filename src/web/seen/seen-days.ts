/** The days of the archive: what the seals say of each. Nothing here names anybody; calls are known by their ids. */
import { formatError, IntegrityError, ShapeError } from '../../errors.ts';
import type { ChainHead, SealedDayRow } from '../../model/sealed-day-row.ts';
import type { HeldFiles } from '../../ports/held-files.ts';
import type { SealedDays } from '../../ports/sealed-days.ts';
import { claim, notClaimed } from '../../proof/claim.ts';
import type { ListedVersion } from '../../proof/listed-version.ts';
import { proofContainer, sealPath } from '../../proof/proof-paths.ts';
import { DamagedProof, readMissing } from '../../proof/read-proof-file.ts';
import {
  hashSeal,
  maxSealBytes,
  parseSeal,
  type Seal,
  type SealedChange,
  type SealedDay,
} from '../../proof/seal.ts';
import type { Rights } from '../access/rights.ts';
import { type DayVerdict, judgeDay, nextSealOf } from './day-verdict.ts';

export interface SeenDays {
  /** Every day that is known, the verdict on any other, and where seals begin. */
  list(now: Date): Promise<SeenCalendar>;
  /** `day`: `YYYY-MM-DD`, UTC. */
  find(day: string, now: Date): Promise<SeenDay>;
}

export interface SeenCalendar {
  head: ChainHead | undefined;
  rows: ReadonlyMap<string, SealedDayRow>;
  judge(day: string): DayVerdict;
}

export interface SeenDay {
  verdict: DayVerdict;
  row: SealedDayRow | undefined;
  /** The first day that seals speak for, where the day itself has none. */
  sealsFrom: string | undefined;
  /** When it is to be sealed next, ISO 8601. */
  nextSealAt: string | undefined;
  /** What its newest seal says besides, or why that cannot be read; `undefined` for a day without one. */
  seal: SeenSeal | { unreadable: string } | undefined;
  claim: string;
  notClaimed: string;
}

export interface SeenSeal {
  /** Of its bytes: what an anchor names. */
  sha256: string;
  /** At most 500 of each. */
  missing: ListedVersion[];
  changes: SeenChange[];
}

/** A file of the day that is not as the seal before had it. */
export interface SeenChange {
  /** Name in its container. */
  path: string;
  change: 'altered' | 'removed' | 'added';
  because: string;
}

/** More are not listed: call-archive verify names them all. */
const maxNamed = 500;

export interface DayPorts {
  sealedDays: Pick<SealedDays, 'read' | 'find'>;
  heldFiles: Pick<HeldFiles, 'read' | 'open'>;
}

export function makeSeenDays({ sealedDays, heldFiles }: DayPorts, rights: Rights): SeenDays {
  return {
    async list(now) {
      const { head, days: rows } = rights.days ? await sealedDays.read() : nothing;
      return { head, rows, judge: (day) => judgeDay(day, rows.get(day), head, now) };
    },
    async find(day, now) {
      const row = rights.days ? await sealedDays.find(day) : undefined;
      // A day without a row is told by where the seals begin.
      const { head } = row || !rights.days ? nothing : await sealedDays.read();
      return {
        verdict: judgeDay(day, row, head, now),
        row,
        sealsFrom: head?.sealsFrom,
        nextSealAt: nextSealOf(day, row),
        seal: row && (await readSealOf(row, heldFiles)),
        claim,
        notClaimed,
      };
    },
  };
}

const nothing = { head: undefined, days: new Map<string, SealedDayRow>() };

async function readSealOf(
  { day, sequence }: SealedDayRow,
  files: DayPorts['heldFiles'],
): Promise<SeenSeal | { unreadable: string }> {
  try {
    const bytes = await files.read(proofContainer, sealPath(sequence), maxSealBytes);
    if (!bytes) return { unreadable: `seal ${sequence} is not there` };
    const seal = parseSeal(bytes);
    const sealed = seal.days.find(({ date }) => date === day);
    if (!sealed) return { unreadable: `seal ${sequence} says nothing of ${day}` };
    const missing = await listMissing(seal, sealed, files);
    return {
      sha256: hashSeal(bytes),
      missing,
      changes: sealed.changes.slice(0, maxNamed).map(describeChange),
    };
  } catch (error) {
    if (!(error instanceof ShapeError || error instanceof IntegrityError || error instanceof DamagedProof))
      throw error;
    return { unreadable: formatError(error) };
  }
}

function describeChange({ path, was, is, because }: SealedChange): SeenChange {
  return { path, because, change: was === null ? 'added' : is === null ? 'removed' : 'altered' };
}

async function listMissing(
  { tenantId }: Seal,
  { date: day, graph }: SealedDay,
  files: DayPorts['heldFiles'],
): Promise<ListedVersion[]> {
  if ('reason' in graph) return [];
  const missing: ListedVersion[] = [];
  for await (const one of readMissing({ files, tenantId, day }, graph.missing, graph.missingRest)) {
    missing.push(one);
    if (missing.length === maxNamed) break;
  }
  return missing;
}
