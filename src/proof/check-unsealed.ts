/** Step 4: a file of a sealed day that its newest manifest does not have. Came it after the seal, or was it put there? */
import { dayMs, minuteMs } from '../model/durations.ts';
import type { HeldFile } from '../ports/held-files.ts';
import { shouldHaveBeenListed } from './compare-manifests.ts';
import { isDenied } from './denied.ts';
import { fetchedAtOf } from './held-entry.ts';
import { readRecordHead } from './read-record-head.ts';
import { nextDueAt, overdueMs } from './seal-schedule.ts';
import type { DaySeal } from './sealed-chain.ts';
import { parseSealedPath, type SealedContainer } from './sealed-path.ts';
import type { VerifyWork } from './verify-work.ts';

/** As a listing of its day has it. */
export interface ListedFile {
  container: SealedContainer;
  path: string;
  file: HeldFile;
}

/** Clocks of machines may be apart by this much. */
const skewMs = 30 * minuteMs;

export async function checkUnsealed(
  listed: ListedFile,
  day: string,
  { listedAt }: DaySeal,
  { now, isCopy }: { now: Date; isCopy: boolean },
  work: VerifyWork,
): Promise<void> {
  const name = `${listed.container}/${listed.path}`;
  const said = parseSealedPath(listed.container, listed.path);
  if (said?.day !== day || said.tenantId !== work.chain.tenantId) {
    if (!isCopy || !isLitter(listed.path)) return work.tell('foreign', name);
    work.counts.litter += 1;
    if (work.counts.litter === 1) work.tell('litter', name);
    return;
  }
  work.counts.unsealed += 1;
  const dated = await dateFile(listed, work).catch((error: unknown) => {
    if (isDenied(error)) return undefined;
    throw error;
  });
  if (!dated) return work.tell('unreadable', name);
  if ('why' in dated) return work.tell('added', name, dated.why);
  const { fetchedAt, by } = dated;
  const times = `${by} ${fetchedAt}; the day was listed at ${listedAt}`;
  const at = Date.parse(fetchedAt);
  if (shouldHaveBeenListed(fetchedAt, listedAt) || at > now.getTime() + skewMs)
    return work.tell('added', name, times);
  // A day that is final is sealed again on the day after something wrote to it.
  const due = nextDueAt(day, listedAt) ?? new Date(Math.floor(at / dayMs + 1) * dayMs);
  work.tell(due.getTime() + overdueMs <= now.getTime() ? 'not-sealed' : 'not-sealed-yet', name, times);
}

type Dated = { fetchedAt: string; by: string } | { why: string };

/**
 * A folder without metadata says of a report when it was fetched by its name, and of a record no more than its document does:
 * it was fetched after Graph changed it last.
 */
async function dateFile({ container, path, file }: ListedFile, work: VerifyWork): Promise<Dated> {
  const fetchedAt = fetchedAtOf(file);
  const callId = file.metadata?.['call_id'];
  const record = parseSealedPath(container, path)?.record;
  if (record && callId !== undefined && callId !== record.callId)
    return { why: `Its metadata says that it is call ${callId}` };
  if (fetchedAt !== '') return { fetchedAt, by: 'Fetched at' };
  if (file.metadata) return { why: 'It does not say when it was fetched' };
  const said = parseSealedPath(container, path);
  if (said?.runAt !== undefined) return { fetchedAt: said.runAt, by: 'Fetched at' };
  const head = await readRecordHead(work.files, container, path);
  if (head?.callId !== said?.record?.callId || head?.version !== said?.record?.version)
    return { why: 'Its document is not the record that its name says' };
  return head?.modifiedAt === undefined
    ? { why: 'Nothing says when it was fetched' }
    : { fetchedAt: head.modifiedAt, by: 'Changed by Graph at' };
}

/** What macOS and Windows leave in the folders that they show, and azcopy of a download that was broken off. */
function isLitter(path: string): boolean {
  return /^(\._.*|\.DS_Store|Thumbs\.db|desktop\.ini|\.azDownload-.*)$/i.test(
    path.slice(path.lastIndexOf('/') + 1),
  );
}
