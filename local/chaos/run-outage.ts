/**
 * An outage by dates: calls of 29 days that nobody announced, as after a first deployment or a month without the app. The
 * app's own reconcile has to find and archive them all; the archive is then compared with Graph.
 */
import { dayMs } from '../graph-simulator/durations.ts';
import { makeRecord } from '../graph-simulator/generator/make-record.ts';
import type { ChaosOutput } from './run-chaos.ts';
import { reconcile } from './storm/recover.ts';
import { startChaosSystem } from './storm/start-system.ts';
import { compare, type Finding } from './witness/compare.ts';
import { countReads, type ReadCounts } from './witness/count-reads.ts';
import { makeGraphWitness } from './witness/read-graph.ts';
import { readStorage } from './witness/read-storage.ts';

export interface OutageOptions {
  readonly seed: string;
  readonly calls: number;
}

export interface OutageResult {
  readonly seed: string;
  readonly calls: number;
  /** What the first reconcile found missing, and the one after the recovery. */
  readonly missingAtFirst: number;
  readonly missingAtLast: number;
  readonly findings: readonly Finding[];
  readonly reads: ReadCounts;
  readonly listRequests: number;
  /** Until the list was read, and until the last call was archived. */
  readonly listedMs: number;
  readonly recoveredMs: number;
}

const days = 29;
/** Far more than a call takes, on a machine that has much else to do. */
const maxMsPerCall = 1000;

export async function runOutage(
  { seed, calls }: OutageOptions,
  { say, writeLine }: ChaosOutput,
): Promise<OutageResult> {
  const records = Array.from({ length: calls }, (_, i) =>
    makeRecord(`${seed} outage ${i}`, {
      endedAt: new Date(Date.now() - 60_000 - (days * dayMs * i) / calls),
    }),
  );
  const system = await startChaosSystem({ subscribes: false, writeLine });
  try {
    const { graph } = system;
    for (const record of records) graph.addRecord(record);
    say(`${calls} calls of ${days} days that nobody announced`);
    const startedAt = performance.now();
    const missingAtFirst = await reconcile(system);
    const listedMs = performance.now() - startedAt;
    say(`${missingAtFirst} are missing, and asked for`);
    await system.untilEvent(({ name }) => name === 'archiving.record-archived', calls, calls * maxMsPerCall);
    const recoveredMs = performance.now() - startedAt;
    const listRequests = graph.countRequests({ path: 'startDateTime' });
    const missingAtLast = await reconcile(system);
    say('the storage is compared with Graph');

    const witness = await makeGraphWitness(graph);
    const byId = new Map(records.map((record) => [record.id, record]));
    const versions = (await witness.listCalls()).map(({ id, version }) => ({
      callId: id,
      version,
      startDateTime: byId.get(id)?.startDateTime ?? '',
      required: true,
      document: () => graph.expectedDocument(id, version),
    }));
    const stored = await readStorage(system.azurite.connectionString);
    const ledger = new Map(records.map(({ id }) => [id, 'none-or-closed' as const]));
    return {
      seed,
      calls: versions.length,
      missingAtFirst,
      missingAtLast,
      findings: compare({ tenantId: graph.tenantId, versions, ledger }, stored),
      reads: countReads(graph.requests, records),
      listRequests,
      listedMs,
      recoveredMs,
    };
  } finally {
    await system.close();
  }
}
