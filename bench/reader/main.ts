/**
 * `npm run bench:reader`: what the readers' pages cost. Takes a few minutes; judges as `npm run bench` does, and writes its
 * figures into docs/performance-reader.md.
 */
import type { Bench } from '../bench.ts';
import type { Measured } from '../figures.ts';
import { runSideBench } from '../side-bench.ts';
import { measureMemory } from './measure-memory.ts';
import { measureRequests } from './measure-requests.ts';
import { measureTime } from './measure-time.ts';
import { startReaderArchive } from './reader-archive.ts';
import { readerPage } from './reader-page.ts';

await runSideBench(process.env, [measurePages], readerPage);

/** All of it over one archive. */
async function measurePages(bench: Bench): Promise<Measured[]> {
  const archive = await startReaderArchive(bench);
  const measured = [
    ...(await measureRequests(archive)),
    ...(await measureTime(bench, archive)),
    ...(await measureMemory(bench, archive)),
  ];
  await archive.azurite.close();
  return measured;
}
