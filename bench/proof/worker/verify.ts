/** Checks an archive as `call-archive verify` does. Throws unless nothing is wrong with it. */
import { makeFolderDigester } from '../../../src/adapters/folder/folder-digester.ts';
import { openFolderHeldFiles } from '../../../src/adapters/folder/folder-held-files.ts';
import { makeBlobHeldFiles } from '../../../src/adapters/storage/blob-held-files.ts';
import { inSteadyGeneration } from '../../../src/bytes/young-generation.ts';
import type { HeldFiles } from '../../../src/ports/held-files.ts';
import { checkRfc3161Stamp } from '../../../src/proof/check-rfc3161-stamp.ts';
import { type FileDigester, makeFileDigester } from '../../../src/proof/digest-files.ts';
import { type VerifyOptions, type VerifyTools, verifyArchive } from '../../../src/proof/verify-archive.ts';
import { openStorage } from '../../ours.ts';
import { tenantId } from '../made-day.ts';

export async function verifyFolder(folder: string): Promise<number> {
  const digester = makeFolderDigester(folder);
  return verify(openFolderHeldFiles(folder), digester, { isCopy: true, quick: false });
}

export async function verifyQuick(connectionString: string): Promise<number> {
  const storage = openStorage(connectionString);
  const files = makeBlobHeldFiles((name) => storage.container(name));
  return verify(files, makeFileDigester(files, 1), { isCopy: false, quick: true });
}

async function verify(
  files: HeldFiles,
  digester: FileDigester,
  how: { isCopy: boolean; quick: boolean },
): Promise<number> {
  const options: VerifyOptions = {
    ...how,
    first: undefined,
    last: undefined,
    sample: undefined,
    expect: [],
    ca: undefined,
    known: undefined,
    tenantId,
    now: new Date(),
  };
  const tools: VerifyTools = {
    digester,
    checkStamp: checkRfc3161Stamp,
    deviation({ kind, weight, path }) {
      if (weight === 'integrity' || weight === 'permission')
        throw new Error(`Checking the archive: ${kind} ${path}`);
    },
  };
  const report = await inSteadyGeneration(() => verifyArchive(files, options, tools));
  await digester.close();
  return report.counts.files;
}
