/** Step 1, second part: what is known of the seals from elsewhere, by hash or by time stamp. */
import { mapInOrder } from '../concurrency/map-in-order.ts';
import { IntegrityError } from '../errors.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { type CheckStamp, maxStampBytes, type StampVerdict } from './check-stamp.ts';
import { isDenied } from './denied.ts';
import type { Tell } from './findings.ts';
import { isLateStamp, stampGraceMs } from './late-stamp.ts';
import { proofContainer, sealPath, stampPath } from './proof-paths.ts';
import { maxSealBytes } from './seal.ts';
import type { SealedChain, SealFacts } from './sealed-chain.ts';

/** A seal that is known from elsewhere: telemetry, an e-mail, a printout. */
export interface ExpectedSeal {
  sequence: number;
  /** Lower-case hex. */
  sha256: string;
}

export interface Anchor {
  by: 'expect' | 'stamp';
  sequence: number;
  /** Of a stamp. */
  stampedAt?: string;
  authority?: string;
}

export interface AnchorTools {
  files: Pick<HeldFiles, 'read'>;
  checkStamp: CheckStamp;
  tell: Tell;
  stampChecked(): void;
}

export interface AnchorOptions {
  expect: readonly ExpectedSeal[];
  ca: Uint8Array | undefined;
  now: Date;
}

const readAhead = 8;

/** The newest anchor that held; `undefined` when there is none. */
export async function checkAnchors(
  chain: SealedChain,
  options: AnchorOptions,
  tools: AnchorTools,
): Promise<Anchor | undefined> {
  const expected = checkExpected(chain, options.expect, tools.tell);
  const stamped = await checkStamps(chain, options, expected?.sequence ?? 0, tools);
  return (stamped?.sequence ?? 0) > (expected?.sequence ?? 0) ? stamped : expected;
}

function checkExpected(chain: SealedChain, expect: readonly ExpectedSeal[], tell: Tell): Anchor | undefined {
  let newest: Anchor | undefined;
  for (const { sequence, sha256 } of expect) {
    const path = `${proofContainer}/${sealPath(sequence)}`;
    const facts = chain.seals.get(sequence);
    // Why it could not be read was told.
    if (facts?.sha256 === '') continue;
    if (!facts) tell('anchor-missing', path, `Its SHA-256 is ${sha256}`);
    else if (facts.sha256 !== sha256)
      tell('anchor-differs', path, `Its SHA-256 is ${facts.sha256}; known from elsewhere is ${sha256}`);
    else if (sequence > (newest?.sequence ?? 0)) newest = { by: 'expect', sequence };
  }
  return newest;
}

async function checkStamps(
  chain: SealedChain,
  { ca, now }: AnchorOptions,
  anchoredTo: number,
  { files, checkStamp, tell, stampChecked }: AnchorTools,
): Promise<Anchor | undefined> {
  let newest: Anchor | undefined;
  const wanted = [...chain.seals.values()].filter(
    ({ sequence, stampExpected }) => stampExpected || chain.stamps.has(sequence),
  );
  const checks = mapInOrder(wanted, readAhead, async (facts) => ({
    facts,
    verdict: await readStamp(facts, files, checkStamp, ca),
  }));
  for await (const { facts, verdict } of checks) {
    const { sequence, sealedAt = '' } = facts;
    const path = `${proofContainer}/${stampPath(sequence)}`;
    const ageMs = now.getTime() - Date.parse(sealedAt);
    if (verdict === 'unreadable') {
      tell('unreadable', path);
      continue;
    }
    if (verdict === 'absent') {
      if (!(ageMs < stampGraceMs)) tell('stamp-missing', path);
      continue;
    }
    stampChecked();
    if (verdict.kind === 'wrong') tell('stamp-wrong', path, verdict.why);
    else if (ca && !verdict.isTrusted)
      tell('stamp-untrusted', path, verdict.why ?? `Signed by ${verdict.authority}`);
    else {
      const isLate = isLateStamp(verdict.stampedAt, sealedAt);
      const times = `Sealed at ${sealedAt}, stamped at ${verdict.stampedAt}`;
      if (isLate) tell(sequence <= anchoredTo ? 'stamp-late-anchored' : 'stamp-late', path, times);
      const { stampedAt, authority } = verdict;
      if (ca && !isLate) newest = { by: 'stamp', sequence, stampedAt, authority };
    }
  }
  return newest;
}

async function readStamp(
  { sequence }: SealFacts,
  files: AnchorTools['files'],
  checkStamp: CheckStamp,
  ca: Uint8Array | undefined,
): Promise<StampVerdict | 'absent' | 'unreadable'> {
  try {
    const stamp = await files.read(proofContainer, stampPath(sequence), maxStampBytes);
    if (!stamp) return 'absent';
    const seal = await files.read(proofContainer, sealPath(sequence), maxSealBytes);
    return await checkStamp(stamp, seal ?? new Uint8Array(), ca);
  } catch (error) {
    if (error instanceof IntegrityError) return { kind: 'wrong', why: error.message };
    if (isDenied(error)) return 'unreadable';
    throw error;
  }
}
