/** OpenSSL as a real time-stamp authority and as a second opinion. Where it is not installed, the tests that use it say so. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describeWith } from './describe-with.ts';

const run = promisify(execFile);

export const describeWithOpenssl = describeWith(
  'openssl',
  'version',
  'time stamps are not tested against it',
);

/** Runs `openssl` in a folder, with its arguments in one text. Throws with what it wrote when it fails. */
export async function openssl(cwd: string, words: string): Promise<string> {
  const { stdout, stderr } = await run('openssl', words.split(' '), { cwd });
  return stdout + stderr;
}
