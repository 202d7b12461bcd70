/** Runs a benchmark of one subject: measures all of it, judges as `npm run bench` does, and ends the process. */
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { conclude } from './conclude.ts';
import type { Measured } from './figures.ts';
import { exitCodes } from './verdict.ts';
import type { FiguresPage } from './write-page.ts';

export async function runSideBench(
  env: NodeJS.ProcessEnv,
  measurements: readonly ((bench: Bench) => Promise<Measured[]>)[],
  page: FiguresPage,
): Promise<never> {
  // Everything that was started ends with this process.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(exitCodes.failed));
  try {
    const { quick, writeDocs } = readArguments();
    const bench: Bench = {
      quick,
      env,
      say: (progress) =>
        process.stderr.write(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${progress}\n`),
    };
    const measured: Measured[] = [];
    for (const measure of measurements) measured.push(...(await measure(bench)));
    return await conclude(measured, { quick, page: writeDocs ? page : undefined });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return process.exit(exitCodes.failed);
  }
}

function readArguments(): { quick: boolean; writeDocs: boolean } {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      'write-docs': { type: 'boolean', default: false },
    },
  });
  const { quick, 'write-docs': writeDocs } = values;
  if (quick && writeDocs) throw new Error('The page is written from a whole run only');
  return { quick, writeDocs };
}
