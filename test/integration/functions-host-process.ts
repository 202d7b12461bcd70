/** For the tests of the functions host: small fixture packages, and the host as a child process that runs them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const mainFile = fileURLToPath(new URL('../../local/functions-host/main.ts', import.meta.url));

// The fixture finds the library where the tests run; `say` writes one event that a test can wait for.
const makeRequire = "require('node:module').createRequire(process.cwd() + '/')";
const defineSay = "const say = (event) => process.stdout.write('EVENT ' + JSON.stringify(event) + '\\n');";
const preludes = {
  'app.cjs': `const { app } = ${makeRequire}('@azure/functions'); ${defineSay}`,
  'app.mjs': `import { createRequire } from 'node:module';
    const { app } = createRequire(process.cwd() + '/')('@azure/functions'); ${defineSay}`,
};

export interface Fixture {
  folder: string;
  remove(): Promise<void>;
}

export async function makePackage(
  app: string,
  host: object = {},
  main: 'app.cjs' | 'app.mjs' = 'app.mjs',
): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), 'functions-host-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ main }));
  await writeFile(join(folder, 'host.json'), JSON.stringify({ version: '2.0', ...host }));
  await writeFile(join(folder, main), `${preludes[main]}\n${app}`);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

export interface HostProcess {
  /** What was written so far, stdout and stderr together. */
  output(): string;
  /** The first match in the output, now or later; rejects when the process ends without it. */
  find(pattern: RegExp): Promise<RegExpExecArray>;
  /** What the fixture said so far. */
  events(): Record<string, unknown>[];
  /** The first event with these members, now or later. */
  event(members: Record<string, unknown>): Promise<Record<string, unknown>>;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | string>;
}

const running = new Set<ChildProcess>();

/** For the end of a test file: a test that failed has not stopped its host. */
export function killLeftHosts(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** No setting but these reaches the host, so that it is the same on every machine. */
export function spawnHost(
  folder: string,
  environment: Record<string, string>,
  nodeWords: readonly string[] = [],
  hostWords: readonly string[] = [],
): HostProcess {
  const args = ['--package', folder, '--settings', join(folder, 'local.settings.json'), ...hostWords];
  const child = spawn(process.execPath, [...nodeWords, mainFile, ...args], {
    env: { PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  const changed = new EventTarget();
  const append = (chunk: Buffer) => {
    output += chunk.toString();
    changed.dispatchEvent(new Event('output'));
  };
  child.stdout.on('data', append);
  child.stderr.on('data', append);
  let isEnded = false;
  const ended = once(child, 'close').then(([code, signal]) => {
    isEnded = true;
    running.delete(child);
    changed.dispatchEvent(new Event('output'));
    return (code ?? signal) as number | string;
  });

  async function waitFor<T>(look: () => T | null | undefined, what: string): Promise<T> {
    for (;;) {
      const found = look();
      if (found) return found;
      if (isEnded) throw new Error(`The host ended without ${what}:\n${output}`);
      await once(changed, 'output');
    }
  }
  const events = () =>
    [...output.matchAll(/^EVENT (.*)\n/gm)].map(
      ([, json]) => JSON.parse(json ?? '') as Record<string, unknown>,
    );
  const hasAll = (event: Record<string, unknown>, members: Record<string, unknown>) =>
    Object.entries(members).every(([name, value]) => event[name] === value);
  return {
    output: () => output,
    find: (pattern) => waitFor(() => pattern.exec(output), String(pattern)),
    events,
    event: (members) =>
      waitFor(() => events().find((each) => hasAll(each, members)), JSON.stringify(members)),
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

/** The address that the host says when it is ready: `http://127.0.0.1:PORT/api`. */
export async function readyUrl(host: HostProcess): Promise<string> {
  const [, url = ''] = await host.find(/^ready: (\S+)$/m);
  return url;
}
