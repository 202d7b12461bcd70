/** Azurite in one file, without the telemetry and the SQL that it loads but does not use here: it starts in a third of the CPU time. */
import { rename, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const bundleFile = fileURLToPath(new URL('../.local/azurite.cjs', import.meta.url));
const sources = ['../package-lock.json', 'bundle-azurite.ts'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** Bundles it if that was not done yet or a source is newer. Returns the file. */
export async function bundleAzuriteIfNeeded(): Promise<string> {
  const changedAt = await Promise.all(sources.map(async (path) => (await stat(path)).mtimeMs));
  if ((await bundledAt()) <= Math.max(...changedAt)) await bundleAzurite();
  return bundleFile;
}

async function bundledAt(): Promise<number> {
  return stat(bundleFile).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

async function bundleAzurite(): Promise<void> {
  // Only where it is needed: most starts find the file.
  const { build } = await import('esbuild');
  // Under another name first: several may do so at once.
  const building = `${bundleFile}.${process.pid}`;
  await build({
    entryPoints: [createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js')],
    outfile: building,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    plugins: [leaveOut],
    logLevel: 'warning',
  });
  await rename(building, bundleFile);
}

/** The telemetry is disabled, and SQL is only for metadata in a database; a class there extends the `Model`. */
const leaveOut: Plugin = {
  name: 'leave-out',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(applicationinsights|sequelize)$/ }, ({ path }) => ({
      path,
      namespace: 'left-out',
    }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'exports.Model = class {};' }));
  },
};
