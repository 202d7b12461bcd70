/** Files that options name. */
import { readFile } from 'node:fs/promises';
import { ShapeError } from '../../errors.ts';
import { parseCertificates } from '../../proof/certificate-chain.ts';
import { CliError } from '../errors/cli-error.ts';

/** The system's own error does not name a folder that stands in place of the file. */
export async function readOptionFile(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EISDIR') throw error;
    throw new CliError('usage', `Reading ${path}: it is a folder`, 'Name a file.');
  });
}

/** Whether there is a time stamp to be checked or not. */
export async function readAuthority(path: string): Promise<Uint8Array> {
  const ca = await readOptionFile(path);
  try {
    parseCertificates(ca);
    return ca;
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const message = `Reading ${path}: it holds no certificate, neither as PEM nor as DER`;
    throw new CliError('usage', message, '--ca is the certificate of the time-stamp authority.');
  }
}
