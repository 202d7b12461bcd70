/**
 * Checks a sealed archive over three functions (list, read, open) and the formats alone: no index, nothing of what wrote
 * the seals. Everything is derived anew and compared with what the seals say; memory does not grow with the days or files.
 */
import { ShapeError } from '../errors.ts';
import type { Progress } from '../ports/call-archive.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { type Anchor, checkAnchors, type ExpectedSeal } from './check-anchors.ts';
import { checkChain } from './check-chain.ts';
import { checkFiles, checkListing, type FileCheck, type HeldEntry, type Sample } from './check-day-files.ts';
import { checkDayGaps, checkUnsealedDays, type GapOptions } from './check-gaps.ts';
import { checkSealedDay } from './check-sealed-day.ts';
import type { CheckStamp } from './check-stamp.ts';
import { isDenied } from './denied.ts';
import { type Deviation, type StepName, stepNames, type Weight } from './deviation.ts';
import type { FileDigester } from './digest-files.ts';
import { makeFindings, type Tell } from './findings.ts';
import { proofContainer } from './proof-paths.ts';
import { type DaySeal, makeChain, type SealedChain, type SealFacts } from './sealed-chain.ts';
import { makeWork, type VerifyCounts, type VerifyWork } from './verify-work.ts';

export interface VerifyOptions {
  /** UTC days, both included; the chain is always checked whole. */
  first: string | undefined;
  last: string | undefined;
  quick: boolean;
  sample: Sample | undefined;
  expect: readonly ExpectedSeal[];
  /** Certificates of the authority of the time stamps, in PEM. */
  ca: Uint8Array | undefined;
  /** Gaps that this seal names already do not count. */
  known: number | undefined;
  tenantId: string | undefined;
  /** A downloaded copy: what came after its newest seal is not there to be checked. */
  isCopy: boolean;
  now: Date;
}

export interface VerifyTools {
  digester: FileDigester;
  checkStamp: CheckStamp;
  /** Hears of each deviation, in no particular order. */
  deviation(deviation: Deviation): void;
  progress?(progress: Progress): void;
  signal?: AbortSignal;
}

export interface VerifyReport {
  checkedAt: string;
  /** `false`: the signal ended the check, and the rest says what was found until then. */
  isComplete: boolean;
  tenantId: string | undefined;
  /** The first day that is claimed. */
  sealsFrom: string | undefined;
  newest: SealFacts | undefined;
  /** Up to this seal, a writer to the account cannot have altered anything unseen. */
  anchor: Anchor | undefined;
  counts: VerifyCounts;
  /** Of each step, the deviations that count. */
  deviations: Record<StepName, number>;
  notSealedYet: number;
  /** The first of altered, unreadable, gap that was found; `told`: nothing of these. */
  verdict: Weight;
}

/** When the signal ends it, the report is of what was checked; before the chain was followed, its reason is thrown. */
export async function verifyArchive(
  files: HeldFiles,
  options: VerifyOptions,
  tools: VerifyTools,
): Promise<VerifyReport> {
  const findings = makeFindings(tools.deviation);
  const counts = noCounts();
  const { chain, anchor } = await checkSeals(files, options, tools, findings.tell, counts);
  if (options.known !== undefined && chain.seals.size > 0 && !chain.seals.has(options.known))
    throw new ShapeError(`Checking the archive: there is no seal ${options.known}, which --known names`);
  const isComplete = await checkDays(files, chain, options, tools, findings.tell, counts).then(
    () => true,
    (error: unknown) => {
      if (!tools.signal?.aborted) throw error;
      return false;
    },
  );
  const deviations = stepNames.map((step) => [step, findings.deviationsOf(step)] as const);
  return {
    checkedAt: options.now.toISOString(),
    isComplete,
    tenantId: chain.tenantId,
    sealsFrom: chain.sealsFrom,
    newest: chain.newest,
    anchor,
    counts,
    deviations: Object.fromEntries(deviations) as Record<StepName, number>,
    notSealedYet: findings.countOf('not-sealed-yet'),
    verdict: findings.worst(),
  };
}

async function checkSeals(
  files: HeldFiles,
  { tenantId, expect, ca, now }: VerifyOptions,
  { checkStamp, progress, signal }: VerifyTools,
  tell: Tell,
  counts: VerifyCounts,
): Promise<{ chain: SealedChain; anchor: Anchor | undefined }> {
  const checked = () => {
    signal?.throwIfAborted();
    counts.seals += 1;
    progress?.({ done: counts.seals, what: 'seals' });
  };
  const stampChecked = () => {
    signal?.throwIfAborted();
    counts.stamps += 1;
  };
  try {
    const chain = await checkChain({ files, tell, checked }, tenantId);
    return {
      chain,
      anchor: await checkAnchors(chain, { expect, ca, now }, { files, checkStamp, tell, stampChecked }),
    };
  } catch (error) {
    if (!isDenied(error)) throw error;
    tell('unreadable', proofContainer, 'Without the seals, nothing of the archive can be checked');
    return { chain: makeChain(tenantId), anchor: undefined };
  }
}

async function checkDays(
  files: HeldFiles,
  chain: SealedChain,
  options: VerifyOptions,
  { digester, progress, signal = new AbortController().signal }: VerifyTools,
  tell: Tell,
  counts: VerifyCounts,
): Promise<void> {
  const { first = '', last = '9999' } = options;
  const days = [...chain.days].filter(([day]) => day >= first && day <= last).sort(byDay);
  const total = days.reduce((sum, [, seals]) => sum + (seals.at(-1)?.manifest.entries ?? 0), 0);
  const work = makeWork({
    files,
    chain,
    counts,
    tell,
    signal,
    progress: () => progress?.({ done: counts.files, total, what: 'files' }),
  });
  const denied = new Set<string>();
  await checkFiles(listDays(days, { ...options, denied }, work), digester, work);
  await checkUnsealedDays(options, denied, work);
}

/** Checks the seals of each day, and its listing, and hands on the files that are to be read. */
async function* listDays(
  days: readonly (readonly [day: string, seals: DaySeal[]])[],
  options: FileCheck & GapOptions,
  work: VerifyWork,
): AsyncGenerator<HeldEntry> {
  for (const [day, seals] of days) {
    work.counts.days += 1;
    const isWhole = await checkSealedDay(day, seals, work);
    const newest = seals.at(-1);
    if (isWhole && newest) yield* checkListing(day, newest, options, work);
    else work.tell('files-unchecked', day);
    await checkDayGaps(day, seals, options, work);
  }
}

function byDay([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function noCounts(): VerifyCounts {
  return {
    seals: 0,
    stamps: 0,
    days: 0,
    manifests: 0,
    erased: 0,
    expired: 0,
    files: 0,
    filesRead: 0,
    unsealed: 0,
    litter: 0,
    daysCompared: 0,
    listed: 0,
    missing: 0,
    listedErased: 0,
    listedExpired: 0,
    elsewhere: 0,
  };
}
