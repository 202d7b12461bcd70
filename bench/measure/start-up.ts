/**
 * How long the deployable package takes from process start until its functions are registered, and how large it is;
 * how long the command line takes to print its help.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildCli, buildIfNeeded } from '../../local/build.ts';
import { type Bench, roundsOf } from '../bench.ts';
import type { Measured } from '../figures.ts';
import { runRounds } from '../rounds.ts';
import { median, ratios } from '../statistics.ts';

/** Stands for the module that the Functions host brings; once the bundle is loaded, every function is registered. */
const loader = (main: string) => `
  const { registerHooks } = process.getBuiltinModule('node:module');
  let registered = 0;
  globalThis.functionsCore = {
    version: '4.0.0', hostVersion: '4.1000.0', workerVersion: '3.1000.0', Disposable: class { dispose() {} },
    registerFunction() { registered += 1; return new this.Disposable(); },
    registerHook() { return new this.Disposable(); },
    setProgrammingModel() {}, getProgrammingModel() {}, log() {},
  };
  const url = 'core:functions';
  registerHooks({
    resolve: (name, context, next) =>
      name === '@azure/functions-core' ? { url, format: 'commonjs', shortCircuit: true } : next(name, context),
    load: (from, context, next) =>
      from === url
        ? { source: 'module.exports = globalThis.functionsCore', format: 'commonjs', shortCircuit: true }
        : next(from, context),
  });
  await import(${JSON.stringify(main)});
  process.exit(registered > 0 ? 0 : 1);
`;

/** A configuration that is complete; nothing is sent to any of these. */
const settings = {
  ArchiveStorage: 'UseDevelopmentStorage=true',
  GRAPH_TENANT_ID: '7e1a0c2d-0000-4000-8000-0000000000aa',
  NOTIFICATION_CLIENT_STATE: 'a secret of the benchmark',
  PUBLIC_BASE_URL: 'https://example.org',
};

export async function measureStartUp(bench: Bench): Promise<Measured[]> {
  const folder = await buildIfNeeded();
  const main = pathToFileURL(join(folder, 'main.js')).href;
  const env = { ...bench.env, ...settings };
  const bundle = ['--input-type=module', '-e', loader(main)];
  const help = [await buildCli(), '--help'];
  const costs = await runRounds(
    {
      bare: () => timeProcess(['-e', '0'], env),
      bundle: () => timeProcess(bundle, env),
      help: () => timeProcess(help, env),
    },
    roundsOf(bench),
  );
  bench.say(
    `bundle ${median(costs.bundle).toFixed(0)} ms, call-archive --help ${median(costs.help).toFixed(0)} ms, node -e 0 ${median(costs.bare).toFixed(0)} ms`,
  );
  const overBare = ratios(costs.bundle, costs.bare);
  const helpOverBare = ratios(costs.help, costs.bare);
  return [
    { figure: 'start-up', value: median(overBare), rounds: overBare, floor: costs.bare },
    { figure: 'cli-help', value: median(helpOverBare), rounds: helpOverBare, floor: costs.bare },
    { figure: 'package-size', value: (await sizeOf(folder)) / 1e6 },
  ];
}

async function timeProcess(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`Timing a start: the process ended with ${code}`);
  return performance.now() - startedAt;
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const entries = await Promise.all(names.map((name) => stat(join(folder, name))));
  return entries.reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
}
