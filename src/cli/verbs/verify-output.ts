/** The report of a check on stdout: counts first, then every deviation; for people, or the same facts as JSON. */
import type { Deviation } from '../../proof/deviation.ts';
import type { VerifyOptions, VerifyReport } from '../../proof/verify-archive.ts';
import { printable, wrap } from '../../reading/display-text.ts';
import { makePaint, type Paint } from '../output/paint.ts';
import { terminalWidth } from '../output/terminal-width.ts';
import { writeText } from '../output/write-text.ts';
import type { World } from '../world.ts';
import { describeReport } from './verify-words.ts';

export interface VerifyResult {
  report: VerifyReport;
  options: VerifyOptions;
  /** With which the command ends. */
  exitCode: number;
  deviations: AsyncIterable<Deviation>;
}

const maxWidth = 100;

export async function writeResult(
  result: VerifyResult,
  format: 'table' | 'json',
  world: World,
): Promise<void> {
  const parts = format === 'json' ? formatAsJson(result) : formatForPeople(result, world);
  for await (const part of parts) {
    // Of a check that was interrupted, what it found is wanted nevertheless.
    if (result.report.isComplete) world.signal.throwIfAborted();
    await writeText(world.stdout, part);
  }
}

async function* formatAsJson({
  report,
  options,
  exitCode,
  deviations,
}: VerifyResult): AsyncGenerator<string> {
  const { steps, verdict: said, claim, limits } = describeReport(report, options);
  const { quick, sample, first, last, expect, known } = options;
  const { verdict, deviations: counted, ...facts } = report;
  const head = {
    verdict: verdict === 'told' ? (report.isComplete ? 'intact' : 'interrupted') : verdict,
    exitCode,
    said,
    ...facts,
    steps: steps.map((one) => ({ ...one, deviations: counted[one.step] })),
    claim,
    limits,
    options: { quick, sample, first, last, expect, known },
  };
  const text = JSON.stringify(head, null, 2);
  yield `${text.slice(0, text.lastIndexOf('\n}'))},\n  "deviations": [`;
  let before = '\n    ';
  for await (const deviation of deviations) {
    yield before + JSON.stringify(deviation);
    before = ',\n    ';
  }
  yield before === '\n    ' ? ']\n}\n' : '\n  ]\n}\n';
}

async function* formatForPeople(
  { report, options, deviations }: VerifyResult,
  world: World,
): AsyncGenerator<string> {
  const width = Math.min(terminalWidth(world.stdout), maxWidth);
  const paint = makePaint(world);
  const words = describeReport(report, options);
  const tenant = report.tenantId === undefined ? '' : ` of tenant ${report.tenantId}`;
  yield `The archive${tenant}, checked at ${report.checkedAt}\n\n`;
  for (const { step, text } of words.steps) yield* hanging(`${step.padEnd(11)}  `, text, width);
  // Of bytes that are no seal, no hash is worth keeping.
  if (report.newest?.sealedAt !== undefined)
    yield* hanging('newest seal  ', `${report.newest.sequence}:${report.newest.sha256}`, width);
  const isIntact = report.verdict === 'told' && report.isComplete;
  yield `\n${paint(words.verdict, isIntact ? 'green' : 'red')}\n`;
  for (const paragraph of [...words.claim, ...words.limits]) yield `\n${wrap(paragraph, width).join('\n')}\n`;
  yield* listForPeople(deviations, width, paint);
}

/** What a kind of deviation means and what to do stands above all deviations of that kind. */
async function* listForPeople(
  deviations: AsyncIterable<Deviation>,
  width: number,
  paint: Paint,
): AsyncGenerator<string> {
  let kind: string | undefined;
  for await (const one of deviations) {
    if (one.kind !== kind) {
      const title = one.weight === 'told' ? `${one.kind} (does not count)` : one.kind.toUpperCase();
      yield `\n${paint(title, one.weight === 'told' ? 'dim' : 'red')}\n`;
      for (const line of [...wrap(one.meaning, width), ...wrap(`What to do: ${one.advice}`, width)])
        yield `${line}\n`;
      kind = one.kind;
    }
    // A path stays on one line, so that it can be copied.
    yield `  ${printable(one.path)}\n`;
    if (one.detail !== undefined) yield* hanging('    ', printable(one.detail), width);
  }
}

/** Further lines are aligned with the text behind the head. */
function* hanging(head: string, text: string, width: number): Generator<string> {
  const lines = wrap(text, Math.max(20, width - head.length));
  for (const [i, line] of lines.entries()) yield `${i === 0 ? head : ' '.repeat(head.length)}${line}\n`;
}
