/** `call-archive verify --proof`: checks a proof file, without any archive. */
import { stat } from 'node:fs/promises';
import { IntegrityError } from '../../errors.ts';
import { checkProof, type ProvenRecord } from '../../proof/check-proof.ts';
import { checkRfc3161Stamp } from '../../proof/check-rfc3161-stamp.ts';
import { isLateStamp } from '../../proof/late-stamp.ts';
import { maxProofBytes } from '../../proof/proof-file.ts';
import { printableLines } from '../../reading/display-text.ts';
import { CliError } from '../errors/cli-error.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { writeText } from '../output/write-text.ts';
import type { World } from '../world.ts';
import { readAuthority, readOptionFile } from './read-option-file.ts';

export interface VerifyProofOptions {
  /** Path of the proof file. */
  proof: string;
  /** Path of a file with certificates of the time-stamp authority. */
  ca: string | undefined;
  /** Seals that are known from elsewhere; lower-case hex. */
  expect: readonly { sequence: number; sha256: string }[];
  output: string;
}

/** What was found, for programs; the text says the same. */
interface ProofReport {
  intact: boolean;
  /** What is wrong, or what the proof is worth. */
  why: string;
  record?: ProvenRecord['entry'] & { callId: string; version: string };
  seal?: { tenantId: string; sequence: number; sealedAt: string; sha256: string };
  stamp?: ProvenRecord['stamp'];
  anchor?: 'expect' | 'stamp';
}

const noAnchor =
  'No anchor: whoever can write to the storage account could have made this seal. Compare its SHA-256 with the event ' +
  'sealing.sealed in telemetry (--expect), or give the certificate of the time-stamp authority (--ca)';

export async function runVerifyProof(
  options: VerifyProofOptions,
  world: Pick<World, 'stdout'>,
): Promise<ExitName> {
  const { size } = await stat(options.proof);
  if (size > maxProofBytes)
    throw new CliError(
      'integrity',
      `Reading ${options.proof}: it is longer than any proof`,
      'Is it the right file?',
    );
  const ca = options.ca === undefined ? undefined : await readAuthority(options.ca);
  const report = await judge(await readOptionFile(options.proof), ca, options.expect);
  await writeText(
    world.stdout,
    options.output === 'json' ? `${JSON.stringify(report, null, 2)}\n` : printableLines(formatReport(report)),
  );
  return report.intact ? 'ok' : 'integrity';
}

async function judge(
  bytes: Uint8Array,
  ca: Uint8Array | undefined,
  expect: VerifyProofOptions['expect'],
): Promise<ProofReport> {
  try {
    const proven = await checkProof(bytes, { checkStamp: checkRfc3161Stamp, ca });
    const { entry, callId, version, seal, sealSha256, stamp } = proven;
    const { tenantId, sequence, sealedAt } = seal;
    return {
      ...judgeAnchor(proven, ca !== undefined, expect),
      record: { callId, version, ...entry },
      seal: { tenantId, sequence, sealedAt, sha256: sealSha256 },
      stamp,
    };
  } catch (error) {
    if (error instanceof IntegrityError) return { intact: false, why: error.message };
    throw error;
  }
}

function judgeAnchor(
  { seal, sealSha256, stamp }: ProvenRecord,
  hasCa: boolean,
  expect: VerifyProofOptions['expect'],
): Pick<ProofReport, 'intact' | 'why' | 'anchor'> {
  const broken = (why: string) => ({ intact: false, why });
  const known = expect.filter(({ sequence }) => sequence === seal.sequence);
  const other = known.find(({ sha256 }) => sha256 !== sealSha256);
  if (other)
    return broken(`Its seal is not the one that is known from elsewhere: that has SHA-256 ${other.sha256}`);
  if (stamp?.kind === 'wrong') return broken(`Its time stamp is not one of its seal: ${stamp.why}`);
  if (stamp && hasCa && !stamp.isTrusted) return broken(`Its time stamp: ${stamp.why}`);
  if (known.length > 0)
    return { intact: true, anchor: 'expect', why: 'Its seal is the one that is known from elsewhere' };
  const others =
    expect.length > 0 ? `. The proof has seal ${seal.sequence} only: other seals were not compared` : '';
  if (!stamp) return { intact: true, why: noAnchor + others };
  if (isLateStamp(stamp.stampedAt, seal.sealedAt))
    return broken(
      'Its time stamp is more than 48 hours younger than its seal, which may have been written anew',
    );
  return hasCa
    ? {
        intact: true,
        anchor: 'stamp',
        why: `A time stamp vouches for its seal: ${stamp.authority}, ${stamp.stampedAt}`,
      }
    : { intact: true, why: noAnchor + others };
}

function formatReport({ intact, why, record, seal }: ProofReport): string {
  const lines = [
    intact ? 'The proof holds.' : 'THE PROOF DOES NOT HOLD.',
    ...(record
      ? [
          `Call ${record.callId}, version ${record.version}: ${record.container}/${record.path}`,
          `Record: SHA-256 ${record.sha256}, ${record.bytes} bytes, fetched at ${record.fetchedAt}`,
        ]
      : []),
    ...(seal
      ? [
          `Seal ${seal.sequence} of tenant ${seal.tenantId}, made at ${seal.sealedAt}`,
          `SHA-256 of the seal: ${seal.sha256}`,
        ]
      : []),
    `${why}.`,
  ];
  return `${lines.join('\n')}\n`;
}
