/**
 * A call that was erased, as a seal says, is not missing, though Graph may list it still: the seal names it, and the rows,
 * events and health do not count it. Only a day that misses something costs more than nothing.
 */
import { dayMs } from '../model/durations.ts';
import type { SealedDayRow } from '../model/sealed-day-row.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { neighbourDays } from '../proof/compare-list.ts';
import { explainMissing, mayExplain } from '../proof/explain-missing.ts';
import { DamagedProof, type ProofPlace, readChanges, readMissing } from '../proof/read-proof-file.ts';
import type { SealedChange } from '../proof/seal.ts';
import { readSeal } from './read-seal.ts';

interface ErasureTools {
  tenantId: string;
  files: HeldFiles;
}

/** `row`: as its seal has it, which lies there already. */
export async function leaveOutErased(row: SealedDayRow, tools: ErasureTools): Promise<SealedDayRow> {
  if (!row.graph?.missing) return row;
  const sealed = (await readSeal(row.sequence, tools.files))?.seal?.days.find(({ date }) => date === row.day);
  if (!sealed || 'reason' in sealed.graph) return row;
  const missing = readMissing(placeOf(row.day, tools), sealed.graph.missing, sealed.graph.missingRest);
  let left = 0;
  try {
    for await (const { because } of explainMissing(missing, () => readRemovals(row, tools)))
      if (!because) left += 1;
  } catch (error) {
    // What is damaged explains nothing; `verify` tells of it.
    if (error instanceof DamagedProof) return row;
    throw error;
  }
  return { ...row, graph: { ...row.graph, missing: left } };
}

/** Back from the seal of the row to where no file of these days can have been removed yet. */
async function* readRemovals(
  { day, sequence }: SealedDayRow,
  tools: ErasureTools,
): AsyncGenerator<SealedChange> {
  const isNear = (date: string) => Math.abs(Date.parse(date) - Date.parse(day)) <= neighbourDays * dayMs;
  const earliestMs = Date.parse(day) - neighbourDays * dayMs;
  for (let at = sequence; at > 0; at -= 1) {
    const seal = (await readSeal(at, tools.files))?.seal;
    if (!seal) continue;
    if (Date.parse(seal.sealedAt) < earliestMs) return;
    for (const sealed of seal.days)
      if (isNear(sealed.date) && mayExplain(sealed))
        yield* readChanges(placeOf(sealed.date, tools), sealed.changes, sealed.changesRest);
  }
}

function placeOf(day: string, { files, tenantId }: ErasureTools): ProofPlace {
  return { files, tenantId, day };
}
