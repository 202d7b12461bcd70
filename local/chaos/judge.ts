/** The verdict on a run: each demand with what was found. */
import type { HostileResult } from './hostile/run-hostile.ts';
import { type ChaosResult, tenantRefusal } from './run-chaos.ts';
import type { OutageResult } from './run-outage.ts';
import { type Finding, findingKinds } from './witness/compare.ts';

export interface Demand {
  readonly name: string;
  readonly found: number;
  /** `found` may not be over it, or with `atLeast` not below it. */
  readonly limit: number;
  readonly atLeast?: true;
}

export interface Verdict {
  readonly passed: boolean;
  readonly demands: readonly (Demand & { passed: boolean })[];
}

/** Reads that Graph answered, beside a reading of each archived version without faults. */
const maxReads = 1.5;
/** Graph calls an endpoint slow above 3 s (graph-facts §1). */
const maxLatencyMs = 3000;
/** Compiled code and caches come to some; a body that is kept is up to 4 MiB. */
const maxMemoryMiB = 8;

const names: Record<(typeof findingKinds)[number], string> = {
  lost: 'versions lost',
  torn: 'blobs torn',
  wrong: 'blobs wrong',
  'foreign-blob': 'blobs that Graph never had',
  'row-without-blob': 'rows without blob',
  'blob-without-row': 'blobs without row',
  'wrong-row': 'rows that are wrong',
  ledger: 'ledger rows not as planned',
};

/** What a run has to show; a quick one has no tenant limit and may read more. */
export interface ChaosDemands {
  readonly faults: number;
  readonly tenantRefusals: number;
  readonly reads?: number;
}

export function judgeChaos(result: ChaosResult, wanted: ChaosDemands): Verdict {
  const { findings, recovery, reads, refusedByPlan, verified } = result;
  return judgeAll([
    { name: 'faults played', found: countFaults(result), limit: wanted.faults, atLeast: true },
    {
      name: 'requests that the tenant limit refused',
      found: result.faults[tenantRefusal] ?? 0,
      limit: wanted.tenantRefusals,
      atLeast: true,
    },
    ...demandNone(findings),
    { name: 'accepted and forgotten before reconcile', found: recovery.forgotten.length, limit: 0 },
    { name: 'missing at last, by its own count', found: recovery.missingAtLast - refusedByPlan, limit: 0 },
    {
      name: 'files that are sealed and verified',
      found: verified.files,
      limit: result.archived,
      atLeast: true,
    },
    { name: 'complaints of verify', found: verified.otherwise.length, limit: 0 },
    {
      name: 'missing for verify and not by plan, or not named',
      found: result.missingUnplanned.length,
      limit: 0,
    },
    { name: 'Graph reads per fault-free read', found: reads.ratio, limit: wanted.reads ?? maxReads },
  ]);
}

export function judgeOutage(
  { findings, missingAtLast, reads, calls }: OutageResult,
  callsWanted: number,
): Verdict {
  return judgeAll([
    { name: 'calls that Graph lists', found: calls, limit: callsWanted, atLeast: true },
    ...demandNone(findings),
    { name: 'missing at last, by its own count', found: missingAtLast, limit: 0 },
    { name: 'Graph reads per fault-free read', found: reads.ratio, limit: maxReads },
  ]);
}

export function judgeHostile({ wrong, alive, foreign, heap, p99Ms }: HostileResult): Verdict {
  return judgeAll([
    { name: 'answers other than 202, 400, 411, 413', found: wrong.length, limit: 0 },
    { name: 'records or failures that came of it', found: foreign, limit: 0 },
    { name: 'the app lives and archives', found: alive ? 1 : 0, limit: 1, atLeast: true },
    { name: 'p99 latency, ms', found: p99Ms, limit: maxLatencyMs },
    { name: 'memory that stays, MiB', found: heap.after - heap.before, limit: maxMemoryMiB },
  ]);
}

function demandNone(findings: readonly Finding[]): Demand[] {
  return findingKinds.map((kind) => ({
    name: names[kind],
    found: findings.filter((finding) => finding.kind === kind).length,
    limit: 0,
  }));
}

function judgeAll(demands: readonly Demand[]): Verdict {
  const judged = demands.map((demand) => {
    const { found, limit, atLeast } = demand;
    return { ...demand, passed: atLeast ? found >= limit : found <= limit };
  });
  return { passed: judged.every(({ passed }) => passed), demands: judged };
}

export function countFaults({ faults }: Pick<ChaosResult, 'faults'>): number {
  return Object.values(faults).reduce((sum, count) => sum + count, 0);
}
