/** The first UTC day that the seals claim: the oldest of which the archive has anything. */
import { reportPrefix } from '../model/archive-path.ts';
import { reportNames } from '../model/call-report.ts';
import { addDays, laterDay } from '../model/day-ranges.ts';
import { utcDay } from '../model/day-window.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { parseSealedPath, type SealedContainer } from '../proof/sealed-path.ts';

export interface ClaimTools {
  tenantId: string;
  files: Pick<HeldFiles, 'list'>;
}

/** There were no Teams calls before this day: a record of an earlier one has a wrong start. */
const firstCalls = '2017-01-01';

/**
 * `claimed`: what the newest seal claims; `undefined` before the first one. The claim only grows: a call record may be the
 * first of its day, and late days are those to which something was written long after.
 */
export async function findClaim(
  claimed: string | undefined,
  lateDays: Iterable<string>,
  tools: ClaimTools,
  now: Date,
): Promise<string> {
  const oldest = [
    ...lateDays,
    ...(await findOldest('call-records', `records/v1/tenant=${tools.tenantId}/`, tools)),
  ];
  if (claimed !== undefined) oldest.push(claimed);
  else
    for (const report of reportNames)
      oldest.push(...(await findOldest('call-reports', reportPrefix(tools.tenantId, report), tools)));
  return laterDay(oldest.sort()[0] ?? addDays(utcDay(now), -1), firstCalls);
}

/** Names begin with the date: the first file that is listed is of the oldest day. */
async function findOldest(
  container: SealedContainer,
  prefix: string,
  { files }: ClaimTools,
): Promise<string[]> {
  for await (const { path } of files.list(container, prefix)) {
    const day = parseSealedPath(container, path)?.day;
    if (day !== undefined) return [day];
  }
  return [];
}
