/** Writes the next seal of the chain: the one moment at which what was prepared counts. */
import type { ChainHead } from '../model/sealed-day-row.ts';
import type { ProofStore } from '../ports/proof-store.ts';
import { sealPath } from '../proof/proof-paths.ts';
import { formatSeal, type Seal, type SealedDay } from '../proof/seal.ts';

export interface SealTools {
  tenantId: string;
  /** The app's own, for the seal. */
  version: string;
  proof: ProofStore;
  now(): Date;
}

export interface NextSeal {
  /** The seal before; `undefined` for the first one. */
  head: ChainHead | undefined;
  sealsFrom: string;
  stampExpected: boolean;
  days: SealedDay[];
}

/** `undefined`: another writer was faster, and the chain must be read again. */
export async function writeSeal(
  { head, sealsFrom, stampExpected, days }: NextSeal,
  { tenantId, version, proof, now }: SealTools,
): Promise<{ seal: Seal; bytes: Uint8Array } | undefined> {
  const seal: Seal = {
    schema: 1,
    tenantId,
    sequence: (head?.sequence ?? 0) + 1,
    sealedAt: formatSealedAt(head, now()),
    previous: head ? { sequence: head.sequence, sha256: head.sha256 } : null,
    app: { name: 'teams-call-archive', version },
    sealsFrom,
    stampExpected,
    days,
  };
  const bytes = formatSeal(seal);
  const outcome = await proof.create(sealPath(seal.sequence), bytes);
  return outcome === 'created' ? { seal, bytes } : undefined;
}

/** The last that a seal can state. */
const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

/** Later than the seal before, though the clock may have gone back; but for one that nothing can be later than. */
function formatSealedAt(head: ChainHead | undefined, now: Date): string {
  const earliestMs = head ? Date.parse(head.sealedAt) + 1 : 0;
  return new Date(earliestMs > latestMs ? now : Math.max(now.getTime(), earliestMs)).toISOString();
}
