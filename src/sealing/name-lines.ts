/** Puts a file of lines into the proof, under a name that no other run has, and says what a seal says of it. */
import { randomBytes } from 'node:crypto';
import { formatReportRun } from '../model/archive-path.ts';
import type { ProofStore } from '../ports/proof-store.ts';
import { packLines } from '../proof/lines-file.ts';
import type { NamedLines } from '../proof/seal.ts';

export interface NamingTools {
  proof: ProofStore;
  now(): Date;
}

export async function nameLines(
  nameOf: (runId: string, random: string) => string,
  lines: AsyncIterable<string> | Iterable<string>,
  { proof, now }: NamingTools,
): Promise<NamedLines> {
  const path = nameOf(formatReportRun(now()), randomBytes(4).toString('hex'));
  const file = packLines(lines);
  if ((await proof.create(path, file.parts)) === 'exists')
    throw new Error(`Sealing: ${path} was there before it was written`);
  return { path, ...file.facts() };
}
