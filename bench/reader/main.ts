/**
 * `npm run bench:reader`: what the readers' pages cost. Takes a few minutes; judges as `npm run bench` does, and writes its
 * figures into docs/performance-reader.md.
 */
import { parseArgs } from 'node:util';
import type { Bench } from '../bench.ts';
import { describeMachine, formatJsonLine, formatTable, judgeAll, tableHeader, tableRow } from '../report.ts';
import { exitCodeOf, exitCodes } from '../verdict.ts';
import { measureMemory } from './measure-memory.ts';
import { measureRequests } from './measure-requests.ts';
import { measureTime } from './measure-time.ts';
import { startReaderArchive } from './reader-archive.ts';
import { writeReaderPage } from './reader-page.ts';

// Everything that was started ends with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => process.exit(exitCodes.failed));

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(exitCodes.failed);
});

async function main(): Promise<never> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      'write-docs': { type: 'boolean', default: false },
    },
  });
  const { quick, 'write-docs': writeDocs } = values;
  if (quick && writeDocs) throw new Error('The page is written from a whole run only');
  const bench: Bench = {
    quick,
    env: process.env,
    say: (progress) =>
      process.stderr.write(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${progress}\n`),
  };
  const machine = describeMachine(new Date());
  const archive = await startReaderArchive(bench);
  const findings = judgeAll([
    ...(await measureRequests(archive)),
    ...(await measureTime(bench, archive)),
    ...(await measureMemory(bench, archive)),
  ]);
  await archive.azurite.close();
  const { cpu, cores, node } = machine;
  process.stdout.write(
    `${cpu}, ${cores} cores, Node ${node}${quick ? ', quick: not to judge by' : ''}\n\n` +
      `${formatTable([tableHeader, ...findings.map(tableRow)])}\n\n` +
      `${findings.map((finding) => formatJsonLine(finding, machine)).join('\n')}\n`,
  );
  if (writeDocs) await writeReaderPage(findings, machine, performance.now() / 1000);
  process.exit(exitCodeOf(findings.map(({ verdict }) => verdict)));
}
