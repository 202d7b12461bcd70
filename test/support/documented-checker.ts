/** The checker in Python that docs/proof.md prints, run as a reader would run it. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeWith } from './describe-with.ts';

const page = readFileSync(new URL('../../docs/proof.md', import.meta.url), 'utf8');

export const checkerText = /^```python\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? '';
/** Its words after `openssl`. */
export const opensslWords = /^openssl (ts -verify .*)$/m.exec(page)?.[1] ?? '';

export const describeWithPython = describeWith(
  'python3',
  '--version',
  'the checker in docs/proof.md is not tested',
);

/** One start of Python for many runs of the checker. */
const driver = `
import contextlib, io, json, runpy, sys
checker, runs = sys.argv[1], []
for arguments in json.loads(sys.argv[2]):
    sys.argv, said, code = ["check_proof.py", *arguments], io.StringIO(), 0
    with contextlib.redirect_stdout(said):
        try:
            runpy.run_path(checker, run_name="__main__")
        except SystemExit as end:
            code = end.code
    runs.append({"exitCode": code, "stdout": said.getvalue()})
print(json.dumps(runs))
`;

/** Runs the checker once for each list of arguments. */
export async function runDocumentedChecker(
  folder: string,
  runs: readonly (readonly string[])[],
): Promise<{ exitCode: number; stdout: string }[]> {
  const checker = join(folder, 'check_proof.py');
  await writeFile(checker, checkerText);
  const { stdout } = await promisify(execFile)('python3', ['-c', driver, checker, JSON.stringify(runs)]);
  return JSON.parse(stdout);
}
