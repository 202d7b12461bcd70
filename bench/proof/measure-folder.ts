/** What checking a downloaded folder costs, beside reading, unpacking and hashing the same files. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openFolderHeldFiles } from '../../src/adapters/folder/folder-held-files.ts';
import type { WorkRequest } from '../../src/model/work-request.ts';
import type { ProofStore } from '../../src/ports/proof-store.ts';
import { makeSealDays } from '../../src/sealing/seal-days.ts';
import { makeMemoryRequestQueue } from '../../test/support/memory-request-queue.ts';
import { makeMemoryRunAlone } from '../../test/support/memory-run-alone.ts';
import { makeMemorySealedDays } from '../../test/support/memory-sealed-days.ts';
import { makeMemoryStateStore } from '../../test/support/memory-state-store.ts';
import { tenantId, writeCalls } from '../archived-calls.ts';
import { type Bench, roundsOf } from '../bench.ts';
import type { Measured } from '../figures.ts';
import type { Worker } from '../processes.ts';
import { runRounds } from '../rounds.ts';
import { startBundled } from '../start-bundled.ts';
import { median, ratios } from '../statistics.ts';
import type { ProofAnswer } from './worker/task.ts';

export async function measureFolder(bench: Bench): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'call-archive-bench-'));
  try {
    const calls = bench.quick ? 1000 : 20_000;
    const { files } = await writeCalls(join(folder, 'call-records'), calls);
    await sealFolder(folder, dayOf(files[0]), dayOf(files.at(-1)));
    bench.say(`${calls} records are in a folder, and sealed`);
    const start = (kind: 'hash-folder' | 'verify-folder') => startBundled('proofWorker', { kind, folder });
    const [hashing, verifying] = await Promise.all([start('hash-folder'), start('verify-folder')]);
    const cores: number[] = [];
    const measure = (worker: Worker<ProofAnswer>, name: string) => async () => {
      const { files: found, cpuMs, tookMs } = await worker.run();
      if (found !== calls) throw new Error(`Checking the folder: ${found} files, not ${calls}`);
      bench.say(`${name} ${cpuMs.toFixed(0)} ms CPU in ${tookMs.toFixed(0)} ms`);
      if (worker === verifying) cores.push(cpuMs / tookMs);
      return cpuMs;
    };
    const costs = await runRounds(
      { hash: measure(hashing, 'hash'), verify: measure(verifying, 'verify') },
      roundsOf(bench, 7),
    );
    await Promise.all([hashing.stop(), verifying.stop()]);
    const overHash = ratios(costs.verify, costs.hash);
    return [
      { figure: 'verify-cpu', value: median(overHash), rounds: overHash, floor: costs.hash },
      { figure: 'verify-cores', value: median(cores), rounds: cores },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** By the app's own code, which reads the files where a folder does not say enough of them. */
async function sealFolder(folder: string, from: string, to: string): Promise<void> {
  const proof: ProofStore = {
    async create(path, body) {
      const file = join(folder, 'call-proof', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, body);
      return 'created';
    },
  };
  const workQueue = makeMemoryRequestQueue<WorkRequest>();
  const seal = makeSealDays({
    tenantId,
    version: '0.0.0',
    files: openFolderHeldFiles(folder),
    proof,
    sealedDays: makeMemorySealedDays(),
    state: makeMemoryStateStore(),
    workQueue,
    runAlone: makeMemoryRunAlone(),
    timeStamps: undefined,
    requestTables: async () => undefined,
    note: () => undefined,
    now: () => new Date(),
  });
  await seal({ schema: 1, kind: 'seal', cause: 'operator', from, to });
  for (let next = workQueue.sent.shift(); next; next = workQueue.sent.shift()) {
    if (next.request.kind === 'seal') await seal(next.request);
  }
}

function dayOf(file = ''): string {
  return /date=([\d-]+)/.exec(file)?.[1] ?? '';
}
