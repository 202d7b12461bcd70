/** Step 1: every seal from the first to the newest, each made on the one before. */
import { mapInOrder } from '../concurrency/map-in-order.ts';
import { formatError, IntegrityError, ShapeError } from '../errors.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { isDenied } from './denied.ts';
import type { Tell } from './findings.ts';
import {
  parseSealPath,
  parseStampPath,
  proofContainer,
  sealPath,
  sealPrefix,
  stampPath,
} from './proof-paths.ts';
import { hashSeal, maxSealBytes, parseSeal, type Seal, saysLaterSchema } from './seal.ts';
import { makeChain, noteDay, type SealedChain, type SealFacts } from './sealed-chain.ts';

const readAhead = 16;

export interface ChainTools {
  files: Pick<HeldFiles, 'list' | 'read'>;
  tell: Tell;
  /** Hears of each seal that was checked. */
  checked(): void;
}

/** `tenantId`: whose archive it must be; `undefined`: that of its first seal. */
export async function checkChain(tools: ChainTools, tenantId: string | undefined): Promise<SealedChain> {
  const { files, tell, checked } = tools;
  const chain = makeChain(tenantId);
  let before: SealFacts | undefined;
  const found = mapInOrder(listSequences(tools, chain), readAhead, async (sequence) => ({
    sequence,
    bytes: await readBytes(files, sequence),
  }));
  for await (const { sequence, bytes } of found) {
    const expected = (before?.sequence ?? 0) + 1;
    if (sequence > expected) {
      tell('seal-missing', pathOf(expected), explainGap(expected, sequence - 1));
      chain.holes.push([expected, sequence - 1]);
    }
    const facts: SealFacts = { sequence, sha256: bytes instanceof Uint8Array ? hashSeal(bytes) : '' };
    if (bytes instanceof Uint8Array) readSeal(facts, bytes, before, chain, tell);
    else tell(bytes.kind, pathOf(sequence), bytes.why);
    if (facts.sealedAt === undefined) chain.holes.push([sequence, sequence]);
    chain.seals.set(sequence, facts);
    chain.newest = facts;
    before = facts;
    checked();
  }
  for (const sequence of chain.stamps)
    if (!chain.seals.has(sequence)) tell('stamp-without-seal', `${proofContainer}/${stampPath(sequence)}`);
  if (chain.seals.size === 0) tell('no-seals', `${proofContainer}/${sealPrefix}`);
  return chain;
}

/** The seals in the order of their names; what else lies there is noted on the way. */
async function* listSequences({ files, tell }: ChainTools, chain: SealedChain): AsyncGenerator<number> {
  for await (const { path } of files.list(proofContainer, sealPrefix)) {
    const sequence = parseSealPath(path);
    const stamped = parseStampPath(path);
    if (sequence !== undefined) yield sequence;
    else if (stamped !== undefined) chain.stamps.add(stamped);
    else tell('proof-foreign', `${proofContainer}/${path}`);
  }
}

async function readBytes(
  files: ChainTools['files'],
  sequence: number,
): Promise<Uint8Array | { kind: 'seal-missing' | 'seal-altered' | 'unreadable'; why?: string }> {
  try {
    return (await files.read(proofContainer, sealPath(sequence), maxSealBytes)) ?? { kind: 'seal-missing' };
  } catch (error) {
    if (error instanceof IntegrityError) return { kind: 'seal-altered', why: error.message };
    if (isDenied(error)) return { kind: 'unreadable', why: formatError(error) };
    throw error;
  }
}

/** Checks a seal against the one before it, and notes its days. */
function readSeal(
  facts: SealFacts,
  bytes: Uint8Array,
  before: SealFacts | undefined,
  chain: SealedChain,
  tell: Tell,
): void {
  const path = pathOf(facts.sequence);
  const seal = parseOrTell(bytes, path, tell);
  if (!seal) return;
  facts.sealedAt = seal.sealedAt;
  facts.stampExpected = seal.stampExpected;
  if (seal.sequence !== facts.sequence) tell('seal-altered', path, `It calls itself seal ${seal.sequence}`);
  chain.tenantId ??= seal.tenantId;
  if (seal.tenantId !== chain.tenantId)
    tell('seal-foreign', path, `It is of tenant ${seal.tenantId}, the archive of tenant ${chain.tenantId}`);
  const wrong = explainPrevious(seal, facts.sequence, before);
  if (wrong) tell('chain-broken', path, wrong);
  if (before?.sealedAt !== undefined && Date.parse(seal.sealedAt) <= Date.parse(before.sealedAt))
    tell('seal-time', path, `Sealed at ${seal.sealedAt}, the seal before at ${before.sealedAt}`);
  if (chain.sealsFrom !== undefined && seal.sealsFrom > chain.sealsFrom)
    tell('claim-narrowed', path, `From ${seal.sealsFrom} on; before, from ${chain.sealsFrom} on`);
  if (chain.sealsFrom === undefined || seal.sealsFrom < chain.sealsFrom) chain.sealsFrom = seal.sealsFrom;
  noteDays(seal, facts.sequence, chain, tell);
}

function noteDays(seal: Seal, sequence: number, chain: SealedChain, tell: Tell): void {
  const dates = new Set<string>();
  for (const day of seal.days) {
    if (dates.has(day.date)) tell('seal-inconsistent', pathOf(sequence), `It seals ${day.date} twice`);
    else noteDay(chain, sequence, day);
    dates.add(day.date);
  }
}

function parseOrTell(bytes: Uint8Array, path: string, tell: Tell): Seal | undefined {
  try {
    return parseSeal(bytes);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    tell(saysLaterSchema(bytes) ? 'seal-unknown' : 'seal-altered', path, error.message);
    return undefined;
  }
}

function explainPrevious(
  { previous }: Seal,
  sequence: number,
  before: SealFacts | undefined,
): string | undefined {
  if (sequence === 1) return previous === null ? undefined : 'It is the first, and names one before it';
  if (previous === null) return 'It names no seal before it';
  if (previous.sequence !== sequence - 1) return `It names seal ${previous.sequence} as the one before`;
  // A seal that is not there, or could not be read, was told already.
  if (before?.sequence !== sequence - 1 || !before.sha256) return undefined;
  if (before.sha256 === previous.sha256) return undefined;
  return `It names the seal before with SHA-256 ${previous.sha256}; that seal has ${before.sha256}`;
}

function explainGap(first: number, last: number): string | undefined {
  return first === last ? undefined : `This one and all up to ${sealPath(last)}`;
}

function pathOf(sequence: number): string {
  return `${proofContainer}/${sealPath(sequence)}`;
}
