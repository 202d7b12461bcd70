/** What sealing a large day costs in requests and memory, and checking it without reading its files in memory. */
import { startAzurite } from '../../local/azurite.ts';
import { names } from '../../src/config/names.ts';
import { reconcilePath } from '../../src/model/archive-path.ts';
import { dayMs } from '../../src/model/durations.ts';
import { formatRunId } from '../../src/model/sweep.ts';
import { listPath } from '../../src/proof/proof-paths.ts';
import type { Bench } from '../bench.ts';
import { deployedNodeOptions } from '../deployed-node.ts';
import type { FigureName, Measured } from '../figures.ts';
import { startCountingProxy } from '../measure/counting-proxy.ts';
import { openStorage } from '../ours.ts';
import { startBundled } from '../start-bundled.ts';
import { median, ratios } from '../statistics.ts';
import { startListingServer } from './listing-server.ts';
import { packList } from './made-day.ts';
import type { ProofAnswer, ProofTask } from './worker/task.ts';

interface DayCosts {
  /** Of the seal that has more of them, those that read. */
  requests: number;
  sealingMb: number;
  /** The second time, when the day's manifest of before is compared. */
  againMb: number;
  quickMb: number;
}

type MemoryCost = Exclude<keyof DayCosts, 'requests'>;

export async function measureDays(bench: Bench): Promise<Measured[]> {
  const [files, many] = bench.quick ? [4000, 20_000] : [100_000, 1_000_000];
  const day: DayCosts[] = [];
  const large: DayCosts[] = [];
  // When V8 collects and compiles differs from process to process, by 10 MB.
  const rounds = bench.quick ? 1 : 3;
  for (let round = 0; round < rounds; round += 1) {
    day.push(await measureDay(files, bench));
    large.push(await measureDay(many, bench));
  }
  const peaks = day.map(({ sealingMb, againMb }) => Math.max(sealingMb, againMb));
  const quickMb = large.map((costs) => costs.quickMb);
  const grow = (figure: FigureName, cost: MemoryCost): Measured => {
    const [some, more] = [day.map((costs) => costs[cost]), large.map((costs) => costs[cost])];
    return { figure, value: median(more) / median(some), rounds: ratios(more, some) };
  };
  return [
    { figure: 'seal-requests', value: Math.max(...day.map(({ requests }) => requests)) - files / 2000 },
    { figure: 'seal-memory', value: median(peaks), rounds: peaks },
    grow('seal-growth', 'sealingMb'),
    grow('seal-again-growth', 'againMb'),
    { figure: 'verify-quick-memory', value: median(quickMb), rounds: quickMb },
    grow('verify-quick-growth', 'quickMb'),
  ];
}

async function measureDay(files: number, bench: Bench): Promise<DayCosts> {
  const day = new Date(Date.now() - 2 * dayMs).toISOString().slice(0, 10);
  const azurite = await startAzurite();
  const counting = await startCountingProxy(azurite);
  const listing = await startListingServer(counting.connectionString, { day, files });
  const { connectionString } = listing;
  try {
    await prepare(azurite.connectionString, day, files);
    const run = async (task: ProofTask): Promise<number> => {
      const answer = await runOnce(task);
      if (answer.files !== files) throw new Error(`${task.kind}: ${answer.files} files, not ${files}`);
      const { cpuMs, overIdleBytes } = answer;
      const overIdleMb = Math.round(overIdleBytes / 1e5) / 10;
      bench.say(
        `${task.kind} ${files} files: ${overIdleMb} MB over idle, ${(cpuMs / 1000).toFixed(1)} s CPU`,
      );
      return overIdleMb;
    };
    const requests: number[] = [];
    const sealCounted = async () => {
      counting.counts.clear();
      listing.takePages();
      const overIdleMb = await run({ kind: 'seal', connectionString, day });
      requests.push(countReads(counting.counts) + listing.takePages());
      return overIdleMb;
    };
    return {
      sealingMb: await sealCounted(),
      againMb: await sealCounted(),
      requests: Math.max(...requests),
      quickMb: await run({ kind: 'verify-quick', connectionString }),
    };
  } finally {
    listing.close();
    counting.close();
    await azurite.close();
  }
}

/** What is there in Azure, and what the daily reconcile has kept of the day. */
async function prepare(connectionString: string, day: string, files: number): Promise<void> {
  const storage = openStorage(connectionString);
  const { containers, queues, tables } = names;
  await Promise.all([
    ...Object.values(containers).map((name) => storage.container(name).create()),
    storage.queue(queues.work).create(),
    ...[tables.index, tables.state].map((name) => storage.table(name).createTable()),
  ]);
  const at = new Date();
  const runId = `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const list = await packList(files);
  const evidence = JSON.stringify({ comparedAt: at.toISOString(), unreadable: 0, listed: files });
  await storage.container(containers.proof).getBlockBlobClient(listPath(day, runId)).uploadData(list);
  const evidenceBlob = storage
    .container(containers.evidence)
    .getBlockBlobClient(reconcilePath(day, formatRunId(at)));
  await evidenceBlob.upload(evidence, evidence.length);
}

/** In a fresh process, with the limits of the deployed one. */
async function runOnce(task: ProofTask): Promise<ProofAnswer> {
  const worker = await startBundled('proofWorker', task, deployedNodeOptions);
  try {
    return await worker.run();
  } finally {
    await worker.stop();
  }
}

function countReads(counts: ReadonlyMap<string, number>): number {
  const isRead = (kind: string) => / (GET|HEAD)\b/.test(kind);
  return [...counts].reduce((sum, [kind, count]) => sum + (isRead(kind) ? count : 0), 0);
}
