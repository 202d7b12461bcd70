/**
 * `npm run bench:proof`: what sealing and checking an archive cost. Takes about ten minutes; judges as `npm run bench` does,
 * and writes its figures into docs/performance-proof.md.
 */
import { parseArgs } from 'node:util';
import type { Bench } from '../bench.ts';
import { describeMachine, formatJsonLine, formatTable, judgeAll, tableHeader, tableRow } from '../report.ts';
import { exitCodeOf, exitCodes } from '../verdict.ts';
import { measureDays } from './measure-days.ts';
import { measureFolder } from './measure-folder.ts';
import { writeProofPage } from './proof-page.ts';

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
  const findings = judgeAll([...(await measureFolder(bench)), ...(await measureDays(bench))]);
  const { cpu, cores, node } = machine;
  process.stdout.write(
    `${cpu}, ${cores} cores, Node ${node}${quick ? ', quick: not to judge by' : ''}\n\n` +
      `${formatTable([tableHeader, ...findings.map(tableRow)])}\n\n` +
      `${findings.map((finding) => formatJsonLine(finding, machine)).join('\n')}\n`,
  );
  if (writeDocs) await writeProofPage(findings, machine, performance.now() / 1000);
  process.exit(exitCodeOf(findings.map(({ verdict }) => verdict)));
}
