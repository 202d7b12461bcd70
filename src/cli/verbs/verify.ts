/** `call-archive verify`: checks a sealed archive against its seals, and these against what is known from elsewhere. */
import { randomBytes } from 'node:crypto';
import { inSteadyGeneration } from '../../bytes/young-generation.ts';
import type { ExpectedSeal } from '../../proof/check-anchors.ts';
import { checkRfc3161Stamp } from '../../proof/check-rfc3161-stamp.ts';
import type { Weight } from '../../proof/deviation.ts';
import {
  type VerifyOptions,
  type VerifyReport,
  type VerifyTools,
  verifyArchive,
} from '../../proof/verify-archive.ts';
import { type ArchiveSource, parseSource, type SourceOptions } from '../archive/archive-source.ts';
import { type DayOptions, parseDays } from '../dates/parse-days.ts';
import { type ExitName, exitCodes } from '../errors/exit-codes.ts';
import { makeDeviationLog } from '../output/deviation-log.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import { Interruption, type World } from '../world.ts';
import { readAuthority } from './read-option-file.ts';
import { writeResult } from './verify-output.ts';

export interface VerifyVerbOptions extends SourceOptions, DayOptions {
  /** A share, above 0 and at most 1. */
  sample?: number;
  seed?: string;
  quick?: true;
  expect?: ExpectedSeal[];
  ca?: string;
  known?: number;
  /** A proof file, in place of an archive. */
  proof?: string;
  output: 'table' | 'json';
}

const exits: Record<Weight, ExitName> = {
  integrity: 'integrity',
  permission: 'permission',
  gap: 'gap',
  told: 'ok',
};

export async function runVerify(options: VerifyVerbOptions, world: World): Promise<ExitName> {
  const { proof, expect = [], ca, output } = options;
  if (proof !== undefined) {
    const { runVerifyProof } = await import('./verify-proof.ts');
    return runVerifyProof({ proof, expect, ca, output }, world);
  }
  const source = parseSource(options, world.env);
  const wanted = await readOptions(options, source, world.now());
  const files = await world.archives.openHeldFiles(source);
  const digester = await world.archives.openDigester(source, files);
  const listener = makeWorkListener(world);
  const log = makeDeviationLog();
  try {
    const tools: VerifyTools = {
      digester,
      checkStamp: checkRfc3161Stamp,
      deviation: log.add,
      progress: (progress) => listener.progress?.(progress),
      signal: world.signal,
    };
    const report = await inSteadyGeneration(() => verifyArchive(files, wanted, tools)).finally(
      listener.clear,
    );
    const exitCode = exitCodeOf(report, world);
    await writeResult({ report, options: wanted, exitCode, deviations: log.list() }, output, world);
    if (!report.isComplete) throw world.signal.reason;
    return exits[report.verdict];
  } finally {
    log.close();
    await digester.close();
  }
}

/** Of a check that was interrupted, what it found is told; throws where nobody is there to read it. */
function exitCodeOf({ isComplete, verdict }: VerifyReport, { signal }: World): number {
  if (isComplete) return exitCodes[exits[verdict]].code;
  if (signal.reason instanceof Interruption) return signal.reason.exitCode;
  throw signal.reason;
}

async function readOptions(
  options: VerifyVerbOptions,
  source: ArchiveSource,
  now: Date,
): Promise<VerifyOptions> {
  const { sample, seed = randomBytes(6).toString('hex'), quick = false, expect = [], ca, known } = options;
  const { first, last } = parseDays(options, now);
  return {
    first,
    last,
    quick,
    sample: sample === undefined ? undefined : { share: sample, seed },
    expect,
    ca: ca === undefined ? undefined : await readAuthority(ca),
    known,
    tenantId: source.kind === 'storage' ? source.tenantId : undefined,
    isCopy: source.kind === 'folder',
    now,
  };
}
