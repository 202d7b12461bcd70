/**
 * Builds the deployable packages `dist/` and `dist-reader/` (a bundled app, host.json and a package.json without
 * dependencies), and beside them `dist-cli/`, the command `call-archive`. Everything they need is in the bundles, so that no install is
 * needed in Azure and a start stays short.
 */
import { readFileSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  name: string;
  version: string;
};
const packageFolder = join(root, 'dist');
const readerFolder = join(root, 'dist-reader');
const cliFolder = join(root, 'dist-cli');
/** The command, once it is built. */
export const cliFile = join(cliFolder, 'call-archive.js');
const benchFolder = join(root, 'dist-bench');

/** Bundles the app. Returns the package's folder, which changes at once: an app that runs from it may load more. */
export async function buildApp(): Promise<string> {
  await replaceFolder(packageFolder, async (folder) => {
    await bundle({ main: join(root, 'functions', 'main.ts') }, folder);
    await cp(join(root, 'host.json'), join(folder, 'host.json'));
    await writeManifest(folder, packageJson.name);
  });
  return packageFolder;
}

/** Bundles the readers' app, likewise, with the files that its pages load. */
async function buildReader(): Promise<string> {
  await replaceFolder(readerFolder, async (folder) => {
    await bundle({ main: join(root, 'functions', 'reader', 'main.ts') }, folder);
    await cp(join(root, 'functions', 'reader', 'host.json'), join(folder, 'host.json'));
    await cp(join(root, 'src', 'web', 'static'), join(folder, 'static'), { recursive: true });
    await writeManifest(folder, `${packageJson.name}-reader`);
  });
  return readerFolder;
}

async function writeManifest(folder: string, name: string): Promise<void> {
  const manifest = { name, version: packageJson.version, type: 'module', main: 'main.js' };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  // Without this file some versions of azd build remotely whatever azure.yaml says; start:func copies its settings here.
  await writeFile(join(folder, '.funcignore'), 'local.settings.json\n');
}

/** Bundles the command line. Returns the path of the command. */
export async function buildCli(): Promise<string> {
  const name = 'call-archive';
  await replaceFolder(cliFolder, async (folder) => {
    const entryPoints = {
      [name]: join(root, 'src', 'cli', 'main.ts'),
      // A thread's own entry, beside the chunk that starts it.
      'chunks/scan-worker': join(root, 'src', 'adapters', 'folder', 'scan-worker.ts'),
      'chunks/digest-worker': join(root, 'src', 'adapters', 'folder', 'digest-worker.ts'),
      'chunks/tables-worker': join(root, 'src', 'cli', 'folder-tables', 'tables-worker.ts'),
    };
    await bundleModules(entryPoints, folder, '#!/usr/bin/env node\n');
    await chmod(join(folder, `${name}.js`), 0o755);
  });
  return cliFile;
}

/** Bundles what the benchmarks run as the app is bundled, so that what is measured is what is deployed. */
export async function buildBench(): Promise<Record<'side' | 'proofWorker' | 'tablesWorker', string>> {
  await replaceFolder(benchFolder, (folder) =>
    bundleModules(
      {
        side: join(root, 'bench', 'side', 'main.ts'),
        // Beside the thread that it starts.
        'chunks/proof-worker': join(root, 'bench', 'proof', 'worker', 'main.ts'),
        'chunks/bench-tables-worker': join(root, 'bench', 'tables', 'worker', 'main.ts'),
        'chunks/digest-worker': join(root, 'src', 'adapters', 'folder', 'digest-worker.ts'),
      },
      folder,
    ),
  );
  return {
    side: join(benchFolder, 'side.js'),
    proofWorker: join(benchFolder, 'chunks', 'proof-worker.js'),
    tablesWorker: join(benchFolder, 'chunks', 'bench-tables-worker.js'),
  };
}

/** Fills a new folder, then puts it in the place of the old one at once. */
async function replaceFolder(path: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const building = `${path}.${process.pid}`;
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { recursive: true });
  await fill(building);
  await rm(path, { recursive: true, force: true });
  await rename(building, path);
}

/** Bundles what runs by itself, without a manifest of its own. */
async function bundleModules(
  entryPoints: Record<string, string>,
  outdir: string,
  firstLine?: string,
): Promise<void> {
  await bundle(entryPoints, outdir, firstLine);
  await writeFile(join(outdir, 'package.json'), '{ "type": "module" }\n');
}

async function bundle(entryPoints: Record<string, string>, outdir: string, firstLine = ''): Promise<void> {
  await build({
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node22',
    // ES modules first: what the app does not use of them stays out of the bundle.
    mainFields: ['module', 'main'],
    // Names stay, so that a stack trace in a log says them. (`keepNames` would cost a call for every closure made.)
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'linked',
    // The second is installed by whoever wants it.
    external: ['@azure/functions-core', '@duckdb/node-api'],
    define: { PACKAGE_VERSION: JSON.stringify(packageJson.version) },
    // @azure/functions asks for its host module with `require`, which an ES module does not have.
    banner: {
      js: `${firstLine}import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __fileURLToPath } from 'node:url'; import { dirname as __pathDirname } from 'node:path'; const require = __createRequire(import.meta.url); const __filename = __fileURLToPath(import.meta.url); const __dirname = __pathDirname(__filename);`,
    },
    logLevel: 'warning',
  });
}

/** Bundles the app if there is no package yet or a source is newer. Returns the package's folder. */
export async function buildIfNeeded(): Promise<string> {
  return (await isCurrent(packageFolder)) ? packageFolder : buildApp();
}

/** The same for the readers' app. */
export async function buildReaderIfNeeded(): Promise<string> {
  return (await isCurrent(readerFolder)) ? readerFolder : buildReader();
}

/** The same for the command. */
export async function buildCliIfNeeded(): Promise<void> {
  if (!(await isCurrent(cliFolder))) await buildCli();
}

async function isCurrent(folder: string): Promise<boolean> {
  const builtAt = await changedAt(join(folder, 'package.json'));
  const sources = ['functions', 'src', 'host.json', 'package-lock.json', 'local/build.ts'];
  return builtAt > Math.max(...(await Promise.all(sources.map((path) => newestChange(join(root, path))))));
}

async function newestChange(path: string): Promise<number> {
  const entry = await stat(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  const inside = await readdir(path, { recursive: true });
  const times = await Promise.all(inside.map((name) => changedAt(join(path, name))));
  return Math.max(entry.mtimeMs, ...times);
}

async function changedAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildApp();
  await buildReader();
  await buildCli();
}
