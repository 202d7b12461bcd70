/** `describe` for tests that need a program of this machine: where it is not installed they are skipped, and a line says so. */
import { execFileSync } from 'node:child_process';
import { describe } from '@jest/globals';

/** `version`: the word with which the program only tells its version. `untested`: what is not tested without it. */
export function describeWith(program: string, version: string, untested: string): typeof describe.skip {
  try {
    execFileSync(program, [version], { stdio: 'ignore' });
    return describe;
  } catch {
    process.stderr.write(`${program} is not installed: ${untested}\n`);
    return describe.skip;
  }
}
