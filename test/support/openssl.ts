/** OpenSSL as a real time-stamp authority and as a second opinion. Where it is not installed, the tests that use it say so. */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe } from '@jest/globals';

const run = promisify(execFile);
const isThere = findOpenssl();

function findOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write('openssl is not installed: time stamps are not tested against it\n');
    return false;
  }
}

export const describeWithOpenssl = isThere ? describe : describe.skip;

/** Runs `openssl` in a folder, with its arguments in one text. Throws with what it wrote when it fails. */
export async function openssl(cwd: string, words: string): Promise<string> {
  const { stdout, stderr } = await run('openssl', words.split(' '), { cwd });
  return stdout + stderr;
}
