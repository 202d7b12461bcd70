/** The entries of a day's manifest, made from the files as storage lists them, in the order of manifests. */
import { createHash } from 'node:crypto';
import { mapInOrder } from '../concurrency/map-in-order.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { HeldFile, HeldFiles } from '../ports/held-files.ts';
import { digestBytes } from '../proof/digest-files.ts';
import { makeEntry, type ReadFacts, readFactsOf } from '../proof/held-entry.ts';
import type { ManifestEntry } from '../proof/manifest-line.ts';
import { parseSealedPath, type SealedContainer, sealedPrefixes } from '../proof/sealed-path.ts';

export interface EntryTools {
  tenantId: string;
  files: HeldFiles;
  note: NoteEvent;
}

/** Files that are read at a time, where their metadata say too little. */
const readsAtOnce = 16;

/** Throws what storage throws. */
export async function* listEntries(day: string, tools: EntryTools): AsyncGenerator<ManifestEntry> {
  for (const { container, prefix } of sealedPrefixes(tools.tenantId, day)) {
    const files = listNamed(container, prefix, tools.files);
    const entries = mapInOrder(files, readsAtOnce, (file) => describeFile(container, file, tools));
    for await (const entry of entries) if (entry) yield entry;
  }
}

/** What is not named as the archive names its files is not part of the day. */
async function* listNamed(
  container: SealedContainer,
  prefix: string,
  files: HeldFiles,
): AsyncGenerator<HeldFile> {
  for await (const file of files.list(container, prefix))
    if (parseSealedPath(container, file.path)) yield file;
}

/** `undefined`: it has gone in the meantime. */
function describeFile(
  container: SealedContainer,
  file: HeldFile,
  tools: EntryTools,
): ManifestEntry | undefined | Promise<ManifestEntry | undefined> {
  const known = readFactsOf(file);
  if (known) return makeEntry(container, file, known);
  return readFacts(container, file, tools).then((facts) => facts && makeEntry(container, file, facts));
}

async function readFacts(
  container: SealedContainer,
  { path, md5: known }: HeldFile,
  { files, note }: EntryTools,
): Promise<ReadFacts | undefined> {
  const file = await files.open(container, path);
  if (!file) return undefined;
  const { document, md5 } = await digestBytes(file);
  if (document) return { ...document, md5: known ?? md5 };
  note('sealing.file-damaged', { container, blob: path });
  return hashAsItIs(container, path, files);
}

/** A file that cannot be unpacked is sealed as it is: `verify` says that it is damaged, and whether it was before. */
async function hashAsItIs(
  container: SealedContainer,
  path: string,
  files: HeldFiles,
): Promise<ReadFacts | undefined> {
  const file = await files.open(container, path);
  if (!file) return undefined;
  const [sha256, md5] = [createHash('sha256'), createHash('md5')];
  let bytes = 0;
  for await (const part of file) {
    sha256.update(part);
    md5.update(part);
    bytes += part.length;
  }
  return { sha256: sha256.digest('hex'), bytes, md5: md5.digest('base64') };
}
