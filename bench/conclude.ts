/** How a run ends: its findings for people and for machines, the page if it was asked for, and the exit code. */

import type { Measured } from './figures.ts';
import { describeMachine, formatJsonLine, formatTable, judgeAll, tableHeader, tableRow } from './report.ts';
import { exitCodeOf } from './verdict.ts';
import { type FiguresPage, writePage } from './write-page.ts';

/** `page`: only where it is to be written. Ends the process. */
export async function conclude(
  measured: readonly Measured[],
  { quick, page }: { quick: boolean; page: FiguresPage | undefined },
): Promise<never> {
  const machine = describeMachine(new Date());
  const findings = judgeAll(measured);
  const { cpu, cores, node } = machine;
  process.stdout.write(
    `${cpu}, ${cores} cores, Node ${node}${quick ? ', quick: not to judge by' : ''}\n\n` +
      `${formatTable([tableHeader, ...findings.map(tableRow)])}\n\n` +
      `${findings.map((finding) => formatJsonLine(finding, machine)).join('\n')}\n`,
  );
  if (page) await writePage(page, findings, machine, performance.now() / 1000);
  process.exit(exitCodeOf(findings.map(({ verdict }) => verdict)));
}
