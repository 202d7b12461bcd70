/** `call-archive prove`: the proof of one call as one file, checked before it appears. */
import { checkProof } from '../../proof/check-proof.ts';
import { checkRfc3161Stamp } from '../../proof/check-rfc3161-stamp.ts';
import { formatProofFile } from '../../proof/proof-file.ts';
import { type Proving, proveRecord } from '../../proof/prove.ts';
import { parseSource, type SourceOptions } from '../archive/archive-source.ts';
import { findVersion } from '../archive/find-version.ts';
import { parseCallId } from '../call-id.ts';
import { CliError } from '../errors/cli-error.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { tell } from '../output/tell.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import { writeFileWhole } from '../output/write-file-whole.ts';
import type { World } from '../world.ts';

export interface ProveOptions extends SourceOptions {
  version?: string;
  into: string;
}

export async function runProve(text: string, options: ProveOptions, world: World): Promise<ExitName> {
  const callId = parseCallId('Proving a call', text);
  const source = parseSource(options, world.env);
  const archive = await world.archives.open(source);
  const files = await world.archives.openHeldFiles(source);
  const listener = makeWorkListener(world);
  const row = await findVersion(archive, callId, options.version, listener).finally(listener.clear);
  const checkStamp = checkRfc3161Stamp;
  const proving = await proveRecord(files, row.blob, { checkStamp, signal: world.signal });
  if (proving.outcome !== 'proven') throw notSealed(`Proving call ${callId} v${row.version}`, proving);
  const content = formatProofFile(proving.proof);
  // What goes out is what a stranger will check.
  const { seal, sealSha256, stamp } = await checkProof(Buffer.from(content), { checkStamp, ca: undefined });
  await writeFileWhole(options.into, [content], world.signal);
  tell(
    world,
    `${options.into}: call ${callId} v${row.version}, in seal ${seal.sequence} of ${seal.sealedAt} with SHA-256 ${sealSha256}, ` +
      `${stamp ? 'with its time stamp' : 'without a time stamp'}\n`,
  );
  return listener.exit();
}

function notSealed(doing: string, { outcome, day }: Exclude<Proving, { outcome: 'proven' }>): CliError {
  const what =
    outcome === 'day-not-sealed'
      ? `no seal has ${day} yet`
      : `it came after the last seal of ${day}, and no seal has it yet`;
  return new CliError(
    'gap',
    `${doing}: ${what}`,
    `call-archive seal --from ${day} --to ${day} has the app seal that day now. A folder needs call-proof beside ` +
      'call-records: call-archive export --with-proof brings it along.',
  );
}
