/** Steps 3 and 4: the files of a day against its newest manifest, and those that no manifest has. */
import { hash } from 'node:crypto';
import { workAtOnce } from '../concurrency/work-at-once.ts';
import type { HeldFile } from '../ports/held-files.ts';
import { checkUnsealed, type ListedFile } from './check-unsealed.ts';
import { compareDigest, compareListing, compareMetadata, type FileDeviation } from './compare-file.ts';
import { isDenied } from './denied.ts';
import type { FileDigester } from './digest-files.ts';
import { compareEntries, type ManifestEntry } from './manifest-line.ts';
import { readSealedManifest } from './read-proof-file.ts';
import type { DaySeal } from './sealed-chain.ts';
import { sealedPrefixes } from './sealed-path.ts';
import type { VerifyWork } from './verify-work.ts';

export interface FileCheck {
  /** Believes what storage says of a file. */
  quick: boolean;
  /** Reads only this share of the files, chosen by the seed; `undefined`: all. */
  sample: Sample | undefined;
  now: Date;
  /** A downloaded folder, in which an operating system may leave files of its own. */
  isCopy: boolean;
  /** Containers that may not be read; each is told once. */
  denied: Set<string>;
}

export interface Sample {
  /** Above 0, at most 1. */
  share: number;
  seed: string;
}

export interface HeldEntry {
  entry: ManifestEntry;
  held: HeldFile;
}

/** Files with so many bytes are a batch, however few they are. */
const batchBytes = 8 * 1024 * 1024;

/** Reads files of any days and compares them with what was sealed; what is listed next may be checked meanwhile. */
export async function checkFiles(
  files: AsyncIterable<HeldEntry>,
  digester: FileDigester,
  work: VerifyWork,
): Promise<void> {
  await workAtOnce(inBatches(files, digester.batchFiles), digester.atOnce, async (batch) => {
    work.signal.throwIfAborted();
    const digests = await digester.digest(
      batch.map(({ entry: { container, path, bytes } }) => ({ container, path, bytes })),
    );
    for (const [i, { entry, held }] of batch.entries()) {
      const digest = digests[i];
      if (digest) tellFile(entry, compareDigest(entry, held, digest), work);
    }
    work.counts.filesRead += batch.length;
    work.progress();
  });
}

/** Checks what can be seen in the listing of a day, and hands on what is to be read. */
export async function* checkListing(
  day: string,
  newest: DaySeal,
  check: FileCheck,
  work: VerifyWork,
): AsyncGenerator<HeldEntry> {
  for await (const [entry, held] of sideBySide(day, newest, check, work)) {
    if (!entry) {
      if (held) await checkUnsealed(held, day, newest, check, work);
      continue;
    }
    work.counts.files += 1;
    if (work.counts.files % 1000 === 0) work.progress();
    if (!held) {
      if (!check.denied.has(entry.container)) work.tell('removed', nameOf(entry));
      continue;
    }
    tellFile(entry, compareMetadata(entry, held.file), work);
    if (!check.quick && isInSample(entry, check.sample)) yield { entry, held: held.file };
    else tellFile(entry, compareListing(entry, held.file), work);
  }
}

/** Manifest and listing are in one order; what is in one only comes alone. */
async function* sideBySide(
  day: string,
  { manifest }: DaySeal,
  check: FileCheck,
  work: VerifyWork,
): AsyncGenerator<[ManifestEntry | undefined, ListedFile | undefined]> {
  const entries = readSealedManifest(work.placeOf(day), { ...manifest, root: undefined });
  const files = listDay(day, check, work);
  try {
    let [entry, file] = [(await entries.next()).value, (await files.next()).value];
    while (entry || file) {
      work.signal.throwIfAborted();
      const order = !file ? -1 : !entry ? 1 : compareEntries(entry, file);
      yield [order <= 0 ? entry : undefined, order >= 0 ? file : undefined];
      if (order <= 0) entry = (await entries.next()).value;
      if (order >= 0) file = (await files.next()).value;
    }
  } finally {
    await entries.return(undefined);
    await files.return(undefined);
  }
}

async function* listDay(
  day: string,
  { denied }: FileCheck,
  { files, chain, tell }: VerifyWork,
): AsyncGenerator<ListedFile, undefined> {
  for (const { container, prefix } of sealedPrefixes(chain.tenantId ?? '', day)) {
    if (denied.has(container)) continue;
    try {
      for await (const file of files.list(container, prefix)) yield { container, path: file.path, file };
    } catch (error) {
      if (!isDenied(error)) throw error;
      denied.add(container);
      tell('unreadable', container, 'The container may not be listed; none of its files was checked');
    }
  }
  return undefined;
}

function tellFile(entry: ManifestEntry, deviation: FileDeviation | undefined, { tell }: VerifyWork): void {
  if (deviation) tell(deviation.kind, nameOf(entry), deviation.detail);
}

/** The same files for the same seed, wherever they lie and however many are there. */
function isInSample(entry: ManifestEntry, sample: Sample | undefined): boolean {
  if (!sample) return true;
  const drawn = hash('sha256', `${sample.seed}\n${nameOf(entry)}`, 'buffer').readUInt32BE(0);
  return drawn < sample.share * 2 ** 32;
}

async function* inBatches(items: AsyncIterable<HeldEntry>, batchFiles: number): AsyncGenerator<HeldEntry[]> {
  let batch: HeldEntry[] = [];
  let sizeBytes = 0;
  for await (const item of items) {
    batch.push(item);
    sizeBytes += item.held.sizeBytes;
    if (batch.length < batchFiles && sizeBytes < batchBytes) continue;
    yield batch;
    [batch, sizeBytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

function nameOf({ container, path }: { container: string; path: string }): string {
  return `${container}/${path}`;
}
