/** Runs `verify --proof` in process. */
import { PassThrough } from 'node:stream';
import { exitCodes } from '../../src/cli/errors/exit-codes.ts';
import { runVerifyProof, type VerifyProofOptions } from '../../src/cli/verbs/verify-proof.ts';

export async function verifyProof(
  proof: string,
  options: Partial<VerifyProofOptions> = {},
): Promise<{ exitCode: number; stdout: string }> {
  const stdout = new PassThrough();
  const exit = await runVerifyProof(
    { proof, ca: undefined, expect: [], output: 'table', ...options },
    { stdout },
  );
  return { exitCode: exitCodes[exit].code, stdout: String(stdout.read() ?? '') };
}
