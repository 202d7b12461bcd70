/**
 * Reads the files that a seal names, line by line. A path is followed only when it is exactly one of ours, of that day;
 * hash, number of lines, their form and their order are checked on the way, and the end of a file is reached only when all of
 * that is right.
 */
import { createHash } from 'node:crypto';
import { giveBackLast, givingBack } from '../bytes/give-back.ts';
import { unpack } from '../bytes/unpack.ts';
import { formatError, IntegrityError } from '../errors.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { isDenied } from './denied.ts';
import { maxLineBytes, openLines } from './lines-file.ts';
import { compareListed, type ListedVersion, parseListedVersion } from './listed-version.ts';
import { compareEntries, type ManifestEntry, parseManifestLine } from './manifest-line.ts';
import { makeTreeHash } from './merkle-tree.ts';
import { type DayFilePath, parseDayFilePath, proofContainer } from './proof-paths.ts';
import type { Elsewhere, SealedChange } from './seal.ts';
import { changeForm, elsewhereForm, listedForm, type NamedLines, parseJson } from './seal.ts';
import { parseSealedPath } from './sealed-path.ts';

/** A file that a seal names is not there, or is not what the seal says. */
export class DamagedProof extends Error {
  override readonly name = 'DamagedProof';
  /** Name in `call-proof`. */
  readonly path: string;
  readonly found: 'absent' | 'altered' | 'misnamed' | 'unreadable';

  constructor(path: string, found: DamagedProof['found'], message: string, cause?: unknown) {
    super(message, { cause });
    this.path = path;
    this.found = found;
  }
}

export interface ProofPlace {
  files: Pick<HeldFiles, 'open'>;
  tenantId: string;
  day: string;
}

/** `root`: checked too where it is given. */
export async function* readSealedManifest(
  place: ProofPlace,
  named: NamedLines & { root?: string | undefined },
): AsyncGenerator<ManifestEntry> {
  const tree = named.root === undefined ? undefined : makeTreeHash();
  let before: ManifestEntry | undefined;
  for await (const line of readLines(place, named, 'manifests')) {
    const entry = orDamaged(named, () => parseManifestLine(line));
    checkEntry(entry, before, place, named);
    tree?.add(line);
    yield entry;
    before = entry;
  }
  if (tree && Buffer.from(tree.root()).toString('hex') !== named.root)
    throw new DamagedProof(named.path, 'altered', 'Its tree has another root than the seal says');
}

function checkEntry(
  entry: ManifestEntry,
  before: ManifestEntry | undefined,
  { tenantId, day }: ProofPlace,
  { path }: NamedLines,
): void {
  if (before && compareEntries(before, entry) >= 0)
    throw new DamagedProof(path, 'altered', `Its lines are not in order at ${entry.path}`);
  const said = parseSealedPath(entry.container, entry.path);
  if (said?.day !== day || said.tenantId !== tenantId)
    throw new DamagedProof(path, 'altered', `It has a line for ${entry.path}, which is no file of that day`);
}

/** What Graph listed. */
export async function* readSealedList(place: ProofPlace, named: NamedLines): AsyncGenerator<ListedVersion> {
  let before: ListedVersion | undefined;
  for await (const line of readLines(place, named, 'lists')) {
    const listed = orDamaged(named, () => parseListedVersion(line));
    if (before && compareListed(before, listed) >= 0)
      throw new DamagedProof(named.path, 'altered', `Its lines are not in order at ${listed.id}`);
    yield listed;
    before = listed;
  }
}

/** A list of changes: what stands in the seal, then the rest. */
export async function* readChanges(
  place: ProofPlace,
  inSeal: readonly SealedChange[],
  rest: NamedLines | undefined,
): AsyncGenerator<SealedChange> {
  yield* inSeal;
  if (rest)
    for await (const line of readLines(place, rest, 'changes')) yield parseRest(rest, line, changeForm);
}

export async function* readMissing(
  place: ProofPlace,
  inSeal: readonly ListedVersion[],
  rest: NamedLines | undefined,
): AsyncGenerator<ListedVersion> {
  yield* inSeal;
  if (rest)
    for await (const line of readLines(place, rest, 'missing')) yield parseRest(rest, line, listedForm);
}

export async function* readElsewhere(
  place: ProofPlace,
  inSeal: readonly Elsewhere[],
  rest: NamedLines | undefined,
): AsyncGenerator<Elsewhere> {
  yield* inSeal;
  if (rest)
    for await (const line of readLines(place, rest, 'missing')) yield parseRest(rest, line, elsewhereForm);
}

function parseRest<Item>(
  { path }: NamedLines,
  line: string,
  form: { safeParse(value: unknown): { data?: Item | undefined } },
): Item {
  const { data } = form.safeParse(parseJson(Buffer.from(line)));
  if (data === undefined) throw new DamagedProof(path, 'altered', 'A line has not the form of one');
  return data;
}

/** Checks the bytes of a file that has the same lines as one whose lines were checked. */
export async function checkUnpacked(
  place: ProofPlace,
  named: NamedLines,
  kind: DayFilePath['kind'],
): Promise<void> {
  const hash = createHash('sha256');
  try {
    let bytes = 0;
    for await (const piece of unpack(givingBack(await openNamed(place, named, kind)))) {
      hash.update(piece);
      bytes += piece.length;
      if (bytes > named.entries * maxLineBytes)
        throw new DamagedProof(named.path, 'altered', 'It is longer than so many lines can be');
      giveBackLast(piece);
    }
  } catch (error) {
    throw explain(named.path, error);
  }
  checkHash(named, hash.digest('hex'));
}

async function* readLines(
  place: ProofPlace,
  named: NamedLines,
  kind: DayFilePath['kind'],
): AsyncGenerator<string> {
  const { path, entries } = named;
  const lines = openLines(await openNamed(place, named, kind), { maxLines: entries });
  try {
    yield* lines.parts;
  } catch (error) {
    throw explain(path, error);
  }
  const facts = lines.facts();
  checkHash(named, facts.sha256);
  if (facts.entries !== entries)
    throw new DamagedProof(path, 'altered', `It has ${facts.entries} lines; the seal says ${entries}`);
}

async function openNamed(
  { files, day }: ProofPlace,
  { path }: NamedLines,
  kind: DayFilePath['kind'],
): Promise<AsyncIterable<Uint8Array>> {
  const said = parseDayFilePath(path);
  if (said?.kind !== kind || said.day !== day)
    throw new DamagedProof(
      path,
      'misnamed',
      `It is no name of a file in ${kind} of ${day}, and is not followed`,
    );
  const file = await files.open(proofContainer, path).catch((error: unknown) => {
    throw explain(path, error);
  });
  if (!file) throw new DamagedProof(path, 'absent', 'It is not there');
  return file;
}

function checkHash({ path, sha256 }: NamedLines, found: string): void {
  if (found !== sha256)
    throw new DamagedProof(path, 'altered', `Its lines have SHA-256 ${found}; the seal says ${sha256}`);
}

function orDamaged<Value>({ path }: NamedLines, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    throw explain(path, error);
  }
}

function explain(path: string, error: unknown): unknown {
  if (error instanceof IntegrityError) return new DamagedProof(path, 'altered', error.message, error);
  return isDenied(error) ? new DamagedProof(path, 'unreadable', formatError(error), error) : error;
}
