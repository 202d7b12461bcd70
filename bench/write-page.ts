/** A page of docs/ with the figures of a benchmark's last whole run. */
import { writeFile } from 'node:fs/promises';
import { type Finding, formatNumber, type Machine, tableHeader, tableRow } from './report.ts';

export interface FiguresPage {
  /** Its name in docs/. */
  file: string;
  title: string;
  /** The script of package.json that writes it: `bench`. */
  script: string;
  /** Markdown, below the figures. */
  explanation: string;
}

export async function writePage(
  page: FiguresPage,
  findings: readonly Finding[],
  machine: Machine,
  seconds: number,
): Promise<void> {
  const file = new URL(`../docs/${page.file}`, import.meta.url);
  await writeFile(file, formatPage(page, findings, machine, seconds));
}

export function formatPage(
  { title, script, explanation }: FiguresPage,
  findings: readonly Finding[],
  { cpu, cores, node, day }: Machine,
  seconds: number,
): string {
  const rows = [tableHeader, tableHeader.map(() => '---'), ...findings.map(tableRow)];
  const table = rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
  return `# ${title}

<!-- Made by \`npm run ${script} -- --write-docs\`: these are the figures that the last such run printed. -->

Run on ${day}: ${cpu}, ${cores} cores, Node ${node}, ${formatNumber(seconds)} s in all.

${table}

${explanation}`;
}
