/** What a search in a folder costs, beside gunzip of its files and with the local index. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openFolderArchive } from '../../src/adapters/folder/folder-archive.ts';
import { indexFolder } from '../../src/adapters/folder/index-folder.ts';
import type { CallQuery } from '../../src/model/call-query.ts';
import { noProblems, writeCalls } from '../archived-calls.ts';
import { type Bench, roundsOf } from '../bench.ts';
import type { Measured } from '../figures.ts';
import { runRounds } from '../rounds.ts';
import { median, ratios } from '../statistics.ts';

/** On one core, by CPU time; a tenth of the days in each round, and all of them once. */
export async function measureReading(bench: Bench): Promise<Measured[]> {
  const root = await mkdtemp(join(tmpdir(), 'call-archive-bench-'));
  try {
    const calls = bench.quick ? 2000 : 100_000;
    const { files, userKey } = await writeCalls(root, calls);
    bench.say(`${calls} records are in a folder`);
    const dayOf = (file = '') => /date=([\d-]+)/.exec(file)?.[1] ?? '';
    const lastDay = dayOf(files[calls / 10]);
    const tenth = files.filter((file) => dayOf(file) <= lastDay);
    const to = new Date(Date.parse(lastDay) + 24 * 3600 * 1000);
    const archive = openFolderArchive(root, { threads: 1 });
    const search = (query: CallQuery) =>
      cpuOf(async () => {
        const found = await Array.fromAsync(archive.search(query, noProblems));
        if (found.length === 0) throw new Error('Searching the folder: nobody was found');
      });
    const gunzip = () =>
      cpuOf(async () => {
        for (const file of tenth) gunzipSync(readFileSync(file));
      });
    const costs = await runRounds({ gunzip, search: () => search({ by: userKey, to }) }, roundsOf(bench, 7));
    const overGunzip = ratios(costs.search, costs.gunzip);

    const streamed = await search({ by: userKey });
    bench.say(`searched ${calls} records in ${streamed.toFixed(0)} ms CPU`);
    const startedAt = performance.now();
    await Array.fromAsync(openFolderArchive(root).search({ by: userKey }, noProblems));
    const tookMs = performance.now() - startedAt;
    await indexFolder(root, noProblems);
    bench.say('the local index is there');
    const indexed: number[] = [];
    for (let round = 0; round <= roundsOf(bench); round += 1) indexed.push(await search({ by: userKey }));
    indexed.shift();
    const gain = indexed.map((cost) => streamed / cost);
    return [
      { figure: 'offline-search', value: median(overGunzip), rounds: overGunzip, floor: costs.gunzip },
      { figure: 'offline-seconds', value: tookMs / 1000 },
      { figure: 'offline-index', value: median(gain), rounds: gain },
      { figure: 'offline-index-search', value: median(indexed), rounds: indexed },
    ];
  } finally {
    await rm(root, { recursive: true });
  }
}

/** Milliseconds of CPU time. */
async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
