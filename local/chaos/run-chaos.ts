/** One chaos run: plan, storm, recovery, comparison. What it gives is judged and printed elsewhere. */
import type { RequestLogEntry } from '../graph-simulator/request-log.ts';
import { sealAndVerify, type Verified } from '../seal-and-verify.ts';
import { htmlForEver, toRule } from './plan/graph-faults.ts';
import { makePlan, type Plan, type PlannedCall, type PlanOptions } from './plan/make-plan.ts';
import { type Due, type Recovery, recover } from './storm/recover.ts';
import { runStorm, type StormCounts } from './storm/run-storm.ts';
import { type ChaosSystem, startChaosSystem } from './storm/start-system.ts';
import { compare, type ExpectedVersion, type Finding, type LedgerState } from './witness/compare.ts';
import { countReads, type ReadCounts } from './witness/count-reads.ts';
import { makeGraphWitness } from './witness/read-graph.ts';
import { readStorage, type Stored } from './witness/read-storage.ts';

export interface ChaosResult {
  readonly seed: string;
  readonly calls: number;
  /** What Graph has in the end, as it lists it itself. */
  readonly versions: number;
  readonly archived: number;
  /** How often each fault was played. */
  readonly faults: Readonly<Record<string, number>>;
  /** Notifications that arrived before one of a call that had ended earlier; not counted as faults. */
  readonly reordered: number;
  readonly findings: readonly Finding[];
  readonly recovery: Recovery;
  /** Records that Graph refuses forever, by plan: the last reconcile misses them, and nothing else. */
  readonly refusedByPlan: number;
  readonly pendingByPlan: number;
  /** What the archive's own check says of it, a night later. */
  readonly verified: Verified;
  /** Calls that it names as missing and that are not refused by plan, or the other way round. */
  readonly missingUnplanned: readonly string[];
  readonly poisonMessages: number;
  readonly poisoned: number;
  readonly reads: ReadCounts;
  readonly tookMs: number;
}

/** The name under which requests that the tenant limit refused are counted. */
export const tenantRefusal = 'graph tenant-limit';

export interface ChaosOutput {
  say(progress: string): void;
  /** Takes each line of the app's log. */
  writeLine(line: string): void;
}

export async function runChaos(options: PlanOptions, { say, writeLine }: ChaosOutput): Promise<ChaosResult> {
  const startedAt = performance.now();
  const plan = makePlan(options);
  const calls = plan.waves.flatMap((wave) => wave.calls);
  const system = await startChaosSystem({ ...plan, writeLine });
  try {
    await system.untilEvent(({ name }) => name === 'reconciling.completed');
    say(`${calls.length} calls end, and things go wrong`);
    system.storageFaults.start();
    const storm = await runStorm(plan, system);
    say('the storm is over; what is on its way arrives, and the rest is asked for');
    const recovery = await recover(dueOf(calls, system), system, say);
    system.graph.clearFaults();
    // The witness asks without a pause.
    system.graph.configure({ throttling: 'off' });
    system.storageFaults.stop();
    say('the storage is compared with Graph');
    const stored = await readStorage(system.azurite.connectionString);
    const versions = await expectVersions(calls, system);
    const findings = compare(
      { tenantId: system.graph.tenantId, versions, ledger: predictLedger(calls, system) },
      stored,
    );
    say('the night passes: what is there is sealed and verified');
    const refused = calls.flatMap(({ versions, fate }) =>
      fate === 'refused' ? versions.slice(0, 1).map(({ id }) => id) : [],
    );
    for (const id of refused) system.graph.addFault(toRule(id, htmlForEver, Number.POSITIVE_INFINITY));
    const verified = await sealAndVerify(system, system, system.clock);
    return {
      seed: plan.seed,
      calls: calls.length,
      versions: versions.length,
      archived: stored.records.length,
      faults: countFaults(plan, storm, system),
      reordered: storm.reordered,
      findings,
      recovery,
      refusedByPlan: refused.length,
      verified,
      missingUnplanned: [
        ...refused.filter((id) => !verified.missing.includes(id)),
        ...verified.missing.filter((id) => !refused.includes(id)),
      ],
      pendingByPlan: calls.filter(({ fate }) => fate === 'pending').length,
      poisonMessages: stored.poisonMessages,
      poisoned: system.events.filter(({ name }) => name === 'archiving.poison-noted').length,
      reads: countReads(system.graph.requests, archivedOf(calls, stored)),
      tookMs: performance.now() - startedAt,
    };
  } finally {
    await system.close();
  }
}

/** Calls of which a notification was accepted. */
function acceptedCalls({ graph }: ChaosSystem): Set<string> {
  const accepted = graph.deliveries.filter(({ kind, status }) => kind === 'change' && status === 202);
  return new Set(accepted.flatMap(({ callIds }) => callIds));
}

function dueOf(calls: readonly PlannedCall[], system: ChaosSystem): Due {
  const accepted = acceptedCalls(system);
  const due = calls.filter(({ fate }) => fate === 'archived');
  const newest = new Map(
    due.map(({ versions }) => [versions.at(-1)?.id ?? '', versions.at(-1)?.version ?? '']),
  );
  return { newest, announced: new Set([...newest.keys()].filter((id) => accepted.has(id))) };
}

/** What the simulator lists, as one asks it over HTTP, and the earlier versions that it had. */
async function expectVersions(
  calls: readonly PlannedCall[],
  { graph }: ChaosSystem,
): Promise<ExpectedVersion[]> {
  const witness = await makeGraphWitness(graph);
  const fates = new Map(calls.map(({ versions, fate }) => [versions[0]?.id, fate]));
  const starts = new Map(calls.flatMap(({ versions }) => versions.map((one) => [one.id, one.startDateTime])));
  const expected: ExpectedVersion[] = [];
  for (const { id, version } of await witness.listCalls()) {
    const document = await witness.readDocument(id);
    if (!document.equals(graph.expectedDocument(id, version)))
      throw new Error(`Two witnesses differ on ${id}`);
    const startDateTime = starts.get(id) ?? '';
    const required = fates.get(id) === 'archived';
    expected.push({ callId: id, version, startDateTime, required, document: () => document });
  }
  const earlier = calls.flatMap(({ versions }) => versions.slice(0, -1));
  for (const { id, version, startDateTime } of earlier) {
    const document = () => graph.expectedDocument(id, version);
    expected.push({ callId: id, version, startDateTime, required: false, document });
  }
  return expected;
}

/** Of a call that Graph withholds forever the app knows only from its notification. */
function predictLedger(calls: readonly PlannedCall[], system: ChaosSystem): Map<string, LedgerState> {
  const accepted = acceptedCalls(system);
  const predict = (id: string, fate: PlannedCall['fate']): LedgerState => {
    if (fate === 'archived' || (fate === 'pending' && !accepted.has(id))) return 'none-or-closed';
    return fate;
  };
  return new Map(
    calls.flatMap(({ versions, fate }) => versions.slice(0, 1).map(({ id }) => [id, predict(id, fate)])),
  );
}

function archivedOf(calls: readonly PlannedCall[], { records }: Stored) {
  const stored = new Set(records.map(({ metadata }) => `${metadata['call_id']} ${metadata['version']}`));
  return calls.flatMap(({ versions }) =>
    versions.filter(({ id, version }) => stored.has(`${id} ${version}`)),
  );
}

function countFaults(plan: Plan, storm: StormCounts, system: ChaosSystem): Record<string, number> {
  const counts: Record<string, number> = {};
  const add = (name: string, count = 1) => {
    if (count > 0) counts[name] = (counts[name] ?? 0) + count;
  };
  // What the plan refuses forever is one fault per call, however often it is requested.
  const forEver = new Set(
    plan.waves.flatMap((wave) =>
      wave.calls.filter(({ fate }) => fate === 'refused').map((call) => call.versions[0]?.id),
    ),
  );
  for (const entry of system.graph.requests) {
    if (entry.fault !== undefined && !forEver.has(callOf(entry))) add(`graph ${entry.fault}`);
    if (entry.fault === undefined && entry.status === 401) add('graph expired-token');
    if (entry.throttledBy !== undefined) add(tenantRefusal);
  }
  add('graph html-for-ever', forEver.size);
  for (const [name, count] of Object.entries(system.storageFaults.played())) add(`storage ${name}`, count);
  add('notification duplicate', storm.duplicate);
  add('notification lost', storm.lost);
  add('subscription removed', storm.subscriptionRemoved);
  add('app kill -9', storm.kills);
  return counts;
}

function callOf({ path }: RequestLogEntry): string | undefined {
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(path)?.[0].toLowerCase();
}
